// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/whole_file.h"

#include <QFile>

namespace synscope::ui {

bool WholeFile::open() {
    if (!m_file.open(QIODevice::WriteOnly))
        return false;
    m_permissions = m_file.permissions();
    m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return m_content.open(QIODevice::WriteOnly);
}

bool WholeFile::save() {
    const QByteArray& bytes = m_content.data();
    for (qsizetype done = 0; done < bytes.size();) {
        const qint64 written = m_file.write(bytes.constData() + done, bytes.size() - done);
        if (written <= 0) // only that says why; less than all does not
            return false;
        done += written;
    }
    if (!m_file.flush() || !m_file.commit()) // commit() alone would forget why not
        return false;
    QFile::setPermissions(m_path, m_permissions);
    return true;
}

} // namespace synscope::ui
