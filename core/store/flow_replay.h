// SPDX-License-Identifier: Apache-2.0
//
// One 4-tuple of a capture tracked once more, with the answers of the first pass. What came from elsewhere then (the
// clock that ended TIME_WAIT, SYNs given up for want of room, the kernel's socket table) is told by the snapshot: each
// happens again before the same segment. So replay needs no clock of its own, and clocks that disagree do not change
// what it says.
#pragma once

#include "core/store/snapshot.h"
#include "core/tcp/flow_table.h"

#include <map>
#include <optional>
#include <vector>

namespace synscope {

class FlowReplay {
public:
    /// Cost: the transitions of the 4-tuple's connections up to this one. The snapshot must outlive this. `first` is
    /// the first segment that will be tracked: where those before it are not kept any more, the connection it belongs
    /// to is met mid-stream, and what happened before is left out.
    FlowReplay(const Snapshot& snapshot, ConnectionId wanted, SegmentId first);

    /// The 4-tuple's segments, from its first on. The answer's connection is one of table().
    TrackedSegment track(const Segment& segment, SegmentId id);
    /// Does what happened before the segment was tracked: track() does so by itself.
    void catchUp(SegmentId next);

    /// Numbers connections by their place among the 4-tuple's.
    [[nodiscard]] const FlowTable& table() const { return m_table; }
    /// The wanted connection in table(), once its first segment is tracked.
    [[nodiscard]] ConnectionId wanted() const { return m_wanted; }
    /// The first segment of the 4-tuple's connection after the wanted one, if a SYN that still waits on it may be
    /// that. Cost: the rows up to that connection's.
    [[nodiscard]] std::optional<SegmentId> adoptedLater() const;

private:
    struct Event {
        ConnectionId connection = kNoConnection; ///< of table()
        TransitionId moved = kNoTransition; ///< of the snapshot, without a packet; none: the waiting SYNs are forgotten
    };

    void expectEventsFrom(std::size_t place);
    void expectMovesOf(ConnectionId id, const ConnectionRow& row);
    void moveAgain(ConnectionId id, const Transition& moved, SegmentId before);
    void expectForgottenSyns(std::size_t place);

    const Snapshot& m_snapshot;
    std::vector<ConnectionId> m_incarnations; ///< of the snapshot, oldest first; kNoConnection: unknown to it
    bool m_beginsKnown; ///< the first of them was there before the capture, and nothing of it is left out
    ConnectionId m_wanted;
    FlowTable m_table{FlowTable::kLongestTimeWait}; // no timer of its own runs out
    std::multimap<SegmentId, Event> m_events;       ///< to come, by the segment that each happened before
};

} // namespace synscope
