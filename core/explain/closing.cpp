// SPDX-License-Identifier: Apache-2.0
//
// How a connection is closed: the first FIN, the kernel's ACK, the program's time, and the second FIN.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kCloseRfc = "RFC 9293, 3.6";
constexpr Duration kLongestDelayedAck = 500ms; ///< RFC 9293, 3.8.6.3: an ACK waits no longer than that
constexpr Duration kHalfCloseFrom = 200ms;     ///< data that comes sooner were only on their way

std::optional<std::size_t> secondFin(const Story& s) {
    return s.facts.closedFirst ? s.facts.fin[static_cast<std::size_t>(other(*s.facts.closedFirst))] : std::nullopt;
}

std::size_t firstFin(const Story& s) {
    return *s.facts.fin[static_cast<std::size_t>(*s.facts.closedFirst)];
}

/// The answering times of the side include the way to it and back.
bool isFar(const Story& s, Side side) {
    if (!s.detail.tap)
        return false;
    const TapPlace place = s.detail.tap->place;
    return place == TapPlace::Between ||
           place == (side == Side::Initiator ? TapPlace::NearResponder : TapPlace::NearInitiator);
}

void addTapRemark(const Story& s, Side side, Explanation& e) {
    if (isFar(s, side))
        e.sentences.push_back(
            say(s.language, "The capture was not made beside {0}, so this time holds the way there and back, too.",
                {s.who(side)}));
}

void tellFirstFin(const Story& s, Explanations& told) {
    const Side closer = *s.facts.closedFirst;
    const std::size_t fin = firstFin(s);
    const DetailSegment& segment = s.segments[fin];
    Explanation e = explanationAt(s, ExplanationKind::FirstFin, fin, closer);
    e.rfc = kCloseRfc;
    e.title = s.facts.closedTogether ? say(s.language, "FIN: {0} closes", {s.who(closer)})
                                     : say(s.language, "FIN: {0} closes first", {s.who(closer)});
    e.sentences.push_back(say(s.language,
                              "The program at {0} called close() or shutdown(), or ended. FIN says: I have nothing "
                              "more to send; I can still hear.",
                              {s.who(closer)}));
    if (segment.payloadBytes > 0)
        e.sentences.push_back(
            say(s.language, "The last {0} of data travel in the same segment.", {byteCountText(segment.payloadBytes)}));
    if (closer == Side::Responder && s.detail.origin == Origin::Handshake && !s.facts.closedTogether)
        e.sentences.push_back(say(s.language, "Either side may close first; here it is the server."));
    if (!s.facts.finAnswer && !s.facts.closedTogether)
        e.sentences.push_back(say(s.language, "No acknowledgement of it was captured."));
    told.push_back(std::move(e));
}

void tellKernelAck(const Story& s, Explanations& told) {
    const std::size_t answer = *s.facts.finAnswer;
    const Side closer = *s.facts.closedFirst;
    const Side peer = other(closer);
    Explanation e = explanationAt(s, ExplanationKind::KernelAck, answer, peer);
    restOn(s, e, firstFin(s));
    e.rfc = kCloseRfc;
    const std::string took = durationText(s.between(firstFin(s), answer));
    e.title = say(s.language, "ACK of the FIN: from the kernel, after {0}", {took});
    e.sentences.push_back(say(s.language,
                              "{0}'s kernel answers the FIN by itself, without waiting for its program. From now on "
                              "{1} is in CLOSE_WAIT and {2} in FIN_WAIT_2.",
                              {s.whoFirst(peer), s.who(peer), s.who(closer)}));
    e.sentences.push_back(say(s.language, "ACK and FIN are not one segment here: the ACK is the kernel's affair, but "
                                          "the second FIN waits until the program calls close()."));
    addTapRemark(s, peer, e);
    told.push_back(std::move(e));
}

void tellSecondFin(const Story& s, std::size_t fin, Explanations& told) {
    const Side peer = other(*s.facts.closedFirst);
    const std::string waited = durationText(s.between(*s.facts.finAnswer, fin));
    Explanation e = explanationAt(s, ExplanationKind::SecondFin, fin, peer);
    restOn(s, e, firstFin(s));
    restOn(s, e, s.facts.finAnswer);
    e.rfc = kCloseRfc;
    e.title = say(s.language, "The other FIN: the program's time was {0}", {waited});
    e.sentences.push_back(say(
        s.language,
        "{0} after the ACK (packet {1}) the program at {2} called close() or ended, and its kernel sent FIN: LAST_ACK.",
        {waited, s.packet(*s.facts.finAnswer), s.who(peer)}));
    e.sentences.push_back(say(
        s.language, "That time is the program's, not the network's. It is why closing usually takes four segments."));
    told.push_back(std::move(e));
}

void tellMergedFin(const Story& s, std::size_t fin, Explanations& told) {
    const Side closer = *s.facts.closedFirst;
    const Side peer = other(closer);
    const Duration took = s.between(firstFin(s), fin);
    Explanation e = explanationAt(s, ExplanationKind::MergedFin, fin, peer);
    restOn(s, e, firstFin(s));
    e.rfc = kCloseRfc;
    e.title = say(s.language, "FIN and ACK in one segment");
    if (took > kLongestDelayedAck) {
        e.sentences.push_back(say(s.language,
                                  "This FIN comes {0} after the first and acknowledges it. No kernel delays an ACK so "
                                  "long, so the ACK before it was probably not captured.",
                                  {durationText(took)}));
    } else {
        e.sentences.push_back(say(s.language,
                                  "The program at {0} called close() before its kernel had sent the ACK, so both leave "
                                  "together, {1} after the first FIN. The program's time was nearly zero.",
                                  {s.who(peer), durationText(took)}));
        e.sentences.push_back(say(s.language, "So three segments close this connection. Four are the rule, three the "
                                              "exception: the states are the same, only faster."));
        addTapRemark(s, peer, e);
    }
    told.push_back(std::move(e));
}

/// The passive side's data behind the FIN.
struct LateData {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t segments = 0;
    std::uint64_t bytes = 0;
};

LateData dataAfterFin(const Story& s, Side sender) {
    LateData data;
    for (std::size_t i = firstFin(s) + 1; i < s.segments.size(); ++i) {
        const DetailSegment& segment = s.segments[i];
        if (segment.sender != sender || segment.payloadBytes == 0 || !isAccepted(segment) ||
            segment.marks.has(Mark::KeepAlive) || segment.marks.has(Mark::Retransmission))
            continue;
        data.first = data.segments == 0 ? i : data.first;
        data.last = i;
        ++data.segments;
        data.bytes += segment.payloadBytes;
    }
    return data;
}

void tellHalfClose(const Story& s, Explanations& told) {
    const Side closer = *s.facts.closedFirst;
    const LateData data = dataAfterFin(s, other(closer));
    if (data.segments == 0 || s.between(firstFin(s), data.last) < kHalfCloseFrom || s.facts.reset)
        return;
    Explanation e = explanationAt(s, ExplanationKind::HalfCloseInUse, data.first, other(closer));
    e.lastSegment = data.last;
    restOn(s, e, firstFin(s));
    restOn(s, e, data.last);
    e.rfc = kCloseRfc;
    e.title = say(s.language, "A half-close in use");
    e.sentences.push_back(
        say(s.language,
            "{0} closed its own direction only. {1} goes on: {2} more in {3} data segments, the last {4} after the FIN "
            "(packet {5}).",
            {s.whoFirst(closer), s.whoFirst(other(closer)), byteCountText(data.bytes), groupedNumber(data.segments),
             durationText(s.between(firstFin(s), data.last)), s.packet(data.last)}));
    e.sentences.push_back(say(s.language, "So CLOSE_WAIT alone is no fault. What makes a leak is silence."));
    told.push_back(std::move(e));
}

void tellSimultaneousClose(const Story& s, std::size_t second, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::SimultaneousClose, second, s.segments[second].sender);
    restOn(s, e, firstFin(s));
    e.rfc = kCloseRfc;
    e.title = say(s.language, "Both close at the same moment");
    e.sentences.push_back(say(s.language,
                              "{0} sent its FIN before {1}'s had reached it, {2} after it: the two FINs crossed.",
                              {s.whoFirst(s.segments[second].sender), s.who(other(s.segments[second].sender)),
                               durationText(s.between(firstFin(s), second))}));
    e.sentences.push_back(say(s.language, "Each gets a FIN while it waits for the ACK of its own: both go through "
                                          "CLOSING. Nobody closes second, so nobody is in CLOSE_WAIT."));
    told.push_back(std::move(e));
}

} // namespace

void tellClosing(const Story& s, Explanations& told) {
    if (!s.facts.closedFirst)
        return;
    tellFirstFin(s, told);
    const std::optional<std::size_t> second = secondFin(s);
    if (s.facts.closedTogether && second) {
        tellSimultaneousClose(s, *second, told);
        return;
    }
    if (s.facts.finAnswer && s.facts.finAnswer != second && !s.segments[*s.facts.finAnswer].flags.rst())
        tellKernelAck(s, told);
    tellHalfClose(s, told);
    if (second && s.facts.finAnswer == second)
        tellMergedFin(s, *second, told);
    else if (second && s.facts.finAnswer && *s.facts.finAnswer < *second)
        tellSecondFin(s, *second, told);
}

} // namespace synscope
