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

std::string closedMeaning(Cause cause) {
    switch (cause) {
    case Cause::SentReset:
        return "it gave up with RST and forgot the connection";
    case Cause::ReceivedReset:
        return "RST arrived: the connection is forgotten at once";
    case Cause::Timer:
        return "2MSL passed in silence: nothing is left to remember";
    case Cause::Replaced:
        return "its ports serve a newer connection";
    case Cause::Exchange:
        return "its FIN is acknowledged: nothing is left to remember";
    }
    return {};
}

/// "FIN sent again", "data sent again"; of what does not repeat its flags.
std::string proofWords(const DetailSegment& proof, const DetailSegment* lost) {
    const bool isRepeated = lost != nullptr && proof.sender == lost->sender && proof.seq == lost->seq;
    if (!isRepeated)
        return flagsText(proof.flags);
    if (proof.flags.fin())
        return "FIN sent again";
    if (proof.flags.syn())
        return std::string(proof.flags.ack() ? "SYN + ACK" : "SYN") + " sent again";
    return proof.payloadBytes > 0 ? "data sent again" : flagsText(proof.flags) + " sent again";
}

std::string packetText(PacketNumber packet) {
    return "packet " + std::to_string(indexOf(packet));
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
        return transition.from == State::Unknown ? "it was so before the capture began, since then at the latest"
                                                 : "the packets that led to it were not captured";
    if (transition.from == State::Unknown)
        return "first seen so: the capture does not show how it got there";
    switch (transition.to) {
    case State::Closed:
        return closedMeaning(causeOf(detail, transition));
    case State::Listen:
        return isReset(detail, transition) ? "the half-open connection was reset: it waits for others again"
                                           : "it waits for whoever connects";
    case State::SynSent:
        return "its program connects: SYN sent";
    case State::SynReceived:
        return transition.from == State::SynSent ? "both opened at once: SYN met SYN" : "SYN arrived";
    case State::Established:
        return "its SYN is acknowledged: it can send, and be heard";
    case State::FinWait1:
        return "its program closed: FIN sent";
    case State::FinWait2:
        return "its FIN is acknowledged; the other side may go on sending";
    case State::CloseWait:
        return "the other side closed; its own program has to close too";
    case State::Closing:
        return "both closed at once: FIN met FIN";
    case State::LastAck:
        return "its program closed too: FIN sent";
    case State::TimeWait:
        return "both FINs are exchanged; it remembers for 2MSL";
    case State::Unknown:
        return "nothing is known any more";
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

std::string basisWords(const DetailTransition& transition) {
    switch (transition.basis) {
    case Basis::Sent:
        return "sent by this endpoint";
    case Basis::Received:
        return "received: taken as delivered, no later packet proves it";
    case Basis::Proven:
        return transition.proof == kNoPacket ? "proven by a later packet" : "proven by " + packetText(transition.proof);
    case Basis::Timer:
        return "by the capture's clock, no packet";
    case Basis::Kernel:
        return "the kernel's socket table says so";
    }
    return {};
}

std::string transitionText(const ConnectionDetail& detail, const DetailTransition& transition) {
    std::string text = theRole(detail, transition.side) + ": ";
    if (transition.from != State::Unknown)
        text += std::string(toText(transition.from)) + " → ";
    text += toText(transition.to);
    if (transition.packet != kNoPacket)
        text += " at " + packetText(transition.packet);
    text += ": " + transitionMeaning(detail, transition) + "; " + basisWords(transition);
    if (const std::string source = transitionSource(detail, transition); !source.empty())
        text += " (" + source + ")";
    return text;
}

std::string disproofWords(const ConnectionDetail& detail, const DetailTransition& transition) {
    std::string text = "believed until " + packetText(transition.proof);
    if (transition.from == State::Unknown) // a guess at where the endpoint was when the capture began
        return text + " showed otherwise";
    if (const DetailSegment* proof = segmentOf(detail, transition.proof))
        text += " (" + proofWords(*proof, segmentOf(detail, transition.packet)) + ")";
    return text + " showed it had not arrived";
}

} // namespace synscope
