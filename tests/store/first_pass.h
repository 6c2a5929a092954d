// SPDX-License-Identifier: Apache-2.0
//
// A whole capture tracked as the engine does, with a note of what was said of each segment at its time, and the
// same asked of replay: the two have to agree.
#pragma once

#include "core/store/replay.h"
#include "core/tcp/flow_table.h"

#include <string>
#include <vector>

namespace synscope::test {

class FirstPass {
public:
    /// Connections rest as soon as they may; those of a replay do not.
    explicit FirstPass(Duration timeWait = std::chrono::seconds(60))
        : m_table(timeWait, {}, RestPolicy::atOnce()), m_timeWait(timeWait) {}

    /// The next segment of the capture; its packet number may not be lower than the one before.
    void track(const Segment& segment);
    /// What the kernel's socket table tells before the first segment, and of such a connection later.
    ConnectionId addKnown(const KnownConnection& known);
    void heedKernel(ConnectionId id, Side side, State says, Timestamp when);
    /// A packet that is no segment has come.
    void advance(Timestamp now);

    [[nodiscard]] Snapshot snapshot();
    /// What was said of the connection's segments, one a line.
    [[nodiscard]] std::string verdictsOf(ConnectionId id) const;
    [[nodiscard]] const FlowTable& table() const { return m_table; }
    [[nodiscard]] const std::vector<Segment>& segments() const { return m_segments; }

private:
    struct Verdict {
        ConnectionId owner = kNoConnection;
        PacketNumber packet = kNoPacket;
        Side sender = Side::Initiator;
        Marks marks;
        std::array<State, 2> after{};
        std::array<StateSet, 2> possible{};
    };
    void noteStates(Verdict& verdict) const;
    void giveTo(const TrackedSegment& tracked);
    [[nodiscard]] SegmentId next() const { return SegmentId{static_cast<std::uint32_t>(m_index.size())}; }

    FlowTable m_table;
    Duration m_timeWait;
    SegmentIndex m_index;
    std::vector<Segment> m_segments; ///< by SegmentId
    std::vector<Verdict> m_verdicts; ///< by SegmentId
    Timestamp m_begin{};
    Timestamp m_end{};
};

/// What replay says of the connection's segments, in the words of FirstPass::verdictsOf.
[[nodiscard]] std::string verdictsOf(const ConnectionDetail& detail);

/// Empty where replay tells the connection's segments as the first pass did; else both.
[[nodiscard]] std::string disagreement(const FirstPass& pass, const Snapshot& snapshot, ConnectionId id,
                                       const FetchPacket& fetch);
/// All connections', one a paragraph.
[[nodiscard]] std::vector<std::string> disagreements(FirstPass& pass, const FetchPacket& fetch);

/// What all detectors find, whatever the row may rule out beforehand.
[[nodiscard]] std::vector<Finding> allFindings(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy);

/// What rows keep so that filters need not look further (the states visited, and which findings there cannot be),
/// against the transitions and all detectors: one connection that differs a paragraph.
[[nodiscard]] std::vector<std::string> summaryDisagreements(FirstPass& pass);

/// Row, counters, transitions and incidents of the newest connection's 4-tuple, as the first pass left them and as they
/// are when the 4-tuple is replayed as a whole: empty where there is no difference; else both.
[[nodiscard]] std::string rowDisagreement(const FirstPass& pass, const Snapshot& snapshot, ConnectionId newest);
/// What the first pass says of all connections now: rows, counters, transitions and incidents.
[[nodiscard]] std::string rowsOf(const FirstPass& pass);

/// All 4-tuples', one a paragraph.
[[nodiscard]] std::vector<std::string> rowDisagreements(FirstPass& pass);

} // namespace synscope::test
