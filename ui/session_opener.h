// SPDX-License-Identifier: Apache-2.0
//
// Opens captures for the window: a regular file at once, anything that may keep one waiting (standard input,
// a FIFO) on a thread of its own, so that the window stays alive until the first packets come.
#pragma once

#include "core/store/session.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

namespace synscope::ui {

class SessionOpener : public QObject {
    Q_OBJECT

public:
    using Opened = std::shared_ptr<Result<std::unique_ptr<Session>>>;
    using Done = std::function<void(Opened)>;
    using Work = std::function<Result<std::unique_ptr<Session>>(std::stop_token stop)>;

    explicit SessionOpener(OpenSession openSession, QObject* parent = nullptr);

    /// `done` is called on this thread: before open() returns for a regular file, later for others. Gives up
    /// whatever was being opened. True when it has to be waited for.
    bool open(const QString& path, const Done& done);
    /// Opens by `work` on a thread of its own; `done` is called on this thread, later.
    void begin(Work work, const Done& done);
    /// Gives up; the `done` of what was being opened is not called any more.
    void cancel();

private:
    OpenSession m_openSession;
    quint64 m_number = 0; ///< of the latest request
    std::jthread m_thread;
};

} // namespace synscope::ui
