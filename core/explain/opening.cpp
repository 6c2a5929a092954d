// SPDX-License-Identifier: Apache-2.0
//
// The handshake: who asks, who answers, and who knows what after each step.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t kClient = 0;
constexpr std::size_t kServer = 1;
constexpr std::string_view kOpeningRfc = "RFC 9293, 3.5";

/// After SYN the server knows one direction, after SYN + ACK the client knows both, after ACK the server does, too.
std::array<Knowledge, 2> knowledgeAfter(int steps) {
    std::array<Knowledge, 2> knows;
    const Knowledge all{{true, true}, {true, true}};
    if (steps >= 1) {
        knows[kServer].canSend[kClient] = true;
        knows[kServer].canHear[kServer] = true;
    }
    if (steps >= 2)
        knows[kClient] = all;
    if (steps >= 3)
        knows[kServer] = all;
    return knows;
}

/// The answer shows that the SYN arrived.
std::optional<std::size_t> answerOfSyn(const Story& s) {
    if (s.facts.synAck)
        return s.facts.synAck;
    const bool isRefused = s.facts.reset && s.segments[*s.facts.reset].sender == Side::Responder;
    return isRefused ? s.facts.reset : std::nullopt;
}

void tellSyn(const Story& s, Explanations& told) {
    const std::size_t syn = *s.facts.syn;
    const std::string client = s.who(Side::Initiator);
    const std::string server = s.who(Side::Responder);
    Explanation e = explanationAt(s, ExplanationKind::Syn, syn, Side::Initiator);
    e.rfc = kOpeningRfc;
    e.title = say(s.language, "SYN: {0} asks for a connection", {client});
    e.sentences.push_back(say(s.language, "{0} sends SYN to port {1} and waits for an answer in SYN_SENT.",
                              {s.whoFirst(Side::Initiator), std::to_string(s.end(Side::Responder).address.port)}));
    if (const std::uint32_t payload = s.segments[syn].payloadBytes; payload > 0)
        e.sentences.push_back(
            say(s.language,
                "It carries {0} of data already (TCP Fast Open), which count only if the answer acknowledges them.",
                {byteCountText(payload)}));
    else
        e.sentences.push_back(
            say(s.language,
                "It is a header without application data: nothing of value is sent until the path has been tried."));
    if (const auto answer = answerOfSyn(s); answer && !s.isSimultaneousOpen()) {
        e.sentences.push_back(
            say(s.language,
                "Once it has arrived, {0} knows that {1} can send and that it can itself hear; {1} knows nothing yet.",
                {server, client}));
        restOn(s, e, answer);
        e.knows = knowledgeAfter(1);
    }
    told.push_back(std::move(e));
}

void tellSynAck(const Story& s, Explanations& told) {
    const std::size_t synAck = *s.facts.synAck;
    const std::string client = s.who(Side::Initiator);
    Explanation e = explanationAt(s, ExplanationKind::SynAck, synAck, Side::Responder);
    e.rfc = kOpeningRfc;
    e.title = say(s.language, "SYN + ACK: two messages in one segment");
    e.sentences.push_back(
        say(s.language, "ACK answers “fine” to {0}'s SYN, and SYN asks the same in the other direction.", {client}));
    e.sentences.push_back(say(
        s.language,
        "Both leave the same kernel at the same moment, so they travel together; two segments would only cost more."));
    if (!s.beganWithOldSyn())
        e.sentences.push_back(say(s.language,
                                  "Now {0} knows all it needs: both sides can send and hear, and the path works both "
                                  "ways. {1} does not know yet whether its own words arrive.",
                                  {client, s.whoFirst(Side::Responder)}));
    if (s.facts.syn) {
        restOn(s, e, s.facts.syn);
        e.sentences.push_back(
            say(s.language, "The answer was seen {0} after the SYN.", {durationText(s.between(*s.facts.syn, synAck))}));
    }
    if (!s.beganWithOldSyn())
        e.knows = knowledgeAfter(2);
    told.push_back(std::move(e));
}

/// No packet proves that the server had got the last ACK.
bool isTakenAsDelivered(const Story& s) {
    const DetailTransition* opened = s.firstInto(Side::Responder, State::Established);
    return opened != nullptr && opened->basis == Basis::Received;
}

void tellHandshakeDone(const Story& s, Explanations& told) {
    const std::size_t opened = *s.facts.opened;
    const DetailSegment& segment = s.segments[opened];
    const bool isBareAck = segment.payloadBytes == 0 && !segment.flags.syn() && segment.sender == Side::Initiator;
    const std::string client = s.who(Side::Initiator);
    const std::string server = s.who(Side::Responder);
    const std::string took = durationText(s.between(*s.facts.syn, opened));
    Explanation e = explanationAt(s, isBareAck ? ExplanationKind::HandshakeDone : ExplanationKind::OpenedByData, opened,
                                  Side::Initiator);
    e.rfc = kOpeningRfc;
    e.knows = knowledgeAfter(3);
    restOn(s, e, s.facts.syn);
    restOn(s, e, s.facts.synAck);
    if (isBareAck) {
        e.title = say(s.language, "ACK: open after {0}", {took});
        e.sentences.push_back(
            say(s.language,
                "Now {0} knows it, too: both can send and hear. Both have written the connection down: ESTABLISHED.",
                {server}));
        e.sentences.push_back(say(
            s.language,
            "Hence three: after two segments {0} would still be guessing, and a fourth would tell nobody anything new.",
            {server}));
    } else {
        e.title = say(s.language, "Open after {0}", {took});
        e.sentences.push_back(say(s.language,
                                  "The handshake's last ACK was not seen as a segment of its own, but packet {0} shows "
                                  "that both sides are ESTABLISHED.",
                                  {s.packet(opened)}));
    }
    if (isTakenAsDelivered(s))
        e.sentences.push_back(say(
            s.language, "No later packet of {0} proves that this ACK arrived; it is taken as delivered.", {server}));
    told.push_back(std::move(e));
}

void tellRefused(const Story& s, Explanations& told) {
    const std::size_t reset = *s.facts.reset;
    const std::string port = std::to_string(s.end(Side::Responder).address.port);
    Explanation e = explanationAt(s, ExplanationKind::Refused, reset, Side::Responder);
    e.rfc = "RFC 9293, 3.5.2";
    restOn(s, e, s.facts.syn);
    e.title = say(s.language, "RST: nobody listens on port {0}", {port});
    e.sentences.push_back(say(s.language,
                              "{0} answers the SYN with RST after {1}: no program there listens on port {2}. A "
                              "firewall that rejects can answer in the same way.",
                              {s.whoFirst(Side::Responder), durationText(s.between(*s.facts.syn, reset)), port}));
    e.sentences.push_back(
        say(s.language, "The RST counts because it acknowledges just this SYN; there never was a connection."));
    e.sentences.push_back(say(s.language, "The program at {0} sees its connect() fail with “connection refused”.",
                              {s.who(Side::Initiator)}));
    told.push_back(std::move(e));
}

bool isRefused(const Story& s) {
    if (!s.facts.syn || s.facts.synAck || !s.facts.reset)
        return false;
    const DetailSegment& reset = s.segments[*s.facts.reset];
    return reset.sender == Side::Responder && isAccepted(reset) && s.end(Side::Initiator).state == State::Closed;
}

void tellSimultaneousOpen(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::SimultaneousOpen);
    const std::optional<std::size_t> second = s.segmentAt(incident->packet);
    if (!second)
        return;
    Explanation e = explanationAt(s, ExplanationKind::SimultaneousOpen, *second);
    e.rfc = kOpeningRfc;
    restOn(e, incident->related);
    e.title = say(s.language, "Both open at the same moment");
    e.sentences.push_back(say(s.language, "{0} sent a SYN of its own before it had seen {1}'s: the two SYNs crossed.",
                              {s.whoFirst(incident->side), s.who(other(incident->side))}));
    e.sentences.push_back(say(s.language, "Each is asked while it asks, so both go through SYN_RECEIVED; the four "
                                          "segments make one connection and not two."));
    told.push_back(std::move(e));
}

} // namespace

void tellOpening(const Story& s, Explanations& told) {
    if (s.facts.syn)
        tellSyn(s, told);
    if (s.isSimultaneousOpen()) {
        tellSimultaneousOpen(s, told);
        return;
    }
    if (s.facts.synAck && s.segments[*s.facts.synAck].sender == Side::Responder)
        tellSynAck(s, told);
    if (s.facts.opened && s.facts.synAck && *s.facts.opened > *s.facts.synAck)
        tellHandshakeDone(s, told);
    if (isRefused(s))
        tellRefused(s, told);
}

} // namespace synscope
