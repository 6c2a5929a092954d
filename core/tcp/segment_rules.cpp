// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::int64_t kFastRetransmitNs = 20'000'000; ///< an ACK this young still explains a fast retransmission
constexpr std::int64_t kReorderNs = 3'000'000;         ///< without a round-trip time: younger than this is reordering

constexpr std::int64_t kTimestampLifeNs = std::int64_t{24} * 86'400 * 1'000'000'000; ///< RFC 7323, section 5.5
constexpr std::uint32_t kLeastRoom = 65535;             ///< a window is taken to be at least this: ACKs may be missing
constexpr std::int64_t kInFlightNs = 200'000'000;       ///< what was sent under an older window arrives within this
constexpr std::int64_t kUnnumberedMirrorNs = 1'000'000; ///< and without an IP ID within this
constexpr std::int64_t kMirrorNs = 5'000'000;           ///< a mirrored copy follows its original within this
constexpr unsigned kLongestBurst = 64;                  ///< frames that a mirror shows before their copies
constexpr std::uint32_t kUsualPayload = 1460;           ///< of a full frame, as most networks carry them

/// Nothing but an ACK: no payload, no SYN, FIN or RST.
bool isPureAck(const Segment& segment) {
    return segment.payloadBytes == 0 && segment.flags.ack() && !segment.flags.syn() && !segment.flags.fin() &&
           !segment.flags.rst();
}

/// Marks of a segment that carries no data and no flags: what it says about windows and ACKs.
void classifyPureAck(const Segment& segment, const Endpoint& sender, const Endpoint& receiver, Marks& marks) {
    if (!sender.knowsAck || !sender.knowsSequence || segment.seq != sender.next)
        return;
    if (segment.ack != sender.acknowledged)
        return;
    if (receiver.sawKeepAlive && segment.window == sender.window)
        marks.add(Mark::KeepAliveAck);
    else if (segment.window != 0 && segment.window != sender.window)
        marks.add(Mark::WindowUpdate);
    else if (segment.window != 0 && !receiver.sawProbe)
        marks.add(Mark::DuplicateAck);
}

/// A segment below the highest number sent: again, or late?
Mark classifyOld(const Segment& segment, const Endpoint& sender, const Endpoint& receiver,
                 std::uint32_t handshakeRttUs) {
    const std::int64_t now = nsSinceEpoch(segment.time);
    if (receiver.duplicateAcks >= 2 && receiver.acknowledged == segment.seq &&
        now - receiver.acknowledgedNs < kFastRetransmitNs)
        return Mark::Retransmission;
    const std::int64_t threshold = handshakeRttUs != 0 ? std::int64_t{handshakeRttUs} * 1000 : kReorderNs;
    if (now - sender.advancedNs < threshold && segment.end() != sender.next)
        return Mark::OutOfOrder;
    return Mark::Retransmission;
}

/// How many frames the sender has sent after this one, if it numbers them in turn.
unsigned framesBehind(const Segment& segment, const Endpoint& sender) {
    return static_cast<std::uint16_t>(sender.ipId - segment.ipId);
}

/// The sender's newest frames are new data, and this lies before the last by as many frames as IP IDs tell. A
/// retransmission that newer data has overtaken lies further back; one that has overtaken its original stands for it.
bool isOfNewestBurst(const Segment& segment, const Endpoint& sender) {
    const std::uint32_t largest = std::max({kUsualPayload, segment.payloadBytes, sender.lastPayload});
    const SeqNum newestEnd = sender.lastSeq + sender.lastPayload;
    return nsSinceEpoch(segment.time) - sender.advancedNs < kMirrorNs && segment.end().atOrBefore(sender.lastSeq) &&
           newestEnd.before(segment.end() + framesBehind(segment, sender) * largest + 1);
}

} // namespace

bool hasImpossibleFlags(const Segment& segment) {
    const TcpFlags flags = segment.flags;
    if (flags.syn())
        return flags.fin() || flags.rst();
    return !flags.rst() && !flags.ack();
}

bool isDuplicateFrame(const Segment& segment, const Endpoint& sender, bool seesTwice) {
    const std::int64_t age = nsSinceEpoch(segment.time) - sender.newestNs;
    if (!sender.knowsSequence || age >= kMirrorNs || segment.ipId != sender.ipId || segment.seq != sender.lastSeq ||
        segment.payloadBytes != sender.lastPayload || segment.flags.bits != sender.lastFlags ||
        segment.window != sender.window || (segment.flags.ack() && segment.ack != sender.acknowledged))
        return false;
    if (segment.ipId != 0)
        return true;
    return age < kUnnumberedMirrorNs && (segment.sequenceLength() > 0 || seesTwice);
}

bool isBehindNewest(const Segment& segment, const Endpoint& sender) {
    const unsigned behind = framesBehind(segment, sender);
    return segment.ipId != 0 && sender.ipId != 0 && sender.usesIpIds && behind >= 1 && behind <= kLongestBurst &&
           nsSinceEpoch(segment.time) - sender.newestNs < kMirrorNs;
}

bool isDuplicateOfBurst(const Segment& segment, const Endpoint& sender, bool seesTwice) {
    if (!isBehindNewest(segment, sender) || segment.flags.syn() || segment.flags.rst())
        return false;
    const bool saysOld = !segment.flags.ack() || (sender.knowsAck && segment.ack.atOrBefore(sender.acknowledged));
    const bool isOld = saysOld && sender.hasSent(segment.seq) && segment.end().atOrBefore(sender.next) &&
                       !(sender.finAssumed && segment.end() == sender.finEnd);
    return isOld && (seesTwice || (segment.sequenceLength() > 0 && isOfNewestBurst(segment, sender)));
}

bool isOlderByTimestamp(const Segment& segment, const Endpoint& sender, const Endpoint& receiver) {
    if (!segment.options.hasTimestamps || !sender.hasTimestamp)
        return false;
    const auto age = static_cast<std::int32_t>(sender.tsValue - segment.options.tsValue);
    if (age <= 0 || nsSinceEpoch(segment.time) - sender.newestNs > kTimestampLifeNs)
        return false;
    const bool isNew = !receiver.knowsAck || segment.end().after(receiver.acknowledged);
    return segment.sequenceLength() > 0 && isNew;
}

bool isBeyondWindow(const Segment& segment, const Endpoint& sender, const Endpoint& receiver, bool isWhole,
                    std::uint32_t handshakeRttUs) {
    if (segment.sequenceLength() == 0 || !receiver.knowsAck || !receiver.knowsIss || !sender.knowsIss ||
        !sender.knowsSequence)
        return false;
    if (isWhole && receiver.knowsEdge) {
        const std::int64_t inFlightNs = handshakeRttUs != 0 ? std::int64_t{handshakeRttUs} * 2000 : kInFlightNs;
        const bool isSettled = nsSinceEpoch(segment.time) - receiver.newestNs > inFlightNs;
        const SeqNum edge = receiver.acknowledged + windowOf(receiver, sender);
        return segment.seq.atOrAfter(isSettled && !receiver.windowIsOfSyn ? edge : receiver.rightEdge);
    }
    const std::uint32_t room = std::max(windowOf(receiver, sender), kLeastRoom);
    return segment.seq.after(receiver.acknowledged + room) && segment.seq.after(sender.next + room);
}

bool acknowledgesSyn(const Segment& segment, const Endpoint& receiver) {
    return segment.flags.ack() && receiver.knowsIss && segment.ack.after(receiver.iss) &&
           segment.ack.atOrBefore(receiver.next);
}

bool goesOn(const Segment& segment, const Endpoint& sender) {
    return segment.seq.atOrBefore(sender.next);
}

bool acknowledgesUnsent(const Segment& segment, const Endpoint& sender, const Endpoint& receiver) {
    if (receiver.hasSent(segment.ack))
        return false; // nearly all
    if ((receiver.sentBeyond && segment.ack.atOrBefore(receiver.beyondEnd)) || !sender.knowsIss || !receiver.knowsIss ||
        !receiver.wasCaptured || receiver.missedSome || (sender.hasOddAck && segment.ack.atOrAfter(sender.oddAck)))
        return false;
    const std::uint32_t room = std::max(windowOf(sender, receiver), kLeastRoom);
    return segment.ack.after(receiver.next + room) || (!receiver.isFar && segment.ack.before(receiver.iss - room));
}

std::uint32_t windowOf(const Endpoint& receiver, const Endpoint& sender) {
    constexpr std::uint32_t kLargestScale = 14;
    std::uint32_t scale = 0;
    if (!receiver.sawOffer || !sender.sawOffer)
        scale = kLargestScale;
    else if (receiver.offeredScale && sender.offeredScale)
        scale = receiver.scale;
    return std::uint32_t{receiver.window} << scale;
}

Marks classify(const Segment& segment, const Endpoint& sender, const Endpoint& receiver, std::uint32_t handshakeRttUs) {
    Marks marks;
    const TcpFlags flags = segment.flags;
    const bool bare = !flags.syn() && !flags.fin() && !flags.rst();
    if (segment.window == 0 && bare && !segment.windowIsCut)
        marks.add(Mark::ZeroWindow);
    if (!sender.knowsSequence)
        return marks;
    if (bare && segment.payloadBytes == 1 && segment.seq == sender.next && receiver.knowsWindow &&
        receiver.window == 0) {
        marks.add(Mark::WindowProbe);
        return marks;
    }
    const bool wasAcknowledged = receiver.knowsAck && segment.seq.atOrBefore(receiver.acknowledged);
    if (segment.seq.after(sender.next) && !flags.rst() && !wasAcknowledged)
        marks.add(Mark::PreviousLost);
    if (bare && segment.payloadBytes <= 1 && segment.seq + 1 == sender.next) {
        marks.add(Mark::KeepAlive);
        return marks;
    }
    if (isPureAck(segment))
        classifyPureAck(segment, sender, receiver, marks);
    if (flags.ack() && receiver.knowsSequence && !flags.rst() && segment.ack.after(receiver.next) &&
        !(receiver.sentBeyond && segment.ack.atOrBefore(receiver.beyondEnd)))
        marks.add(Mark::AckedUnseen);
    if (segment.sequenceLength() > 0 && !flags.rst() && segment.seq.before(sender.next))
        marks.add(classifyOld(segment, sender, receiver, handshakeRttUs));
    return marks;
}

} // namespace synscope
