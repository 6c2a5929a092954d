// SPDX-License-Identifier: Apache-2.0
//
// Moves endpoints through the table, writes each move to the transition log, settles it when a later packet
// proves or disproves it, keeps the log of incidents and the TIME_WAIT clock, run by packet time.
#pragma once

#include "core/base/chunked_log.h"
#include "core/tcp/connection_row.h"
#include "core/tcp/incident.h"
#include "core/tcp/transition_log.h"
#include "core/tcp/transitions.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <tuple>
#include <vector>

namespace synscope {

/// When and by which segment something happened.
struct Cause {
    std::int64_t timeNs = 0;
    SegmentId segment = kNoSegment;
};

class TransitionWriter {
public:
    struct Timer {
        std::int64_t startNs = 0; ///< when 2MSL began
        ConnectionId connection = kNoConnection;
        Side side = Side::Initiator;
        friend bool operator>(const Timer& a, const Timer& b) {
            return std::tie(a.startNs, a.connection, a.side) > std::tie(b.startNs, b.connection, b.side);
        }
    };
    /// Earliest on top. No plain queue would do: a proven transition is dated back, and clocks go backwards.
    using Timers = std::priority_queue<Timer, std::vector<Timer>, std::greater<>>;

    explicit TransitionWriter(Lane lane = {}) : m_log(lane), m_incidents(lane) {}

    /// Moves the endpoint if the table has a rule, and answers whether it did. A cause earlier than the endpoint's
    /// previous transition takes that one's time: an endpoint's own transitions never go back in time.
    /// `proof` is the later packet that proves it, where that is known already.
    bool apply(ConnectionId id, ConnectionRow& row, Side side, TcpEvent event, Cause cause, Basis basis,
               SegmentId proof = kNoSegment);

    /// Sets a state met mid-stream: the transition comes from nowhere.
    void pickUp(ConnectionRow& row, Side side, State state, Cause cause, Basis basis);

    /// Sets a state that the kernel's socket table tells; `cause` has the segment that is tracked next. A time earlier
    /// than the endpoint's previous transition becomes that one's.
    void set(ConnectionId id, ConnectionRow& row, Side side, State from, State to, Cause cause);

    /// The endpoint's newest transition that was not disproved; kNoTransition where it has none.
    [[nodiscard]] TransitionId newest(const ConnectionRow& row, Side side) const;
    /// The one of the same endpoint before it that was not disproved; kNoTransition where there is none.
    [[nodiscard]] TransitionId newestBefore(TransitionId id) const;
    [[nodiscard]] Transition operator[](TransitionId id) const { return m_log[indexOf(id)]; }

    /// Fetches the transition, which may be none, into the processor's cache.
    void prefetch(TransitionId id) const {
        if (id != kNoTransition)
            __builtin_prefetch(m_log.atHand(indexOf(id)));
    }
    /// The same of the one before it.
    void prefetchPrevious(TransitionId id) const {
        const Transition* const transition = id == kNoTransition ? nullptr : m_log.atHand(indexOf(id));
        if (transition != nullptr)
            prefetch(transition->previous());
    }

    void prove(TransitionId id, SegmentId by) { settle(id, Verdict::Proven, by); }
    /// Takes back the endpoint's newest transition: it never happened.
    void disproveNewest(ConnectionRow& row, Side side, SegmentId by);

    /// Keeps the incident if it is the connection's first of its kind and side.
    void record(ConnectionRow& row, IncidentKind kind, Side side, SegmentId segment, SegmentId related = kNoSegment);

    /// The incident of this kind and side was none.
    void withdraw(const ConnectionRow& row, IncidentKind kind, Side side);

    /// Lengths of the two logs.
    struct Lengths {
        std::size_t transitions = 0;
        std::size_t incidents = 0;
    };
    [[nodiscard]] Lengths lengths() const { return {m_log.size(), m_incidents.size()}; }
    /// Some of the row's transitions lie before these lengths. Cost: its chain.
    [[nodiscard]] bool hasTransitionsBefore(const ConnectionRow& row, Lengths before) const;
    /// Writes what the row has once more, at the logs' ends, so that letGoBefore() may follow; of incidents, where some
    /// lie before these lengths. `held` are transitions that others hold; they move, too.
    void carryOverTransitions(ConnectionRow& row, std::array<TransitionId*, 2> held);
    void carryOverIncidents(ConnectionRow& row, Lengths before);
    /// No row may have anything before these lengths.
    void letGoBefore(Lengths lengths);

    /// Timers waiting. Whoever runs them checks that the endpoint still is in TIME_WAIT.
    Timers& timers() { return m_timers; }
    [[nodiscard]] const TransitionLog& log() const { return m_log; }
    [[nodiscard]] const ChunkedLog<Incident, 1024>& incidents() const { return m_incidents; }

private:
    void settle(TransitionId id, Verdict verdict, SegmentId proof) {
        m_log.change(indexOf(id), [&](Transition& transition) { transition.settle(verdict, proof); });
    }
    [[nodiscard]] Cause noEarlier(const ConnectionRow& row, Side side, Cause cause) const;
    [[nodiscard]] TransitionId standingFrom(TransitionId id, Side side) const;
    [[nodiscard]] StateSet visitedBy(const ConnectionRow& row, Side side) const;
    void write(ConnectionRow& row, Side side, State from, State to, Cause cause, Basis basis,
               SegmentId proof = kNoSegment);

    TransitionLog m_log;
    ChunkedLog<Incident, 1024> m_incidents;
    Timers m_timers;
};

} // namespace synscope
