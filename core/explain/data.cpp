// SPDX-License-Identifier: Apache-2.0
//
// The first data, and data that did not come straight: gaps, repeated ACKs, what the capture missed.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>
#include <iterator>

namespace synscope {
namespace {

constexpr std::size_t kFarthestCause = 64;  ///< segments before a duplicate ACK in which its cause is looked for
constexpr std::size_t kMostLookedAt = 4096; ///< segments that one explanation searches

/// The number as the diagram shows it.
std::string numberText(std::uint32_t relative) {
    return groupedNumber(relative);
}

void tellFirstData(const Story& s, Explanations& told) {
    const std::optional<std::size_t> one = s.firstData(Side::Initiator);
    const std::optional<std::size_t> another = s.firstData(Side::Responder);
    if (!one && !another)
        return;
    const std::size_t first = !one ? *another : !another ? *one : std::min(*one, *another);
    const DetailSegment& data = s.segments[first];
    const std::string sender = s.whoFirst(data.sender);
    const std::string receiver = s.who(other(data.sender));
    Explanation e = explanationAt(s, ExplanationKind::FirstData, first, data.sender);
    e.rfc = "RFC 9293, 3.8";
    e.title = say(s.language, "Data: what makes TCP reliable");
    const std::optional<std::size_t> answer = s.acknowledgementOf(first);
    restOn(s, e, answer);
    if (answer && s.facts.syn)
        e.sentences.push_back(say(s.language,
                                  "{0} sends its first {1}, from number {2} on; {3} acknowledges them with number {4}, "
                                  "{5} later (packet {6}).",
                                  {sender, byteCountText(data.payloadBytes), numberText(data.relativeSeq), receiver,
                                   numberText(s.segments[*answer].relativeAck), durationText(s.between(first, *answer)),
                                   s.packet(*answer)}));
    else if (answer)
        e.sentences.push_back(
            say(s.language, "The first data captured are {0} from {1}; {2} acknowledges them {3} later (packet {4}).",
                {byteCountText(data.payloadBytes), s.who(data.sender), receiver,
                 durationText(s.between(first, *answer)), s.packet(*answer)}));
    else
        e.sentences.push_back(say(
            s.language, "{0} sends {1}; no acknowledgement of them was captured, so whether they arrived is not known.",
            {sender, byteCountText(data.payloadBytes)}));
    e.sentences.push_back(
        say(s.language, "From here on it is not the handshake that makes TCP reliable: each byte has a number, is "
                        "acknowledged, and is sent again where no acknowledgement comes."));
    told.push_back(std::move(e));
}

enum class DuplicateAckCause : std::uint8_t { Gap, Copy, SomethingElse };

/// A late segment of an earlier connection came right before it.
bool answersStray(const Story& s, std::size_t ack) {
    return std::any_of(s.detail.strays.begin(), s.detail.strays.end(), [&](const DetailSegment& stray) {
        return ack > 0 && stray.packet > s.segments[ack - 1].packet && stray.packet < s.segments[ack].packet;
    });
}

/// By what the other side sent last before it.
DuplicateAckCause causeOf(const Story& s, std::size_t ack) {
    const DetailSegment& segment = s.segments[ack];
    if (segment.flags.syn() || segment.marks.has(Mark::ChallengeAck) || answersStray(s, ack))
        return DuplicateAckCause::SomethingElse;
    const std::size_t farthest = ack - std::min(ack, kFarthestCause);
    for (std::size_t i = ack; i-- > farthest;) {
        const DetailSegment& before = s.segments[i];
        if (before.sender == segment.sender)
            continue;
        if (before.payloadBytes == 0 || !isAccepted(before))
            return DuplicateAckCause::SomethingElse;
        return endOf(before).atOrBefore(segment.ack) ? DuplicateAckCause::Copy : DuplicateAckCause::Gap;
    }
    return DuplicateAckCause::SomethingElse;
}

std::vector<std::size_t> duplicateAcks(const Story& s, DuplicateAckCause cause) {
    std::vector<std::size_t> acks;
    std::copy_if(s.marked(Mark::DuplicateAck).begin(), s.marked(Mark::DuplicateAck).end(), std::back_inserter(acks),
                 [&](std::size_t i) { return causeOf(s, i) == cause; });
    return acks;
}

/// Blocks beyond the acknowledgement number, and not a copy that is reported (RFC 2883).
bool hasSack(const DetailSegment& segment) {
    const TcpOptions options = segment.options();
    return std::any_of(options.sack.begin(), options.sack.begin() + options.sackCount,
                       [&](const SackBlock& block) { return block.left.after(segment.ack); });
}

void addGapWords(const Story& s, const std::vector<std::size_t>& acks, std::size_t count, Explanation& e) {
    const DetailSegment& first = s.segments[acks.front()];
    e.title = say(s.language, "Duplicate ACKs: something is missing");
    e.sentences.push_back(say(s.language,
                              "{0} says {2} more that it expects number {1} next: something came that does not follow "
                              "on, and it can only confirm what it has without a gap.",
                              {s.whoFirst(first.sender), numberText(first.relativeAck), s.times(count)}));
    if (std::any_of(acks.begin(), acks.begin() + static_cast<std::ptrdiff_t>(count),
                    [&](std::size_t i) { return hasSack(s.segments[i]); }))
        e.sentences.push_back(
            say(s.language,
                "SACK blocks beside it say what it holds beyond the gap, so only what is missing need be sent again."));
}

void addCopyWords(const Story& s, const DetailSegment& first, Explanation& e) {
    e.title = say(s.language, "Duplicate ACK: it came twice");
    e.sentences.push_back(
        say(s.language,
            "{0} was sent what it has already. It throws the copy away and says again that it expects number {1} next.",
            {s.whoFirst(first.sender), numberText(first.relativeAck)}));
}

void tellDuplicateAcks(const Story& s, Explanations& told) {
    const std::vector<std::size_t> ofGaps = duplicateAcks(s, DuplicateAckCause::Gap);
    const std::vector<std::size_t> acks = ofGaps.empty() ? duplicateAcks(s, DuplicateAckCause::Copy) : ofGaps;
    if (acks.empty())
        return;
    const DetailSegment& first = s.segments[acks.front()];
    const auto end = std::find_if_not(acks.begin(), acks.end(), [&](std::size_t i) {
        return s.segments[i].sender == first.sender && s.segments[i].ack == first.ack;
    });
    const auto count = static_cast<std::size_t>(end - acks.begin());
    Explanation e = explanationAt(s, ExplanationKind::DuplicateAcks, acks.front(), first.sender);
    e.lastSegment = *std::prev(end);
    restOn(s, e, e.lastSegment);
    restOn(s, e, acks.back());
    e.rfc = "RFC 5681, 3.2";
    if (ofGaps.empty())
        addCopyWords(s, first, e);
    else
        addGapWords(s, acks, count, e);
    if (acks.size() > count)
        e.sentences.push_back(say(s.language,
                                  "Duplicate ACKs come {0} more in this connection, the last in packet {1}.",
                                  {s.times(acks.size() - count), s.packet(acks.back())}));
    told.push_back(std::move(e));
}

void tellOutOfOrder(const Story& s, Explanations& told) {
    const std::vector<std::size_t>& late = s.marked(Mark::OutOfOrder);
    if (late.empty())
        return;
    const DetailSegment& first = s.segments[late.front()];
    Explanation e = explanationAt(s, ExplanationKind::OutOfOrder, late.front(), first.sender);
    e.lastSegment = late.back();
    restOn(s, e, late.back());
    e.rfc = "RFC 9293, 3.10.7.4";
    e.title = say(s.language, "Out of order");
    e.sentences.push_back(say(s.language,
                              "Packet {0} carries number {1}, which lies before what {2} had sent already: it was "
                              "overtaken on the way, or fills a gap that the capture did not see arise.",
                              {s.packet(late.front()), numberText(first.relativeSeq), s.who(first.sender)}));
    e.sentences.push_back(say(
        s.language,
        "{0} keeps what came early and hands the bytes to its program in order: the numbers say where each belongs.",
        {s.whoFirst(other(first.sender))}));
    if (late.size() > 1)
        e.sentences.push_back(say(s.language, "It happens {0} more in this connection, the last time in packet {1}.",
                                  {s.times(late.size() - 1), s.packet(late.back())}));
    told.push_back(std::move(e));
}

/// The highest number that the side had sent before the segment; empty where it had sent nothing.
std::optional<SeqNum> sentBefore(const Story& s, std::size_t segment) {
    std::optional<SeqNum> highest;
    std::size_t looked = 0;
    for (std::size_t i = segment; i-- > 0 && looked < kMostLookedAt; ++looked) {
        const DetailSegment& earlier = s.segments[i];
        if (earlier.sender == s.segments[segment].sender && isAccepted(earlier) &&
            (!highest || endOf(earlier).after(*highest)))
            highest = endOf(earlier);
    }
    return highest;
}

/// The first later segment of the side that begins in the gap.
std::optional<std::size_t> filledBy(const Story& s, std::size_t segment, SeqNum gap) {
    const std::size_t end = std::min(s.segments.size(), segment + kMostLookedAt);
    for (std::size_t i = segment + 1; i < end; ++i) {
        const DetailSegment& later = s.segments[i];
        if (later.sender == s.segments[segment].sender && later.payloadBytes > 0 && later.seq.atOrAfter(gap) &&
            later.seq.before(s.segments[segment].seq))
            return i;
    }
    return std::nullopt;
}

void tellNotCaptured(const Story& s, Explanations& told) {
    std::vector<std::size_t> after = s.marked(Mark::PreviousLost);
    std::erase_if(after, [&](std::size_t i) { return s.segments[i].flags.syn(); });
    if (after.empty())
        return;
    const DetailSegment& first = s.segments[after.front()];
    const std::optional<SeqNum> sent = sentBefore(s, after.front());
    const std::int32_t lost = sent ? first.seq.distanceFrom(*sent) : 0;
    const std::optional<std::size_t> filled = sent ? filledBy(s, after.front(), *sent) : std::nullopt;
    Explanation e = explanationAt(s, ExplanationKind::NotCaptured, after.front(), first.sender);
    restOn(s, e, filled);
    e.rfc = "RFC 9293, 3.4";
    e.title = say(s.language, "A gap in the numbers");
    e.sentences.push_back(
        lost > 0 ? say(s.language, "{1} of {2} are missing before packet {0}: the numbers show it.",
                       {s.packet(after.front()), byteCountText(static_cast<std::uint64_t>(lost)), s.who(first.sender)})
                 : say(s.language, "A segment of {1} is missing before packet {0}: the numbers show it.",
                       {s.packet(after.front()), s.who(first.sender)}));
    if (filled)
        e.sentences.push_back(say(
            s.language,
            "They come {0} later in packet {1}: lost before the capture point and sent again, or overtaken on the way.",
            {durationText(s.between(after.front(), *filled)), s.packet(*filled)}));
    else
        e.sentences.push_back(say(s.language, "They never come in this capture. Where they are acknowledged all the "
                                              "same, only the capture missed them, and the connection lost nothing."));
    if (after.size() > 1)
        e.sentences.push_back(say(s.language, "It happens {0} more in this connection, the last time in packet {1}.",
                                  {s.times(after.size() - 1), s.packet(after.back())}));
    restOn(s, e, after.back());
    told.push_back(std::move(e));
}

void tellAckedUnseen(const Story& s, Explanations& told) {
    const std::vector<std::size_t>& acks = s.marked(Mark::AckedUnseen);
    if (acks.empty() || !s.wasSeen(other(s.segments[acks.front()].sender)))
        return; // of one direction alone everything is
    const DetailIncident* fin = s.incident(IncidentKind::UncapturedFin);
    if (fin != nullptr && fin->packet == s.segments[acks.front()].packet)
        return; // told as that
    const DetailSegment& first = s.segments[acks.front()];
    Explanation e = explanationAt(s, ExplanationKind::AckedUnseen, acks.front(), first.sender);
    e.rfc = "RFC 9293, 3.4";
    e.title = say(s.language, "Acknowledged, but not captured");
    e.sentences.push_back(say(s.language,
                              "Packet {0} acknowledges what {1} sent and the capture does not hold. {2} got it, so "
                              "only the capture missed it.",
                              {s.packet(acks.front()), s.who(other(first.sender)), s.whoFirst(first.sender)}));
    if (acks.size() > 1)
        e.sentences.push_back(say(s.language, "It happens {0} more in this connection, the last time in packet {1}.",
                                  {s.times(acks.size() - 1), s.packet(acks.back())}));
    restOn(s, e, acks.back());
    told.push_back(std::move(e));
}

} // namespace

void tellData(const Story& s, Explanations& told) {
    tellFirstData(s, told);
    tellDuplicateAcks(s, told);
    tellOutOfOrder(s, told);
    tellNotCaptured(s, told);
    tellAckedUnseen(s, told);
}

} // namespace synscope
