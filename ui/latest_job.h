// SPDX-License-Identifier: Apache-2.0
//
// Work that only matters in its newest form: starting a job cancels the one before, and only the newest
// job's answer is delivered, on the thread that owns this object (the GUI's). One worker thread each.
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace synscope::ui {

/// How long a job that cost so much rests before it is done anew while a capture loads: the few of them shall leave the
/// processor to the load.
[[nodiscard]] constexpr qint64 pauseAfter(qint64 costMs, qint64 shortestMs) {
    constexpr qint64 kRests = 16;
    return std::max(shortestMs, kRests * costMs);
}

class LatestJob : public QObject {
    Q_OBJECT

public:
    explicit LatestJob(QObject* parent = nullptr);
    /// Cancels and waits: a job looks at its flag now and then.
    ~LatestJob() override;

    /// `work(const std::atomic<bool>& cancelled)` runs on the worker, `done(answer)` on this object's thread; not where
    /// memory was not enough for the work.
    template <typename Work, typename Done>
    void start(Work work, Done done) {
        cancel();
        auto flag = std::make_shared<std::atomic<bool>>(false);
        m_cancelled = flag;
        m_running = true;
        m_pool->start([this, flag, work = std::move(work), done = std::move(done)]() mutable {
            if (flag->load())
                return;
            std::shared_ptr<decltype(work(*flag))> answer;
            try {
                answer = std::make_shared<decltype(work(*flag))>(work(*flag));
            } catch (const std::bad_alloc&) { // what is shown stays
            }
            QMetaObject::invokeMethod(
                this, [this, flag, answer, done = std::move(done)]() mutable { deliver(*flag, answer.get(), done); },
                Qt::QueuedConnection);
        });
    }

    void cancel();
    /// Also waits until the worker has let go of what the job was given, but not long: where it does not come back, as
    /// from a file system that stalls, the next job gets a worker of its own.
    void cancelAndLeave();
    /// A job was started and has neither delivered nor been cancelled.
    [[nodiscard]] bool isRunning() const { return m_running; }

private:
    template <typename Answer, typename Done>
    void deliver(const std::atomic<bool>& flag, Answer* answer, Done& done) {
        if (flag.load())
            return;
        m_running = false;
        if (answer != nullptr)
            done(std::move(*answer));
    }

    std::unique_ptr<QThreadPool> m_pool;
    std::vector<std::unique_ptr<QThreadPool>> m_left; ///< with a job that has not come back
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    bool m_running = false;
};

} // namespace synscope::ui
