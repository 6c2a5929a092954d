// SPDX-License-Identifier: Apache-2.0
#include "core/store/openings.h"

#include "core/store/capture_facts.h"

#include <algorithm>
#include <map>

namespace synscope {
namespace {

bool isOpening(State state) {
    return state == State::SynSent || state == State::SynReceived;
}

/// Sums, and the extremes, of two.
void addTo(ListenerOpenings& sum, const ListenerOpenings& more) {
    if (more.halfOpen > 0)
        sum.oldestHalfOpen =
            sum.halfOpen == 0 ? more.oldestHalfOpen : std::min(sum.oldestHalfOpen, more.oldestHalfOpen);
    sum.halfOpen += more.halfOpen;
    sum.expired += more.expired;
    sum.unanswered += more.unanswered;
    sum.mostSyns = std::max(sum.mostSyns, more.mostSyns);
    sum.notTaken += more.notTaken;
    sum.flooding += more.flooding;
}

class OpeningCounter {
public:
    OpeningCounter(const Snapshot& snapshot, const OpeningsOptions& options)
        : m_snapshot(snapshot), m_options(options) {
        m_openings.samples =
            SampleTimes::over(snapshot.begin, snapshot.end, options.samples, options.policy.leakSampleEvery);
    }

    void add(const ConnectionRow& row) {
        if (const ListenerOpenings one = judge(row); one.waiting() + one.notTaken > 0)
            addTo(m_listeners[m_snapshot.addressOf(row, Side::Responder)], one);
        addToTime(row);
    }

    void addFlood(const FloodedListener& flood) { m_listeners[flood.listener].flooding = flood.openings; }

    Openings finish() {
        for (auto& [address, listener] : m_listeners) {
            addTo(m_openings.all, listener);
            listener.listener = address;
            m_openings.listeners.push_back(listener);
        }
        std::stable_sort(m_openings.listeners.begin(), m_openings.listeners.end(), isBefore);
        const std::size_t shown = std::min(m_openings.listeners.size(), m_options.most);
        m_openings.moreListeners = m_openings.listeners.size() - shown;
        m_openings.listeners.resize(shown);
        m_openings.overTime = m_overTime.counts(m_openings.samples.count);
        return std::move(m_openings);
    }

private:
    static bool isBefore(const ListenerOpenings& a, const ListenerOpenings& b) {
        return a.waiting() + a.notTaken > b.waiting() + b.notTaken;
    }

    [[nodiscard]] ListenerOpenings judge(const ConnectionRow& row) const {
        ListenerOpenings one;
        if (row.stateOf(Side::Responder) == State::SynReceived) {
            const std::optional<Transition> began = m_snapshot.newestTransition(row, Side::Responder);
            one.halfOpen = 1;
            one.oldestHalfOpen = began ? began->time() : row.first;
            one.expired = m_snapshot.end - one.oldestHalfOpen > m_options.listenerGivesUp ? 1 : 0;
        }
        if (row.stateOf(Side::Initiator) == State::SynSent && row.segments[1] == 0) {
            one.unanswered = 1;
            one.mostSyns = row.syn;
        }
        one.notTaken = wasNotTaken(row) ? 1 : 0;
        return one;
    }

    [[nodiscard]] bool wasNotTaken(const ConnectionRow& row) const {
        for (IncidentId i = row.lastIncident; i != kNoIncident; i = m_snapshot.incidents[indexOf(i)].previous) {
            const Incident& incident = m_snapshot.incidents[indexOf(i)];
            if (incident.kind == IncidentKind::HandshakeAckIgnored && !incident.withdrawn.get())
                return true;
        }
        return false;
    }

    /// From the first SYN until both sides had opened, or given up.
    void addToTime(const ConnectionRow& row) {
        const std::uint32_t from = m_openings.samples.firstFrom(row.first);
        if (row.syn == 0 || static_cast<Origin>(row.origin) != Origin::Handshake || from == m_openings.samples.count)
            return;
        const bool isUnderWay = isOpening(row.stateOf(Side::Initiator)) || isOpening(row.stateOf(Side::Responder));
        if (!isUnderWay && m_openings.samples.firstFrom(row.last) == from)
            return; // all of it between two moments
        m_overTime.add(from, m_openings.samples.firstFrom(std::max(ended(row, Side::Initiator), //
                                                                   ended(row, Side::Responder))));
    }

    /// When the side's opening was over; after the capture where it still goes on.
    [[nodiscard]] Timestamp ended(const ConnectionRow& row, Side side) const {
        if (isOpening(row.stateOf(side)))
            return row.first + (side == Side::Initiator ? m_options.openerGivesUp : m_options.listenerGivesUp);
        for (TransitionId t = row.lastTransition; t != kNoTransition;) {
            const Transition transition = m_snapshot.transitions[indexOf(t)];
            if (transition.side() == side && isOpening(transition.from()) && !transition.isDisproved())
                return transition.time();
            t = transition.previous();
        }
        return row.first;
    }

    const Snapshot& m_snapshot;
    const OpeningsOptions& m_options;
    Openings m_openings;
    std::map<SocketAddress, ListenerOpenings> m_listeners;
    CountOverTime m_overTime;
};

} // namespace

Openings openingsOf(const Snapshot& snapshot, const OpeningsOptions& options) {
    OpeningCounter counter(snapshot, options);
    if (!passOver(snapshot, options.isCancelled,
                  [&counter, &snapshot](ConnectionId id) { counter.add(snapshot.row(id)); })) {
        Openings cancelled;
        cancelled.isWhole = false;
        return cancelled;
    }
    for (const FloodedListener& flood : captureFactsOf(snapshot, options.policy).floods)
        counter.addFlood(flood);
    return counter.finish();
}

} // namespace synscope
