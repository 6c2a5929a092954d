// SPDX-License-Identifier: Apache-2.0
//
// What tests of the engine share: waiting for a session, and a snapshot as comparable text.
#pragma once

#include "core/store/session.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

namespace synscope::test {

/// Blocks until a snapshot is as wanted and returns the latest one, as wanted or not after a minute.
inline SnapshotPtr waitFor(Session& session, const std::function<bool(const Snapshot&)>& isWanted) {
    std::mutex mutex;
    std::condition_variable changed;
    session.mailbox->setListener([&] {
        const std::lock_guard lock(mutex);
        changed.notify_all();
    });
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::minutes(1), [&] { return isWanted(*session.mailbox->latest()); });
    lock.unlock();
    session.mailbox->setListener({});
    return session.mailbox->latest();
}

/// Blocks until the session's load has finished.
inline SnapshotPtr finished(Session& session) {
    return waitFor(session, [](const Snapshot& snapshot) { return snapshot.load.finished; });
}

/// What a reader sees of every connection.
inline std::string describe(const Snapshot& snapshot) {
    std::string text;
    for (const ConnectionId id : snapshot.connections()) {
        const ConnectionRow& row = snapshot.row(id);
        text += toText(snapshot.addressOf(row, Side::Initiator)) + " " + std::to_string(row.packets());
        for (const Transition& t : snapshot.transitionsOf(id))
            text += " " + std::to_string(t.timeNs()) + std::string(toText(t.to()));
        text += "\n";
    }
    return text;
}

} // namespace synscope::test
