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

std::string placeInWords(const TapSide& tap, Language language) {
    const std::string client = durationInWords(tap.toInitiator);
    const std::string server = durationInWords(tap.toResponder);
    switch (tap.place) {
    case TapPlace::NearInitiator:
        return say(language, "Captured beside the client: {0} of the round trip lie on its side, {1} on the server's.",
                   {client, server});
    case TapPlace::NearResponder:
        return say(language, "Captured beside the server: {1} of the round trip lie on its side, {0} on the client's.",
                   {client, server});
    case TapPlace::Between:
        return say(language,
                   "Captured between the two: {0} of the round trip lie on the client's side, {1} on the "
                   "server's.",
                   {client, server});
    case TapPlace::NearBoth:
        return say(language,
                   "Captured beside both, as on one machine: {0} of the round trip lie on the client's side,"
                   " {1} on the server's.",
                   {client, server});
    }
    return "";
}

std::string meaningInWords(const TapSide& tap, Language language) {
    const std::string client = durationInWords(tap.toInitiator);
    const std::string server = durationInWords(tap.toResponder);
    switch (tap.place) {
    case TapPlace::NearInitiator:
        return say(language, "Times of the client's moves are its own; the server's are off by up to {0}.", {server});
    case TapPlace::NearResponder:
        return say(language, "Times of the server's moves are its own; the client's are off by up to {0}.", {client});
    case TapPlace::Between:
        return say(language, "Times of the client's moves are off by up to {0}, the server's by up to {1}.",
                   {client, server});
    case TapPlace::NearBoth:
        return say(language, "Times of the moves of both are their own.");
    }
    return "";
}

} // namespace synscope
