// SPDX-License-Identifier: Apache-2.0
//
// Openings that do not go straight: SYNs sent again, answers sent again, old duplicates, silence.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

using namespace std::chrono_literals;

constexpr Duration kFirstTimeoutLeast = 900ms; ///< RFC 6298 and Linux begin with one second
constexpr Duration kFirstTimeoutMost = 1300ms;

/// SYNs, or SYN + ACKs, that the side sent again.
std::vector<std::size_t> repeatedSyns(const Story& s, Side side, bool withAck) {
    std::vector<std::size_t> repeated;
    for (const std::size_t i : s.controls()) {
        const DetailSegment& segment = s.segments[i];
        if (segment.sender == side && segment.flags.syn() && segment.flags.ack() == withAck &&
            segment.marks.has(Mark::Retransmission) && !segment.marks.has(Mark::DuplicateFrame))
            repeated.push_back(i);
    }
    return repeated;
}

/// "1.0 s, 2.0 s, 4.0 s": the waits before each of the segments, the first of them after `from`.
std::string waitsText(const Story& s, std::size_t from, const std::vector<std::size_t>& repeated) {
    constexpr std::size_t kMostWaits = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(repeated.size(), kMostWaits); ++i)
        text += (i == 0 ? "" : ", ") + durationText(s.between(i == 0 ? from : repeated[i - 1], repeated[i]));
    return repeated.size() > kMostWaits ? text + ", …" : text;
}

void tellSynAgain(const Story& s, Explanations& told) {
    const std::vector<std::size_t> repeated = repeatedSyns(s, Side::Initiator, false);
    if (!s.facts.syn || repeated.empty() || repeated.front() < *s.facts.syn)
        return;
    Explanation e = explanationAt(s, ExplanationKind::SynAgain, repeated.front(), Side::Initiator);
    e.rfc = "RFC 6298, 2";
    e.lastSegment = repeated.back();
    restOn(s, e, s.facts.syn);
    restOn(s, e, repeated.back());
    const Duration waited = s.between(*s.facts.syn, repeated.front());
    e.title = say(s.language, "SYN again: no answer in {0}", {durationText(waited)});
    if (repeated.size() == 1)
        e.sentences.push_back(say(s.language,
                                  "{0} heard nothing and sent the same SYN again, with the same initial sequence "
                                  "number: it is still the one attempt.",
                                  {s.whoFirst(Side::Initiator)}));
    else
        e.sentences.push_back(
            say(s.language,
                "{0} sent the same SYN {1} more (waits: {2}): still the one attempt, with the same initial sequence "
                "number.",
                {s.whoFirst(Side::Initiator), s.times(repeated.size()), waitsText(s, *s.facts.syn, repeated)}));
    e.sentences.push_back(say(s.language, "Either the SYN or the answer to it was lost on the way."));
    if (s.facts.opened && waited >= kFirstTimeoutLeast && waited <= kFirstTimeoutMost)
        e.sentences.push_back(say(s.language, "A connection that takes one second and a little to open is the mark of "
                                              "such a loss: the first time-out is one second."));
    told.push_back(std::move(e));
}

void tellFinalAckNotTaken(const Story& s, const DetailIncident& incident, std::size_t again, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::FinalAckNotTaken, again, incident.side);
    e.rfc = "RFC 9293, 3.8.1";
    restOn(e, incident.related);
    e.title = say(s.language, "{0} did not take the last ACK", {s.whoFirst(incident.side)});
    e.sentences.push_back(say(s.language,
                              "Packet {0} acknowledged it, and yet {1} sends its SYN + ACK again: its accept queue is "
                              "full, or that ACK was lost behind the capture point.",
                              {std::to_string(indexOf(incident.related)), s.who(incident.side)}));
    e.sentences.push_back(
        say(s.language, "{0} believes the connection open while {1} does not yet: what is sent now may be ignored.",
            {s.whoFirst(other(incident.side)), s.who(incident.side)}));
    told.push_back(std::move(e));
}

void tellSynAckAgain(const Story& s, Explanations& told) {
    const DetailIncident* ignored = s.incident(IncidentKind::HandshakeAckIgnored);
    const std::optional<std::size_t> at =
        ignored == nullptr || ignored->related == kNoPacket ? std::nullopt : s.segmentAt(ignored->packet);
    if (at) {
        tellFinalAckNotTaken(s, *ignored, *at, told);
        return;
    }
    const std::vector<std::size_t> repeated = repeatedSyns(s, Side::Responder, true);
    if (!s.facts.synAck || repeated.empty() || repeated.front() < *s.facts.synAck || s.isSimultaneousOpen())
        return;
    Explanation e = explanationAt(s, ExplanationKind::SynAckAgain, repeated.front(), Side::Responder);
    e.rfc = "RFC 9293, 3.8.1";
    e.lastSegment = repeated.back();
    restOn(s, e, s.facts.synAck);
    restOn(s, e, repeated.back());
    e.title = say(s.language, "SYN + ACK again");
    e.sentences.push_back(
        say(s.language, "{0} sent its SYN + ACK {1} more (waits: {2}): it had not got the ACK that ends the handshake.",
            {s.whoFirst(Side::Responder), s.times(repeated.size()), waitsText(s, *s.facts.synAck, repeated)}));
    e.sentences.push_back(say(s.language, "Until that ACK arrives, {0} does not know whether its words are heard.",
                              {s.who(Side::Responder)}));
    told.push_back(std::move(e));
}

void tellOldDuplicateSyn(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::OldDuplicateSyn);
    if (incident == nullptr)
        return;
    const std::optional<std::size_t> at =
        s.segmentAt(incident->related == kNoPacket ? incident->packet : std::max(incident->packet, incident->related));
    if (!at)
        return;
    Explanation e = explanationAt(s, ExplanationKind::OldDuplicateSyn, *at, incident->side);
    e.rfc = "RFC 9293, 3.5";
    restOn(e, incident->packet);
    e.title = say(s.language, "An old SYN is found out");
    e.sentences.push_back(
        say(s.language,
            "The SYN in packet {0} seems to be one of {1}'s from an earlier time, held up on the way; {2} could not "
            "know that, and answered.",
            {std::to_string(indexOf(incident->packet)), s.who(incident->side), s.who(other(incident->side))}));
    e.sentences.push_back(
        say(s.language, "Packet {0} settles it: the answer did not fit what {1} knows, so no connection came of it.",
            {s.packet(*at), s.who(incident->side)}));
    if (s.beganWithOldSyn())
        e.sentences.push_back(
            say(s.language, "Had two segments been enough, it would now be open without anybody's wish."));
    told.push_back(std::move(e));
}

void tellUnanswered(const Story& s, Explanations& told) {
    if (!s.facts.syn || s.wasSeen(Side::Responder) || s.end(Side::Initiator).state != State::SynSent)
        return;
    const std::size_t syns = s.facts.sent[0];
    Explanation e = explanationAtEnd(ExplanationKind::Unanswered, Side::Initiator);
    e.rfc = "RFC 9293, 3.5.2";
    restOn(s, e, s.facts.syn);
    restOn(s, e, s.facts.last[0]);
    e.title = say(s.language, "No answer to SYN");
    e.sentences.push_back(say(s.language, "{0} sent SYN {1} and within {2} heard neither SYN + ACK nor RST.",
                              {s.whoFirst(Side::Initiator), s.times(syns),
                               durationText(s.detail.captureEnd - s.segments[*s.facts.syn].time)}));
    e.sentences.push_back(
        say(s.language, "Silence is not refusal, which would be RST: the path is broken, something drops the packets, "
                        "nobody has that address, or answers went a way that was not captured."));
    if (s.segments[*s.facts.syn].payloadBytes == 0)
        e.sentences.push_back(
            say(s.language, "The path was tried before anything of value was sent, and nothing of value was lost."));
    told.push_back(std::move(e));
}

} // namespace

void tellOpeningTrouble(const Story& s, Explanations& told) {
    tellSynAgain(s, told);
    tellSynAckAgain(s, told);
    tellOldDuplicateSyn(s, told);
    tellUnanswered(s, told);
}

} // namespace synscope
