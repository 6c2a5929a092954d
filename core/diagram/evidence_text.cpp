// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/evidence_text.h"

#include "core/diagram/ladder_text.h"
#include "core/tcp/transitions.h"

#include <algorithm>

namespace synscope {
namespace {

/// How a change came about, as far as the states alone do not say it.
enum class Cause { Exchange, SentReset, ReceivedReset, Timer, Replaced };

bool isReset(const ConnectionDetail& detail, const DetailTransition& transition) {
    const DetailSegment* segment = segmentOf(detail, transition.packet);
    return segment != nullptr && segment->flags.rst();
}

Cause causeOf(const ConnectionDetail& detail, const DetailTransition& transition) {
    if (isReset(detail, transition))
        return transition.basis == Basis::Sent ? Cause::SentReset : Cause::ReceivedReset;
    if (transition.basis == Basis::Timer)
        return Cause::Timer;
    const bool isOrdinary = transition.to != State::Closed || transition.from == State::LastAck;
    return isOrdinary ? Cause::Exchange : Cause::Replaced;
}

bool isEventOf(Cause cause, TcpEvent event) {
    switch (cause) {
    case Cause::SentReset:
        return event == TcpEvent::SendReset;
    case Cause::ReceivedReset:
        return event == TcpEvent::ReceiveReset || event == TcpEvent::ReceiveResetPassive;
    case Cause::Timer:
        return event == TcpEvent::TimeWaitOver;
    case Cause::Replaced:
        return event == TcpEvent::Replaced;
    case Cause::Exchange:
        return event != TcpEvent::SendReset && event != TcpEvent::ReceiveReset && event != TcpEvent::Replaced;
    }
    return false;
}

std::string closedMeaning(Language language, Cause cause) {
    switch (cause) {
    case Cause::SentReset:
        return say(language, "it gave up with RST and forgot the connection");
    case Cause::ReceivedReset:
        return say(language, "RST arrived: the connection is forgotten at once");
    case Cause::Timer:
        return say(language, "2MSL passed in silence: nothing is left to remember");
    case Cause::Replaced:
        return say(language, "its ports serve a newer connection");
    case Cause::Exchange:
        return say(language, "its FIN is acknowledged: nothing is left to remember");
    }
    return {};
}

/// "FIN sent again", "data sent again"; of what does not repeat its flags.
std::string proofWords(Language language, const DetailSegment& proof, const DetailSegment* lost) {
    const bool isRepeated = lost != nullptr && proof.sender == lost->sender && proof.seq == lost->seq;
    if (!isRepeated)
        return flagsText(proof.flags, language);
    if (!proof.flags.fin() && !proof.flags.syn() && proof.payloadBytes > 0)
        return say(language, "data sent again");
    const std::string what = proof.flags.fin()    ? "FIN"
                             : !proof.flags.syn() ? flagsText(proof.flags, language)
                             : proof.flags.ack()  ? "SYN + ACK"
                                                  : "SYN";
    return say(language, "{0} sent again", {what});
}

std::string packetText(Language language, PacketNumber packet) {
    return say(language, "packet {0}", {std::to_string(indexOf(packet))});
}

} // namespace

const DetailSegment* segmentOf(const ConnectionDetail& detail, PacketNumber packet) {
    const auto& segments = detail.segments;
    const auto found = std::lower_bound(segments.begin(), segments.end(), packet,
                                        [](const DetailSegment& s, PacketNumber wanted) { return s.packet < wanted; });
    return packet != kNoPacket && found != segments.end() && found->packet == packet ? &*found : nullptr;
}

std::string transitionMeaning(const ConnectionDetail& detail, const DetailTransition& transition) {
    if (transition.basis == Basis::Kernel)
        return transition.from == State::Unknown
                   ? say(detail.language, "it was so before the capture began, since then at the latest")
                   : say(detail.language, "the packets that led to it were not captured");
    if (transition.from == State::Unknown)
        return say(detail.language, "first seen so: the capture does not show how it got there");
    switch (transition.to) {
    case State::Closed:
        return closedMeaning(detail.language, causeOf(detail, transition));
    case State::Listen:
        return isReset(detail, transition)
                   ? say(detail.language, "the half-open connection was reset: it waits for others again")
                   : say(detail.language, "it waits for whoever connects");
    case State::SynSent:
        return say(detail.language, "its program connects: SYN sent");
    case State::SynReceived:
        return transition.from == State::SynSent ? say(detail.language, "both opened at once: SYN met SYN")
                                                 : say(detail.language, "SYN arrived");
    case State::Established:
        return say(detail.language, "its SYN is acknowledged: it can send, and be heard");
    case State::FinWait1:
        return say(detail.language, "its program closed: FIN sent");
    case State::FinWait2:
        return say(detail.language, "its FIN is acknowledged; the other side may go on sending");
    case State::CloseWait:
        return say(detail.language, "the other side closed; its own program has to close too");
    case State::Closing:
        return say(detail.language, "both closed at once: FIN met FIN");
    case State::LastAck:
        return say(detail.language, "its program closed too: FIN sent");
    case State::TimeWait:
        return say(detail.language, "both FINs are exchanged; it remembers for 2MSL");
    case State::Unknown:
        return say(detail.language, "nothing is known any more");
    }
    return {};
}

std::string transitionSource(const ConnectionDetail& detail, const DetailTransition& transition) {
    const Cause cause = causeOf(detail, transition);
    for (const TransitionRule& rule : kTransitionRules) {
        if (rule.from == transition.from && rule.to == transition.to && isEventOf(cause, rule.event))
            return "RFC 9293, " + std::string(rule.section);
    }
    return {};
}

std::string basisWords(const DetailTransition& transition, Language language) {
    switch (transition.basis) {
    case Basis::Sent:
        return say(language, "sent by this endpoint");
    case Basis::Received:
        return say(language, "received: taken as delivered, no later packet proves it");
    case Basis::Proven:
        return transition.proof == kNoPacket
                   ? say(language, "proven by a later packet")
                   : say(language, "proven by packet {0}", {std::to_string(indexOf(transition.proof))});
    case Basis::Timer:
        return say(language, "by the capture's clock, no packet");
    case Basis::Kernel:
        return say(language, "the kernel's socket table says so");
    }
    return {};
}

std::string transitionText(const ConnectionDetail& detail, const DetailTransition& transition) {
    const Language language = detail.language;
    std::string move;
    if (transition.from != State::Unknown)
        move = std::string(toText(transition.from)) + " → ";
    move += toText(transition.to);
    if (transition.packet != kNoPacket)
        move = say(language, "{0} at {1}", {move, packetText(language, transition.packet)});
    std::string source = transitionSource(detail, transition);
    if (!source.empty())
        source = say(language, " ({0})", {source});
    return say(language, "{0}: {1}: {2}; {3}{4}",
               {theRole(detail, transition.side), move, transitionMeaning(detail, transition),
                basisWords(transition, language), source});
}

std::string disproofWords(const ConnectionDetail& detail, const DetailTransition& transition) {
    const Language language = detail.language;
    const std::string packet = std::to_string(indexOf(transition.proof));
    if (transition.from == State::Unknown) // a guess at where the endpoint was when the capture began
        return say(language, "believed until packet {0} showed otherwise", {packet});
    const DetailSegment* proof = segmentOf(detail, transition.proof);
    if (proof == nullptr)
        return say(language, "believed until packet {0} showed it had not arrived", {packet});
    return say(language, "believed until packet {0} ({1}) showed it had not arrived",
               {packet, proofWords(language, *proof, segmentOf(detail, transition.packet))});
}

} // namespace synscope
