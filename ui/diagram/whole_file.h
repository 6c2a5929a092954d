// SPDX-License-Identifier: Apache-2.0
//
// A file that is written in memory first and takes its name once all of it is on the disk. Until then it is its user's
// alone; the file of that name that was there before stays as it is.
#pragma once

#include <QBuffer>
#include <QSaveFile>
#include <QString>

namespace synscope::ui {

class WholeFile {
public:
    explicit WholeFile(const QString& path) : m_path(path), m_file(path) {}

    /// False where it cannot be made there.
    [[nodiscard]] bool open();
    [[nodiscard]] QIODevice& content() { return m_content; }
    /// False where it cannot be written; nothing has changed then.
    [[nodiscard]] bool save();
    /// Why not.
    [[nodiscard]] QString fault() const { return m_file.errorString(); }

private:
    QString m_path;
    QSaveFile m_file;
    QBuffer m_content;
    QFileDevice::Permissions m_permissions; ///< once it has its name
};

} // namespace synscope::ui
