// SPDX-License-Identifier: Apache-2.0
//
// Which of its 4-tuple's connections a segment belongs to. A SYN on a 4-tuple in use is a candidate: the reply
// decides whether it opens a new connection, and every other segment goes where its numbers fit.
#include "core/tcp/flow_table.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t kMaxCandidates = 4;      ///< of one connection
constexpr int kMaxEarlier = 4;                 ///< how far back in the chain of incarnations owners are looked for
constexpr std::uint32_t kLeastRoom = 1U << 20; ///< right of what was sent: ACKs and segments may be missing

bool isOver(State state) {
    return state == State::Closed || state == State::Listen;
}

bool isOnlySyn(const Segment& segment) {
    return segment.flags.syn() && !segment.flags.ack() && !hasImpossibleFlags(segment);
}

} // namespace

bool FlowTable::awaitsAnswer(ConnectionId id, bool fromLow) const {
    const WaitingSyns::OfConnection* const waiting = m_candidates.of(id);
    return waiting != nullptr && std::any_of(waiting->begin(), waiting->end(), [&](const WaitingSyn& candidate) {
               return candidate.sender == sideOf(id, fromLow);
           });
}

/// A SYN with another number than this side's: does it open a new connection without waiting for the reply?
bool FlowTable::startsAgain(ConnectionId newest, Side sender) const {
    const ConnectionRow& row = m_rows[indexOf(newest)];
    const State own = row.stateOf(sender);
    const State peer = row.stateOf(other(sender));
    if (isOver(own) && isOver(peer))
        return true;
    if (own == State::Listen && peer == State::SynSent)
        return false; // both open at once
    if (own == State::TimeWait && isOver(peer))
        return true; // its own 2MSL is its own business
    return own == State::SynSent && (peer == State::Listen || peer == State::Closed); // another attempt
}

ReuseReason FlowTable::reasonFor(const Segment& segment, ConnectionId old, Side sender) const {
    const ConnectionRow& row = m_rows[indexOf(old)];
    const Endpoint& before = connection(old).endpoint[static_cast<std::size_t>(sender)];
    if (row.stateOf(sender) == State::SynSent)
        return ReuseReason::NextAttempt;
    if (row.stateOf(sender) == State::TimeWait || row.stateOf(other(sender)) == State::TimeWait) {
        if (row.wasThereBefore() && !before.knowsSequence)
            return ReuseReason::AfterClose; // what it had sent before the capture, nobody knows
        if (segment.seq.after(before.next))
            return ReuseReason::HigherIsn; // RFC 9293, section 3.6.1 (MAY-2)
        if (segment.options.hasTimestamps && before.hasTimestamp &&
            static_cast<std::int32_t>(segment.options.tsValue - before.tsValue) > 0)
            return ReuseReason::NewerTimestamp; // RFC 6191
        return ReuseReason::AnsweredSyn;
    }
    if (isOver(row.stateOf(sender)) && isOver(row.stateOf(other(sender))))
        return row.resetSeen != 0 ? ReuseReason::AfterReset : ReuseReason::AfterClose;
    return ReuseReason::AnsweredSyn;
}

FlowTable::Chosen FlowTable::chooseForSyn(const Segment& segment, ConnectionId newest, Side sender) {
    Chosen chosen;
    if (!connection(newest).endpoint[static_cast<std::size_t>(sender)].ownsIss(segment.seq) &&
        startsAgain(newest, sender))
        return chosen; // none of the known ones
    chosen.connection = newest;
    return chosen;
}

/// The numbers may be the connection's: near what its sender has sent, and acknowledging what its receiver has.
bool FlowTable::fits(const Segment& segment, ConnectionId id, bool low) const {
    const auto side = static_cast<std::size_t>(sideOf(id, low));
    const Endpoint& sender = connection(id).endpoint[side];
    const Endpoint& receiver = connection(id).endpoint[1 - side];
    const std::uint32_t room = std::max(windowOf(receiver, sender), kLeastRoom);
    const SeqNum first = sender.isFar ? sender.next - Endpoint::kNear : sender.iss;
    if (sender.knowsIss &&
        !segment.seq.inWindow(first, static_cast<std::uint32_t>(sender.next.distanceFrom(first)) + room))
        return false;
    if (!segment.flags.ack() || !receiver.knowsIss || segment.flags.rst())
        return true;
    if (segment.flags.syn())
        return segment.ack.after(receiver.iss) && segment.ack.atOrBefore(receiver.next);
    const std::uint32_t peerRoom = std::max(windowOf(sender, receiver), kLeastRoom);
    const SeqNum firstAck = receiver.isFar ? receiver.next - Endpoint::kNear : receiver.iss;
    return segment.ack.inWindow(firstAck, static_cast<std::uint32_t>(receiver.next.distanceFrom(firstAck)) + peerRoom);
}

/// The numbers are ones that the connection's endpoints have used.
bool FlowTable::wasOf(const Segment& segment, ConnectionId id, bool low) const {
    const auto side = static_cast<std::size_t>(sideOf(id, low));
    const Endpoint& sender = connection(id).endpoint[side];
    const Endpoint& receiver = connection(id).endpoint[1 - side];
    if (segment.flags.syn() && segment.flags.ack() && !sender.knowsSequence)
        return segment.ack == receiver.iss + 1;
    const bool acknowledges =
        !segment.flags.ack() || segment.flags.rst() || !receiver.knowsSequence || receiver.hasSent(segment.ack);
    return sender.hasSent(segment.seq) && acknowledges;
}

/// The earlier connection that a segment belongs to, when its numbers fit that one and not the newest.
std::optional<ConnectionId> FlowTable::earlierOwner(const Segment& segment, ConnectionId newest, bool low) const {
    ConnectionId earlier = earlierThan(newest);
    for (int i = 0; i < kMaxEarlier && earlier != kNoConnection; ++i) {
        if (wasOf(segment, earlier, low))
            return earlier;
        earlier = earlierThan(earlier);
    }
    return std::nullopt;
}

/// A SYN+ACK whose SYN was not captured begins a connection: the newest is over, and it answers none of its SYNs.
bool FlowTable::beginsUnseen(const Segment& segment, ConnectionId newest, Side sender) const {
    const ConnectionRow& row = m_rows[indexOf(newest)];
    const Endpoint& own = connection(newest).endpoint[static_cast<std::size_t>(sender)];
    const Endpoint& peer = connection(newest).endpoint[static_cast<std::size_t>(other(sender))];
    const bool over = (isOver(row.stateOf(sender)) || row.stateOf(sender) == State::TimeWait) &&
                      row.stateOf(other(sender)) != State::SynSent && row.lastTransition != kNoTransition;
    return over && !own.ownsIss(segment.seq) && !peer.hasSent(segment.ack);
}

/// A listener answers a SYN whose connection it has closed, and whose sender still is in TIME_WAIT: a copy came late.
bool FlowTable::answersLateSyn(const Segment& segment, ConnectionId newest, Side sender) const {
    const ConnectionRow& row = m_rows[indexOf(newest)];
    const Endpoint& own = connection(newest).endpoint[static_cast<std::size_t>(sender)];
    const Endpoint& peer = connection(newest).endpoint[static_cast<std::size_t>(other(sender))];
    return row.stateOf(sender) == State::Closed && row.stateOf(other(sender)) == State::TimeWait && own.knowsIss &&
           !own.ownsIss(segment.seq) && peer.knowsIss && segment.ack == peer.iss + 1;
}

/// Its timestamp is older than what the connection's sender began with or has reached.
bool FlowTable::isOlder(const Segment& segment, ConnectionId id, bool low) const {
    const Endpoint& sender = connection(id).endpoint[static_cast<std::size_t>(sideOf(id, low))];
    return segment.options.hasTimestamps && sender.hasTimestamp &&
           static_cast<std::int32_t>(segment.options.tsValue - sender.tsValue) < 0;
}

/// It goes on, or repeats, what the connection's sender has sent.
bool FlowTable::isUsual(const Segment& segment, ConnectionId id, bool low) const {
    const Endpoint& sender = connection(id).endpoint[static_cast<std::size_t>(sideOf(id, low))];
    return !sender.knowsIss || sender.hasSent(segment.seq);
}

/// Takes the segment to an earlier connection when its numbers, or its timestamp, fit that one and not the newest.
void FlowTable::chooseEarlier(const Segment& segment, ConnectionId newest, bool low, Chosen& chosen) const {
    const bool mayBeNewest = fits(segment, newest, low);
    if (mayBeNewest && isUsual(segment, newest, low))
        return;
    const std::optional<ConnectionId> earlier = earlierOwner(segment, newest, low);
    if (!earlier)
        return;
    const ConnectionRow& now = m_rows[indexOf(newest)];
    if (mayBeNewest && !(isOver(now.state[0]) && isOver(now.state[1])) && !isOlder(segment, newest, low)) {
        chosen.undecided = !segment.options.hasTimestamps && (segment.sequenceLength() > 0 || segment.flags.rst());
        return;
    }
    chosen.connection = *earlier;
    const ConnectionRow& row = m_rows[indexOf(*earlier)];
    const bool isAttempt = row.stateOf(Side::Responder) == State::Listen || segment.flags.syn();
    if (isOver(row.state[0]) && isOver(row.state[1]) && !isAttempt) {
        chosen.marks.add(Mark::Stale);
        chosen.marks.add(Mark::Discarded);
    }
}

FlowTable::Chosen FlowTable::choose(const Segment& segment, SegmentId id, const FlowKeyTable::Found& found) {
    Chosen chosen;
    const ConnectionId newest = m_flows[indexOf(found.flow)].newest;
    if (newest == kNoConnection)
        return chosen;
    const Side sender = sideOf(newest, found.sourceIsLow);
    if (isOnlySyn(segment))
        return chooseForSyn(segment, newest, sender);
    chosen.connection = newest;
    if (m_candidates.of(newest) != nullptr) {
        chosen.adopt = answeredCandidate(segment, newest, sender);
        if (chosen.adopt != nullptr)
            return chosen;
        judgeCandidates(segment, id, newest, sender, chosen.marks);
    }
    if (m_rows[indexOf(newest)].previous != kNoConnection)
        chooseEarlier(segment, newest, found.sourceIsLow, chosen);
    if (chosen.connection != newest || chosen.undecided)
        return chosen;
    if (segment.flags.syn() && segment.flags.ack() && answersLateSyn(segment, newest, sender)) {
        chosen.answersLateSyn = true;
    } else if (segment.flags.syn() && segment.flags.ack() && beginsUnseen(segment, newest, sender)) {
        chosen.connection = kNoConnection;
    }
    return chosen;
}

/// Two attempts were under way. Where an earlier one has come through, the newest was given up; where the opener
/// has refused the newest, it means the one before.
void FlowTable::settleAttempts(ConnectionId owner, ConnectionId newest, SegmentId id, const Segment& segment) {
    ConnectionRow& row = m_rows.at(indexOf(newest));
    if (owner == newest) {
        const bool refuses = segment.flags.rst() && row.reuse == static_cast<unsigned>(ReuseReason::NextAttempt) &&
                             row.stateOf(Side::Initiator) == State::Closed && row.refused == 0;
        const ConnectionId before = earlierThan(newest);
        if (refuses && before != kNoConnection && row.lastSegment == id)
            machine(before).resume(Side::Initiator, id);
        return;
    }
    if (m_rows[indexOf(owner)].stateOf(Side::Initiator) == State::Established &&
        row.stateOf(Side::Initiator) == State::SynSent)
        m_writer.apply(newest, row, Side::Initiator, TcpEvent::Replaced, {nsSinceEpoch(segment.time), id},
                       Basis::Proven);
}

/// The candidate that the segment makes a connection: answered by the other side, or carried on by its own.
const WaitingSyn* FlowTable::answeredCandidate(const Segment& segment, ConnectionId newest, Side sender) {
    const Endpoint& own = connection(newest).endpoint[static_cast<std::size_t>(sender)];
    if (!segment.flags.ack())
        return nullptr;
    WaitingSyns::OfConnection& candidates = *m_candidates.of(newest);
    for (auto it = candidates.rbegin(); it != candidates.rend(); ++it) {
        const bool isOldAnswer = segment.flags.syn() && own.ownsIss(segment.seq); // the first SYN+ACK again
        const Endpoint& peer = connection(newest).endpoint[static_cast<std::size_t>(other(sender))];
        const bool isCopy = it->sender != sender && peer.ownsIss(it->syn.seq); // only a SYN+ACK tells it from one
        const bool answers = it->sender != sender && segment.ack == it->syn.end() && !isOldAnswer &&
                             (segment.flags.syn() || (segment.flags.rst() && !isCopy));
        const bool goesOn =
            it->sender == sender && segment.seq == it->syn.end() && !segment.flags.rst() && !own.hasSent(segment.seq);
        if (answers || goesOn)
            return &*it;
    }
    return nullptr;
}

/// What the segment says of SYNs that wait, when it makes none of them a connection.
void FlowTable::judgeCandidates(const Segment& segment, SegmentId id, ConnectionId newest, Side sender, Marks& marks) {
    WaitingSyn& candidate = m_candidates.of(newest)->back();
    ConnectionRow& row = m_rows.at(indexOf(newest));
    const bool isBareAck = segment.flags.ack() && segment.payloadBytes == 0 && !segment.flags.rst() &&
                           !segment.flags.syn() && !segment.flags.fin();
    if (candidate.sender != sender) {
        if (!isBareAck || candidate.challenged)
            return;
        candidate.challenged = true;
        marks.add(Mark::ChallengeAck);
        const bool early = row.stateOf(sender) == State::TimeWait;
        m_writer.record(row, early ? IncidentKind::ReuseTooEarly : IncidentKind::ChallengedSyn, candidate.sender,
                        candidate.id, id);
        return;
    }
    const Endpoint& own = connection(newest).endpoint[static_cast<std::size_t>(sender)];
    if (segment.flags.rst()) {
        const Endpoint& peer = connection(newest).endpoint[static_cast<std::size_t>(other(sender))];
        if (candidate.challenged && segment.seq == peer.acknowledged) // it answers the challenge
            m_writer.record(row, IncidentKind::HalfOpen, sender, id, row.lastSegment);
        return;
    }
    if (!own.hasSent(segment.seq) || segment.flags.syn())
        return;
    m_writer.record(row, IncidentKind::OldDuplicateSyn, sender, candidate.id, id); // its sender talks on
    machine(newest).trustSender(sender);
    m_candidates.forget(newest);
}

/// A SYN that may open a new connection, but only its answer tells.
bool FlowTable::mayBeCandidate(const Segment& segment, ConnectionId id, Side sender) const {
    const ConnectionRow& row = m_rows[indexOf(id)];
    if (!isOnlySyn(segment) || !(connection(id).started || row.wasThereBefore()))
        return false;
    const State own = row.stateOf(sender);
    const State peer = row.stateOf(other(sender));
    if (peer == State::SynSent && own == State::Listen)
        return false; // both open at once
    if (!connection(id).endpoint[static_cast<std::size_t>(sender)].ownsIss(segment.seq))
        return true;
    // The same number once more, after the end: a late copy, or one that starts again with it.
    return row.refused == 0 && (isOver(own) || (own == State::TimeWait && peer == State::Closed));
}

/// Which SYNs are given up does not follow from their own 4-tuple, so it is written down.
void FlowTable::makeRoomForCandidates(ConnectionId connection, unsigned share, SegmentId by) {
    if (m_candidates.of(connection) != nullptr)
        return;
    if (const std::optional<ConnectionId> forgotten = m_candidates.longestOfFull(share)) {
        m_forgottenSyns.append({*forgotten, by});
        m_candidates.forget(*forgotten);
    }
}

void FlowTable::keepCandidate(const Segment& segment, SegmentId id, ConnectionId connection, Side sender) {
    const unsigned share = WaitingSyns::shareOf(FlowKeyTable::hashOf(segment));
    makeRoomForCandidates(connection, share, id);
    WaitingSyns::OfConnection& candidates = m_candidates.at(connection, share, id);
    ConnectionRow& row = m_rows.at(indexOf(connection));
    const auto same = std::find_if(candidates.begin(), candidates.end(), [&](const WaitingSyn& known) {
        return known.sender == sender && known.syn.seq == segment.seq;
    });
    if (same != candidates.end())
        candidates.erase(same); // sent again: the newest copy stands for it
    if (candidates.size() >= kMaxCandidates) {
        candidates.erase(candidates.begin());
        m_writer.record(row, IncidentKind::ManySyns, sender, id);
    }
    WaitingSyn candidate{segment, id, sender, row.last, row.lastSegment, {}, reasonFor(segment, connection, sender),
                         false};
    candidate.syn.payload = {}; // the packet's bytes will be gone
    candidates.push_back(candidate);
    if (row.stateOf(sender) != State::TimeWait)
        machine(connection).doubtSender(sender);
}

void FlowTable::openLate(TrackedSegment& result, const Segment& segment, SegmentId id,
                         const FlowKeyTable::Found& found) {
    result.connection = open(segment, found, ReuseReason::AnsweredSyn);
    result.sender = Side::Responder;
    m_writer.record(m_rows.at(indexOf(result.connection)), IncidentKind::OldDuplicateSyn, Side::Initiator, id);
    result.marks = machine(result.connection).applyLateSynAck(segment, id);
    count(m_rows.at(indexOf(result.connection)), segment, id, Side::Responder, result.marks);
}

void FlowTable::adopt(TrackedSegment& result, const WaitingSyn& answered, const FlowKeyTable::Found& found) {
    const ConnectionId old = m_flows[indexOf(found.flow)].newest;
    const WaitingSyn candidate = answered;
    m_candidates.forget(old);
    ConnectionRow& row = m_rows.at(indexOf(old));
    const Endpoint& before = connection(old).endpoint[static_cast<std::size_t>(candidate.sender)];
    const bool isLateCopy = before.ownsIss(candidate.syn.seq) && row.stateOf(candidate.sender) == State::TimeWait;
    --row.segments[static_cast<std::size_t>(candidate.sender)];
    --row.syn;
    if ((candidate.marks.bits & kCountedMarks) != 0)
        countAnomalies(row, candidate.sender, candidate.marks, -1);
    if (row.lastSegment == candidate.id) { // else segments of the old connection came after it
        row.last = candidate.lastBefore;
        row.lastSegment = candidate.lastSegmentBefore;
    }
    if (row.firstSegment == candidate.id) { // the old one was known without a packet
        row.firstSegment = kNoSegment;
        if (row.segments[0] + row.segments[1] == 0)
            row.first = row.last;
    }
    if (!isLateCopy)
        replace(old, candidate.syn, candidate.id);
    FlowKeyTable::Found direction = found;
    direction.sourceIsLow = (row.initiatorIsLow != 0) == (candidate.sender == Side::Initiator);
    result.connection = open(candidate.syn, direction, candidate.reason);
    result.adopted = candidate.id;
    result.adoptedMarks = isLateCopy ? openLateCopy(result.connection, candidate)
                                     : deliver(result.connection, candidate.syn, candidate.id, Side::Initiator);
    const ConnectionRow& opened = m_rows[indexOf(result.connection)];
    m_afterAdopted = {opened.state, {opened.possibleOf(Side::Initiator), opened.possibleOf(Side::Responder)}};
}

Marks FlowTable::openLateCopy(ConnectionId id, const WaitingSyn& candidate) {
    ConnectionRow& row = m_rows.at(indexOf(id));
    m_writer.record(row, IncidentKind::OldDuplicateSyn, Side::Initiator, candidate.id);
    const Marks marks = machine(id).applyLateSyn(candidate.syn, candidate.id);
    count(row, candidate.syn, candidate.id, Side::Initiator, marks);
    return marks;
}

} // namespace synscope
