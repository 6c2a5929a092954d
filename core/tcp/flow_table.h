// SPDX-License-Identifier: Apache-2.0
//
// Every connection there is: finds the 4-tuple, decides which of its incarnations a segment belongs to, lets
// that connection's machine judge it, and keeps rows, counters and the TIME_WAIT clock. Deterministic: the same
// segments give the same answer. One 4-tuple alone gets it too, when it is told what the others brought about.
#pragma once

#include "core/base/paged_rows.h"
#include "core/tcp/connection_machine.h"
#include "core/tcp/connection_store.h"
#include "core/tcp/flow_key_table.h"
#include "core/tcp/waiting_syns.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace synscope {

/// What became of a segment.
struct TrackedSegment {
    FlowId flow = kNoFlow;
    ConnectionId connection = kNoConnection;
    Side sender = Side::Initiator;
    Marks marks;
    SegmentId previous = kNoSegment; ///< the 4-tuple's segment before this one
    /// A SYN that had been kept as a candidate has just become the first segment of `connection`.
    std::optional<SegmentId> adopted;
    Marks adoptedMarks;
};

/// The states of both endpoints at one moment, by Side.
struct BothStates {
    std::array<State, 2> likeliest{State::Closed, State::Closed};
    std::array<StateSet, 2> possible{};
};

class FlowTable {
public:
    /// The longest 2MSL; packet times are at most 2^62 ns, so that a timer's end always fits.
    static constexpr Duration kLongestTimeWait{std::int64_t{1} << 62};
    static constexpr std::size_t kForgottenChunk = 1024;

    /// `lane`: of several tables that share a capture's 4-tuples, and whose logs one snapshot has.
    explicit FlowTable(Duration timeWait, Lane lane = {}, const RestPolicy& rest = {})
        : m_timeWaitNs(std::clamp(timeWait, Duration::zero(), kLongestTimeWait).count()),
          m_connections(rest),
          m_writer(lane) {}

    /// Finds the segment's 4-tuple, for track(): of each segment in capture order, but as far ahead of track() as one
    /// likes. `hash` is FlowKeyTable::hashOf(segment).
    FlowKeyTable::Found find(const Segment& segment, std::uint32_t hash) {
        const FlowKeyTable::Found found = m_keys.find(segment, hash);
        if (indexOf(found.flow) == m_flows.size())
            m_flows.emplace_back();
        return found;
    }

    /// Segments in capture order; `id` is the number of the segment in the capture's index.
    TrackedSegment track(const Segment& segment, SegmentId id) {
        return track(segment, id, find(segment, FlowKeyTable::hashOf(segment)));
    }
    TrackedSegment track(const Segment& segment, SegmentId id, const FlowKeyTable::Found& found);

    /// A connection that was there before its first packet; `next` as below. Only where no packet of the 4-tuple has
    /// come yet, for then packets know better: else kNoConnection, and nothing changes.
    ConnectionId addKnown(const KnownConnection& known, SegmentId next);
    /// What a later reading of the socket table says of an end that addKnown() was told of: it is in another state than
    /// was thought; CLOSED: it is gone.
    void heedKernel(ConnectionId id, Side side, State says, Timestamp when, SegmentId next);

    /// The end at `local` of the connection that lived on this 4-tuple at a moment of which all packets were tracked.
    /// Empty where none did: one that is over does not live longer than its packets.
    struct End {
        ConnectionId connection = kNoConnection;
        Side side = Side::Initiator;
    };
    [[nodiscard]] std::optional<End> endAt(const SocketAddress& local, const SocketAddress& peer, Timestamp when) const;

    /// ConnectionRow::kernelDiffers.
    void markKernelDiffers(ConnectionId id) { m_rows.at(indexOf(id)).kernelDiffers = 1; }

    /// Fetches into the processor's cache what track() will need, for segments soon to come: with a million 4-tuples
    /// waiting for memory takes most of the time. Changes nothing. Cost: no wait.
    void expectLater(std::uint32_t hash) const { m_keys.prefetch(hash); }             ///< some segments before find()
    void expectSoon(std::uint32_t hash) const;                                        ///< after expectLater
    void expectNext(FlowId flow) const;                                               ///< after find()
    void expectNow(const Segment& segment, const FlowKeyTable::Found& found) const;   ///< after expectNext
    void expectProof(const Segment& segment, const FlowKeyTable::Found& found) const; ///< after expectNow

    /// Runs timers up to now; packet time, so it may be called with every packet's time, TCP or not. `next` is the
    /// number that the next segment has or will have.
    void advanceClock(Timestamp now, SegmentId next);

    /// What other 4-tuples brought about, for who tracks one of them alone: Transition::tookPlaceBefore() and
    /// forgottenSyns() tell. Nothing happens where the endpoint is not in TIME_WAIT, or no SYN waits.
    void endTimeWait(ConnectionId id, Side side, Timestamp at, SegmentId next);
    void forgetSyns(ConnectionId id) { m_candidates.forget(id); }

    /// The connections before `before` go, but for `kept`, ascending; of those that stay, what lies in old parts of the
    /// logs is written again. `before` is rounded down to kLetGoStep. A later segment of a 4-tuple without connections
    /// is met mid-stream. Cost: those that go and those that are kept.
    void letGo(ConnectionId before, const std::vector<ConnectionId>& kept);
    static constexpr std::uint32_t kLetGoStep = 1024;
    /// What replay will not ask for any more, since segments before this one are gone.
    void letGoForgottenSyns(SegmentId before);

    /// No segment comes any more: lets go of what only tracking needs. Afterwards what was found can be asked for,
    /// rows, counters, logs and keys, and nothing else.
    void endTracking();

    /// The low (or high) endpoint has sent a SYN on the connection's 4-tuple that nobody has answered yet: it may be
    /// opening a new connection.
    [[nodiscard]] bool awaitsAnswer(ConnectionId id, bool fromLow) const;

    [[nodiscard]] ConnectionRows& rows() { return m_rows; }
    [[nodiscard]] const ConnectionRows& rows() const { return m_rows; }
    [[nodiscard]] PagedRows<AnomalyCounters, 64>& anomalies() { return m_anomalies; }
    [[nodiscard]] const PagedRows<AnomalyCounters, 64>& anomalies() const { return m_anomalies; }
    [[nodiscard]] const TransitionLog& transitions() const { return m_writer.log(); }
    [[nodiscard]] const ChunkedLog<Incident, 1024>& incidents() const { return m_writer.incidents(); }
    [[nodiscard]] const ChunkedLog<ForgottenSyns, kForgottenChunk>& forgottenSyns() const { return m_forgottenSyns; }
    /// After track() has adopted a SYN: the states right after that SYN.
    [[nodiscard]] const BothStates& statesAfterAdopted() const { return m_afterAdopted; }
    [[nodiscard]] FlowKeyTable& keys() { return m_keys; }
    [[nodiscard]] const FlowKeyTable& keys() const { return m_keys; }
    /// Of all that is kept. Cost: none worth naming.
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] const ConnectionRow& row(ConnectionId id) const { return m_rows[indexOf(id)]; }
    /// Valid until the next segment is tracked.
    [[nodiscard]] const Connection& connection(ConnectionId id) const { return m_connections.at(indexOf(id), m_rows); }

private:
    /// The marks that AnomalyCounters counts.
    static constexpr std::uint32_t kCountedMarks =
        static_cast<std::uint32_t>(Mark::Retransmission) | static_cast<std::uint32_t>(Mark::OutOfOrder) |
        static_cast<std::uint32_t>(Mark::DuplicateAck) | static_cast<std::uint32_t>(Mark::ZeroWindow) |
        static_cast<std::uint32_t>(Mark::KeepAlive) | static_cast<std::uint32_t>(Mark::PreviousLost) |
        static_cast<std::uint32_t>(Mark::Stale);

    struct Flow {
        ConnectionId newest = kNoConnection;
        SegmentId newestSegment = kNoSegment;
        std::uint32_t connections = 0; ///< that are kept
    };
    struct Chosen {
        ConnectionId connection = kNoConnection;
        Marks marks;
        const WaitingSyn* adopt = nullptr; ///< the candidate that becomes a new connection first
        bool undecided = false;            ///< it may be an earlier connection's as well
        bool answersLateSyn = false;       ///< a SYN+ACK for a late copy of the connection's own SYN
    };

    // incarnations.cpp: which connection of its 4-tuple a segment belongs to
    Chosen choose(const Segment& segment, SegmentId id, const FlowKeyTable::Found& found);
    Chosen chooseForSyn(const Segment& segment, ConnectionId newest, Side sender);
    [[nodiscard]] bool startsAgain(ConnectionId newest, Side sender) const;
    [[nodiscard]] ReuseReason reasonFor(const Segment& segment, ConnectionId old, Side sender) const;
    [[nodiscard]] bool beginsUnseen(const Segment& segment, ConnectionId newest, Side sender) const;
    [[nodiscard]] bool answersLateSyn(const Segment& segment, ConnectionId newest, Side sender) const;
    [[nodiscard]] std::optional<ConnectionId> earlierOwner(const Segment& segment, ConnectionId newest, bool low) const;
    [[nodiscard]] bool fits(const Segment& segment, ConnectionId id, bool low) const;
    [[nodiscard]] bool isOlder(const Segment& segment, ConnectionId id, bool low) const;
    [[nodiscard]] bool isUsual(const Segment& segment, ConnectionId id, bool low) const;
    void chooseEarlier(const Segment& segment, ConnectionId newest, bool low, Chosen& chosen) const;
    [[nodiscard]] bool wasOf(const Segment& segment, ConnectionId id, bool low) const;
    [[nodiscard]] bool mayBeCandidate(const Segment& segment, ConnectionId id, Side sender) const;
    const WaitingSyn* answeredCandidate(const Segment& segment, ConnectionId newest, Side sender);
    void judgeCandidates(const Segment& segment, SegmentId id, ConnectionId newest, Side sender, Marks& marks);
    void keepCandidate(const Segment& segment, SegmentId id, ConnectionId connection, Side sender);
    void makeRoomForCandidates(ConnectionId connection, unsigned share, SegmentId by);
    void openLate(TrackedSegment& result, const Segment& segment, SegmentId id, const FlowKeyTable::Found& found);
    void adopt(TrackedSegment& result, const WaitingSyn& candidate, const FlowKeyTable::Found& found);
    Marks openLateCopy(ConnectionId id, const WaitingSyn& candidate);
    void settleAttempts(ConnectionId owner, ConnectionId newest, SegmentId id, const Segment& segment);

    // old_connections.cpp
    void release(ConnectionId id);
    [[nodiscard]] AnomalyId freshAnomaly();
    void carryOver(ConnectionId id, TransitionWriter::Lengths before);
    [[nodiscard]] ConnectionId earlierThan(ConnectionId id) const;

    [[nodiscard]] TransitionId concernedBy(const Segment& segment, const FlowKeyTable::Found& found) const;
    bool trackUsual(TrackedSegment& result, const Segment& segment, SegmentId id, const FlowKeyTable::Found& found);
    ConnectionId open(const Segment& segment, const FlowKeyTable::Found& found, ReuseReason reason);
    void replace(ConnectionId old, const Segment& segment, SegmentId id);
    [[nodiscard]] Connection& numbersOf(ConnectionId id) { return m_connections.at(indexOf(id), m_rows); }
    [[nodiscard]] ConnectionMachine machine(ConnectionId id);
    Marks deliver(ConnectionId id, const Segment& segment, SegmentId segmentId, Side sender);
    void count(ConnectionRow& row, const Segment& segment, SegmentId id, Side sender, Marks marks);
    static void noteQuality(ConnectionRow& row, const Segment& segment, Side sender);
    void countAnomalies(ConnectionRow& row, Side sender, Marks marks, int by);
    [[nodiscard]] static Side sideOf(const ConnectionRow& row, bool sourceIsLow) {
        return (row.initiatorIsLow != 0) == sourceIsLow ? Side::Initiator : Side::Responder;
    }
    [[nodiscard]] Side sideOf(ConnectionId id, bool sourceIsLow) const {
        return sideOf(m_rows[indexOf(id)], sourceIsLow);
    }

    std::int64_t m_timeWaitNs;
    FlowKeyTable m_keys;
    std::vector<Flow> m_flows;
    ConnectionRows m_rows;
    PagedRows<AnomalyCounters, 64> m_anomalies;
    mutable ConnectionStore m_connections;               ///< packs and unpacks, which nobody can tell
    std::vector<AnomalyId> m_freeAnomalies;              ///< of connections that were let go
    std::deque<TransitionWriter::Lengths> m_stepLengths; ///< when each step's first connection began, from the kept on
    TransitionWriter m_writer;
    ByteLedger m_ledger;
    WaitingSyns m_candidates;
    ChunkedLog<ForgottenSyns, kForgottenChunk> m_forgottenSyns; ///< for want of room, in capture order
    BothStates m_afterAdopted;
};

} // namespace synscope
