// SPDX-License-Identifier: Apache-2.0
//
// Owns the open session and brings its snapshots to the GUI thread: at most one notice is under way at a
// time, and it fetches whatever is newest when it arrives, so a slow window never slows the engine.
#pragma once

#include "core/store/session.h"

#include <QObject>

#include <atomic>
#include <memory>

namespace synscope::ui {

class SnapshotFeed : public QObject {
    Q_OBJECT

public:
    explicit SnapshotFeed(std::unique_ptr<Session> session, QObject* parent = nullptr);
    /// Stops the load.
    ~SnapshotFeed() override;

    [[nodiscard]] const Session& session() const { return *m_session; }
    /// Stops reading; what was read stays.
    void cancel();

Q_SIGNALS:
    void arrived(const synscope::SnapshotPtr& snapshot);

private:
    void announce();
    void deliver();

    std::unique_ptr<Session> m_session;
    std::atomic<bool> m_isPending{false};
};

} // namespace synscope::ui
