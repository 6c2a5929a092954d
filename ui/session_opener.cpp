// SPDX-License-Identifier: Apache-2.0
#include "ui/session_opener.h"

#include <QFileInfo>
#include <QMetaObject>

#include <utility>

namespace synscope::ui {
namespace {

bool mayWait(const QString& path) {
    return path == QLatin1String("-") || (QFileInfo::exists(path) && !QFileInfo(path).isFile());
}

} // namespace

SessionOpener::SessionOpener(OpenSession openSession, QObject* parent)
    : QObject(parent), m_openSession(std::move(openSession)) {}

bool SessionOpener::open(const QString& path, const Done& done) {
    cancel();
    if (!mayWait(path)) {
        done(std::make_shared<Result<std::unique_ptr<Session>>>(m_openSession(path.toStdString(), {})));
        return false;
    }
    begin(
        [open = m_openSession, name = path.toStdString()](std::stop_token stop) { return open(name, std::move(stop)); },
        done);
    return true;
}

void SessionOpener::begin(Work work, const Done& done) {
    cancel();
    const quint64 number = m_number;
    m_thread = std::jthread([this, number, done, work = std::move(work)](std::stop_token stop) {
        auto opened = std::make_shared<Result<std::unique_ptr<Session>>>(work(std::move(stop)));
        QMetaObject::invokeMethod(
            this,
            [this, number, done, opened] {
                if (number == m_number)
                    done(opened);
            },
            Qt::QueuedConnection);
    });
}

void SessionOpener::cancel() {
    ++m_number;
    if (!m_thread.joinable())
        return;
    m_thread.request_stop();
    m_thread.join();
}

} // namespace synscope::ui
