// SPDX-License-Identifier: Apache-2.0
//
// Opens captures for the window, on a thread of its own: standard input and a FIFO may keep one waiting for their first
// packets, a file for a file system that stalls. The window stays alive meanwhile.
#pragma once

#include "core/store/session.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>

namespace synscope::ui {

class SessionOpener : public QObject {
    Q_OBJECT

public:
    using Opened = std::shared_ptr<Result<std::unique_ptr<Session>>>;
    using Done = std::function<void(Opened)>;
    using Work = std::function<Result<std::unique_ptr<Session>>(std::stop_token stop)>;

    explicit SessionOpener(OpenSession openSession, QObject* parent = nullptr);
    ~SessionOpener() override;

    /// `done` is called on this thread: before open() returns for a regular file, unless that takes longer than a
    /// moment, later for others. Gives up whatever was being opened. True when it has to be waited for.
    bool open(const QString& path, const Done& done);
    /// Opens by `work` on a thread of its own; `done` is called on this thread, later.
    void begin(Work work, const Done& done);
    /// Gives up; the `done` of what was being opened is not called any more. Waits a moment for what gives up, too;
    /// what does not, ends by itself.
    void cancel();

private:
    struct Opening;
    void deliver();

    OpenSession m_openSession;
    Done m_done;
    std::stop_source m_stop;
    std::shared_ptr<Opening> m_opening; ///< null: nothing is being opened
};

} // namespace synscope::ui
