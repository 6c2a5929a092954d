// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/tap_side.h"

#include "core/diagnose/words.h"

#include <algorithm>
#include <array>

namespace synscope {
namespace {

/// When the endpoint entered `to` from `from`: as the tracker dates it, when the packet that moved it was seen.
std::optional<Timestamp> movedAt(std::span<const Transition> transitions, Side side, State from, State to) {
    const auto found = std::find_if(transitions.begin(), transitions.end(), [&](const Transition& t) {
        return t.side() == side && t.from() == from && t.to() == to;
    });
    if (found == transitions.end())
        return std::nullopt;
    return found->time();
}

/// Each of the two SYNs was seen once: a repeated one could have been answered in either copy.
bool isPlainHandshake(const ConnectionRow& row) {
    constexpr unsigned kSpoils = static_cast<unsigned>(QualityBit::MissedFromInitiator) |
                                 static_cast<unsigned>(QualityBit::MissedFromResponder) |
                                 static_cast<unsigned>(QualityBit::ClockBackwards);
    return static_cast<Origin>(row.origin) == Origin::Handshake && row.syn == 2 && row.segments[0] > 0 &&
           row.segments[1] > 0 && (row.quality & kSpoils) == 0;
}

std::optional<TapPlace> placeOf(Duration toInitiator, Duration toResponder) {
    const bool nearInitiator = toInitiator <= kNearRoundTrip;
    const bool nearResponder = toResponder <= kNearRoundTrip;
    if (nearInitiator && nearResponder)
        return TapPlace::NearBoth;
    if (!nearInitiator && !nearResponder)
        return TapPlace::Between;
    if (nearInitiator && toInitiator * kFarFactor <= toResponder)
        return TapPlace::NearInitiator;
    if (nearResponder && toResponder * kFarFactor <= toInitiator)
        return TapPlace::NearResponder;
    return std::nullopt;
}

/// "42 µs of the round trip lie on the server's side, 8.1 ms on the client's".
std::string sharesInWords(const TapSide& tap, Side first) {
    const bool initiatorFirst = first == Side::Initiator;
    const bool isBeside = tap.place == TapPlace::NearInitiator || tap.place == TapPlace::NearResponder;
    const std::string owner = isBeside ? "its" : initiatorFirst ? "the client's" : "the server's";
    return durationInWords(initiatorFirst ? tap.toInitiator : tap.toResponder) + " of the round trip lie on " + owner +
           " side, " + durationInWords(initiatorFirst ? tap.toResponder : tap.toInitiator) + " on " +
           (initiatorFirst ? "the server's" : "the client's");
}

} // namespace

std::optional<TapSide> tapSideOf(const ConnectionRow& row, std::span<const Transition> transitions) {
    if (!isPlainHandshake(row))
        return std::nullopt;
    const auto syn = movedAt(transitions, Side::Responder, State::Listen, State::SynReceived);
    const auto synAck = movedAt(transitions, Side::Initiator, State::SynSent, State::Established);
    const auto ack = movedAt(transitions, Side::Responder, State::SynReceived, State::Established);
    if (!syn || !synAck || !ack || *synAck < *syn || *ack < *synAck || *ack - *syn >= kFirstRetransmission)
        return std::nullopt;
    const std::optional<TapPlace> place = placeOf(*ack - *synAck, *synAck - *syn);
    if (!place)
        return std::nullopt;
    return TapSide{*place, *ack - *synAck, *synAck - *syn};
}

std::string_view toText(TapPlace place) {
    static constexpr std::array<std::string_view, 4> kNames{"a", "b", "middle", "both"};
    return kNames[static_cast<std::size_t>(place)];
}

std::string placeInWords(const TapSide& tap) {
    switch (tap.place) {
    case TapPlace::NearInitiator:
        return "Captured beside the client: " + sharesInWords(tap, Side::Initiator) + ".";
    case TapPlace::NearResponder:
        return "Captured beside the server: " + sharesInWords(tap, Side::Responder) + ".";
    case TapPlace::Between:
        return "Captured between the two: " + sharesInWords(tap, Side::Initiator) + ".";
    case TapPlace::NearBoth:
        return "Captured beside both, as on one machine: " + sharesInWords(tap, Side::Initiator) + ".";
    }
    return "";
}

std::string meaningInWords(const TapSide& tap) {
    const std::string ofInitiator = durationInWords(tap.toInitiator);
    const std::string ofResponder = durationInWords(tap.toResponder);
    switch (tap.place) {
    case TapPlace::NearInitiator:
        return "Times of the client's moves are its own; the server's are off by up to " + ofResponder + ".";
    case TapPlace::NearResponder:
        return "Times of the server's moves are its own; the client's are off by up to " + ofInitiator + ".";
    case TapPlace::Between:
        return "Times of the client's moves are off by up to " + ofInitiator + ", the server's by up to " +
               ofResponder + ".";
    case TapPlace::NearBoth:
        return "Times of the moves of both are their own.";
    }
    return "";
}

} // namespace synscope
