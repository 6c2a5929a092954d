// SPDX-License-Identifier: Apache-2.0
#include "tests/store/first_pass.h"

#include "core/diagnose/detectors.h"
#include "core/store/flow_replay.h"

#include <algorithm>
#include <sstream>

namespace synscope::test {
namespace {

std::string marksOf(Marks marks) {
    std::string text;
    for (int bit = 0; bit < kMarkCount; ++bit) {
        const auto mark = static_cast<Mark>(1U << bit);
        if (marks.has(mark))
            text += " " + std::string(toText(mark));
    }
    return text;
}

std::string toLine(PacketNumber packet, Side sender, Marks marks, const std::array<State, 2>& after,
                   const std::array<StateSet, 2>& possible) {
    return "#" + std::to_string(indexOf(packet)) + (sender == Side::Initiator ? " initiator" : " responder") +
           marksOf(marks) + ": " + toText(after[0], possible[0]) + " | " + toText(after[1], possible[1]) + "\n";
}

std::string bothUnlessEqual(ConnectionId id, const std::string& first, const std::string& again) {
    if (first == again)
        return {};
    return "connection " + std::to_string(indexOf(id)) + "\nfirst pass:\n" + first + "replay:\n" + again;
}

void write(std::ostream& out, const Transition& t) {
    out << "  " << t.timeNs() << " #" << indexOf(t.segment()) << " before #" << indexOf(t.tookPlaceBefore()) << " side "
        << static_cast<int>(t.side()) << " " << toText(t.from()) << " -> " << toText(t.to()) << " ("
        << toText(t.basis()) << ") verdict " << static_cast<int>(t.verdict()) << " #" << indexOf(t.proof()) << "\n";
}

void write(std::ostream& out, const Incident& i) {
    out << "  " << toText(i.kind) << " side " << static_cast<int>(i.side) << " #" << indexOf(i.segment) << " #"
        << indexOf(i.related) << (i.withdrawn.get() ? " withdrawn" : "") << "\n";
}

void write(std::ostream& out, const ConnectionRow& row, std::size_t side) {
    const HandshakeOffer& offer = row.offer[side];
    out << "  side " << side << ": " << toText(row.state[side]) << " or " << row.alternatives[side].bits()
        << ", visited " << row.visited[side].bits() << ", " << row.segments[side] << " segments, " << row.bytes[side]
        << " bytes, data after " << row.lastDataMs[side] << ", offer " << offer.isn << " " << offer.mss << " "
        << int{offer.windowScale} << " " << int{offer.bits} << "\n";
}

void write(std::ostream& out, const AnomalyCounters::PerSide& c) {
    out << "  " << c.retransmissions << " " << c.outOfOrder << " " << c.duplicateAcks << " " << c.zeroWindows << " "
        << c.keepAlives << " " << c.lostSegments << " " << c.staleSegments << "\n";
}

/// All that is kept of the connection, newest transitions and incidents first, but for what is only a number in its
/// table.
std::string rowOf(const FlowTable& table, ConnectionId id) {
    const ConnectionRow& row = table.row(id);
    std::ostringstream out;
    out << nsSinceEpoch(row.first) << " to " << nsSinceEpoch(row.last) << ", #" << indexOf(row.firstSegment) << " to #"
        << indexOf(row.lastSegment) << ", syn " << row.syn << " fin " << row.fin << " rst " << row.rst << ", quality "
        << int{row.quality} << " incarnation " << row.incarnation << " origin " << row.origin << " reset "
        << row.resetSeen << " refused " << row.refused << " closer " << row.closedFirst << " guessed "
        << row.rolesGuessed << " reuse " << row.reuse << " windows " << row.windowsClosed << " kernel "
        << row.kernelKnows << " after " << row.dataAfterPeerClosed << "\n";
    for (const std::size_t side : {0U, 1U}) {
        write(out, row, side);
        if (row.anomalies != kNoAnomaly)
            write(out, table.anomalies()[indexOf(row.anomalies)].side[side]);
    }
    for (TransitionId t = row.lastTransition; t != kNoTransition; t = table.transitions()[indexOf(t)].previous())
        write(out, table.transitions()[indexOf(t)]);
    for (IncidentId i = row.lastIncident; i != kNoIncident; i = table.incidents()[indexOf(i)].previous)
        write(out, table.incidents()[indexOf(i)]);
    return out.str();
}

/// Bits of the states by side, as the transitions that stand tell them.
std::array<StateSet, 2> visitedIn(const std::vector<Transition>& transitions) {
    std::array<StateSet, 2> visited;
    for (const Transition& t : transitions) {
        visited[static_cast<std::size_t>(t.side())].add(t.from());
        visited[static_cast<std::size_t>(t.side())].add(t.to());
    }
    return visited;
}

std::string toText(const std::vector<Finding>& findings) {
    std::ostringstream out;
    for (const Finding& one : findings)
        out << one.kind << " " << toText(one.severity) << " side " << static_cast<int>(one.endpoint) << " since "
            << (one.since ? nsSinceEpoch(*one.since) : 0) << "\n";
    return out.str();
}

} // namespace

void FirstPass::noteStates(Verdict& verdict) const {
    const ConnectionRow& row = m_table.row(verdict.owner);
    verdict.after = row.state;
    verdict.possible = {row.possibleOf(Side::Initiator), row.possibleOf(Side::Responder)};
}

void FirstPass::track(const Segment& segment) {
    const SegmentId id = next();
    const TrackedSegment tracked = m_table.track(segment, id);
    m_index.append(segment, tracked.previous);
    m_segments.push_back(segment);
    m_segments.back().payload = {};
    if (tracked.adopted)
        giveTo(tracked);
    m_verdicts.push_back({tracked.connection, segment.packet, tracked.sender, tracked.marks, {}, {}});
    noteStates(m_verdicts.back());
    if (m_index.size() == 1)
        m_begin = segment.time;
    m_end = std::max(m_end, segment.time);
}

/// A SYN has become another connection's first segment: its states are those right after it.
void FirstPass::giveTo(const TrackedSegment& tracked) {
    Verdict& syn = m_verdicts[indexOf(*tracked.adopted)];
    syn.owner = tracked.connection;
    syn.sender = Side::Initiator;
    syn.marks = tracked.adoptedMarks;
    syn.after = {State::SynSent, State::Listen};
    syn.possible = {StateSet{State::SynSent}, StateSet{State::Listen, State::SynReceived, State::Closed}};
    const ConnectionRow& row = m_table.row(tracked.connection);
    const bool isLateCopy = row.lastIncident != kNoIncident &&
                            m_table.incidents()[indexOf(row.lastIncident)].kind == IncidentKind::OldDuplicateSyn;
    if (isLateCopy) { // nobody is opening anything, as far as one can tell
        syn.after[0] = State::Closed;
        syn.possible[0] = {State::Closed, State::SynSent, State::Established};
    }
}

ConnectionId FirstPass::addKnown(const KnownConnection& known) {
    return m_table.addKnown(known, next());
}

void FirstPass::heedKernel(ConnectionId id, Side side, State says, Timestamp when) {
    m_table.heedKernel(id, side, says, when, next());
}

void FirstPass::advance(Timestamp now) {
    m_table.advanceClock(now, next());
    m_end = std::max(m_end, now);
}

Snapshot FirstPass::snapshot() {
    Snapshot snapshot;
    snapshot.rows = m_table.rows().publish();
    snapshot.anomalies = m_table.anomalies().publish();
    snapshot.transitions = m_table.transitions().view();
    snapshot.incidents = m_table.incidents().view();
    snapshot.forgottenSyns = m_table.forgottenSyns().view();
    snapshot.flows = m_table.keys().keys().publish();
    snapshot.v6Addresses = m_table.keys().v6Addresses().publish();
    snapshot.segments = m_index.view();
    snapshot.begin = m_begin;
    snapshot.end = m_end;
    snapshot.timeWait = m_timeWait;
    return snapshot;
}

std::string FirstPass::verdictsOf(ConnectionId id) const {
    std::string text;
    for (const Verdict& v : m_verdicts) {
        if (v.owner == id)
            text += toLine(v.packet, v.sender, v.marks, v.after, v.possible);
    }
    return text;
}

std::string verdictsOf(const ConnectionDetail& detail) {
    std::string text;
    for (const DetailSegment& s : detail.segments)
        text += toLine(s.packet, s.sender, s.marks, s.stateAfter, s.possibleAfter);
    return text;
}

std::string disagreement(const FirstPass& pass, const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch) {
    const Result<ConnectionDetail> detail = replay(snapshot, id, fetch, {});
    const std::string first = pass.verdictsOf(id);
    const std::string again = detail ? verdictsOf(detail.value()) : detail.error().message;
    return bothUnlessEqual(id, first, again);
}

std::vector<std::string> disagreements(FirstPass& pass, const FetchPacket& fetch) {
    const Snapshot snapshot = pass.snapshot();
    std::vector<std::string> found;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        if (std::string one = disagreement(pass, snapshot, ConnectionId{i}, fetch); !one.empty())
            found.push_back(std::move(one));
    }
    return found;
}

std::string rowDisagreement(const FirstPass& pass, const Snapshot& snapshot, ConnectionId newest) {
    std::vector<ConnectionId> incarnations;
    SegmentId last = snapshot.row(newest).lastSegment;
    for (ConnectionId id = newest; id != kNoConnection; id = snapshot.row(id).previous) {
        incarnations.insert(incarnations.begin(), id);
        if (snapshot.row(id).lastSegment != kNoSegment)
            last = last == kNoSegment ? snapshot.row(id).lastSegment : std::max(last, snapshot.row(id).lastSegment);
    }
    std::vector<SegmentId> chain;
    for (SegmentId id = last; id != kNoSegment; id = snapshot.segments.previousOf(id))
        chain.push_back(id);
    FlowReplay replay(snapshot, newest, chain.empty() ? kNoSegment : chain.back());
    std::for_each(chain.rbegin(), chain.rend(), [&](SegmentId id) { replay.track(pass.segments()[indexOf(id)], id); });
    replay.catchUp(SegmentId{static_cast<std::uint32_t>(pass.segments().size())});
    std::string first;
    std::string again;
    for (std::uint32_t i = 0; i < incarnations.size(); ++i) {
        first += rowOf(pass.table(), incarnations[i]);
        again += rowOf(replay.table(), ConnectionId{i});
    }
    return bothUnlessEqual(newest, first, again);
}

std::string rowsOf(const FirstPass& pass) {
    std::string text;
    for (std::uint32_t i = 0; i < pass.table().rows().size(); ++i)
        text += rowOf(pass.table(), ConnectionId{i});
    return text;
}

std::vector<std::string> rowDisagreements(FirstPass& pass) {
    const Snapshot snapshot = pass.snapshot();
    std::vector<bool> isNewest(snapshot.size(), true);
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        if (const ConnectionId previous = snapshot.row(ConnectionId{i}).previous; previous != kNoConnection)
            isNewest[indexOf(previous)] = false;
    }
    std::vector<std::string> found;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        if (std::string one = isNewest[i] ? rowDisagreement(pass, snapshot, ConnectionId{i}) : ""; !one.empty())
            found.push_back(std::move(one));
    }
    return found;
}

std::vector<Finding> allFindings(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    const ConnectionRow& row = snapshot.row(id);
    const std::vector<Transition> transitions = snapshot.transitionsOf(id);
    const std::vector<Incident> incidents = snapshot.incidentsOf(id);
    const std::optional<ConnectionRow> before =
        row.previous == kNoConnection ? std::nullopt : std::optional(snapshot.row(row.previous));
    const ConnectionFacts facts{
        .row = row,
        .earlier = before ? &*before : nullptr,
        .transitions = transitions,
        .incidents = incidents,
        .counters = row.anomalies == kNoAnomaly ? AnomalyCounters{} : snapshot.anomalies[indexOf(row.anomalies)],
        .address = {snapshot.addressOf(row, Side::Initiator), snapshot.addressOf(row, Side::Responder)},
        .captureEnd = snapshot.end,
        .policy = policy,
        .packetOf = [&](SegmentId segment) { return snapshot.packetOf(segment); },
    };
    return diagnose(facts);
}

std::vector<std::string> summaryDisagreements(FirstPass& pass) {
    const Snapshot snapshot = pass.snapshot();
    DiagnosePolicy strict; // finds what is young, too
    strict.leakAfter = strict.halfCloseFrom = Duration::zero();
    std::vector<std::string> all;
    for (const ConnectionId id : snapshot.connections()) {
        const std::string who = "connection " + std::to_string(indexOf(id)) + "\n";
        if (snapshot.row(id).visited != visitedIn(snapshot.transitionsOf(id)))
            all.push_back(who + rowOf(pass.table(), id));
        for (const DiagnosePolicy& policy : {DiagnosePolicy{}, strict}) {
            const std::string whole = toText(allFindings(snapshot, id, policy));
            const std::string found = toText(findingsOf(snapshot, id, policy));
            const std::string bare = toText(bareFindings(snapshot, id, policy));
            if (whole != found || whole != bare)
                all.push_back(who + "all:\n" + whole + "found:\n" + found + "bare:\n" + bare);
        }
    }
    return all;
}

} // namespace synscope::test
