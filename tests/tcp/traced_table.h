// SPDX-License-Identifier: Apache-2.0
//
// A flow table fed by a trace, and what is needed to ask about it afterwards: which connection each segment was given
// to, its marks, and the snapshot that readers would see now.
#pragma once

#include "core/store/snapshot.h"
#include "core/tcp/flow_table.h"

#include <span>
#include <vector>

namespace synscope::test {

/// What is known of one segment by now: a SYN that waits for its answer may change hands later.
struct SegmentFate {
    ConnectionId owner = kNoConnection;
    Marks marks;
};

class TracedTable {
public:
    TracedTable() = default;
    explicit TracedTable(Duration timeWait) : m_table(timeWait), m_timeWait(timeWait) {}

    /// Tracks the segment as the trace's next one; its packet number is its position from 1 on.
    SegmentFate track(Segment segment);
    /// The capture goes on until `now` without a segment.
    void advance(Timestamp now);

    void addKnown(const KnownConnection& known);
    /// Of the newest connection.
    void heedKernel(bool ofClient, State says, Timestamp when);

    [[nodiscard]] FlowTable& table() { return m_table; }
    [[nodiscard]] std::span<const SegmentFate> fates() const { return m_fates; }
    [[nodiscard]] Snapshot snapshot();

private:
    static constexpr Duration kTimeWait = std::chrono::seconds(60);

    [[nodiscard]] SegmentId next() const { return SegmentId{static_cast<std::uint32_t>(m_fates.size())}; }

    FlowTable m_table{kTimeWait};
    Duration m_timeWait = kTimeWait;
    SegmentIndex m_index;
    std::vector<SegmentFate> m_fates;
    Timestamp m_begin{};
    Timestamp m_end{};
};

} // namespace synscope::test
