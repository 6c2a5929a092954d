// SPDX-License-Identifier: Apache-2.0
#include "ui/session_opener.h"

#include <QFileInfo>
#include <QMetaObject>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace synscope::ui {
namespace {

bool mayWait(const QString& path) {
    return path == QLatin1String("-") || (QFileInfo::exists(path) && !QFileInfo(path).isFile());
}

/// A file on a disk that answers is there by then.
constexpr std::chrono::milliseconds kAtOnce(250);
constexpr std::chrono::seconds kPatience(1);

} // namespace

/// What the thread that opens shares with the opener, which may have given up before it comes back.
struct SessionOpener::Opening {
    std::mutex mutex;
    std::condition_variable came;
    SessionOpener* opener = nullptr; ///< null: it has given up
    Opened opened;                   ///< null: not yet

    /// False where nothing came in time.
    bool waitFor(std::chrono::milliseconds most) {
        std::unique_lock lock(mutex);
        return came.wait_for(lock, most, [this] { return opened != nullptr; });
    }
};

SessionOpener::SessionOpener(OpenSession openSession, QObject* parent)
    : QObject(parent), m_openSession(std::move(openSession)) {}

SessionOpener::~SessionOpener() {
    cancel();
}

bool SessionOpener::open(const QString& path, const Done& done) {
    begin(
        [open = m_openSession, name = path.toStdString()](std::stop_token stop) { return open(name, std::move(stop)); },
        done);
    if (mayWait(path) || !m_opening->waitFor(kAtOnce))
        return true;
    deliver();
    return false;
}

void SessionOpener::begin(Work work, const Done& done) {
    cancel();
    m_done = done;
    m_stop = std::stop_source();
    m_opening = std::make_shared<Opening>();
    m_opening->opener = this;
    std::thread([opening = m_opening, stop = m_stop.get_token(), work = std::move(work)] {
        auto opened = std::make_shared<Result<std::unique_ptr<Session>>>(work(stop));
        const std::lock_guard lock(opening->mutex);
        opening->opened = std::move(opened);
        opening->came.notify_all();
        if (opening->opener != nullptr)
            QMetaObject::invokeMethod(opening->opener, &SessionOpener::deliver, Qt::QueuedConnection);
    }).detach();
}

/// Once: then there is no opening any more. One that began since has not come yet.
void SessionOpener::deliver() {
    if (m_opening == nullptr || !m_opening->waitFor(std::chrono::milliseconds(0)))
        return;
    const Opened opened = std::exchange(m_opening, nullptr)->opened;
    std::exchange(m_done, nullptr)(opened);
}

void SessionOpener::cancel() {
    if (m_opening == nullptr)
        return;
    m_stop.request_stop();
    const std::shared_ptr<Opening> opening = std::exchange(m_opening, nullptr); // outlives the lock
    (void)opening->waitFor(kPatience);
    const std::lock_guard lock(opening->mutex);
    opening->opener = nullptr;
}

} // namespace synscope::ui
