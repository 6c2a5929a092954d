// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/certainty_text.h"

#include "core/diagram/ladder_text.h"
#include "core/diagram/state_claims.h"

#include <utility>

namespace synscope {
namespace {

constexpr std::array kSides{Side::Initiator, Side::Responder};

CertaintyNote beginning(const ConnectionDetail& detail) {
    switch (detail.origin) {
    case Origin::Handshake:
        return {"beginning", "the opening was captured", false, {}};
    case Origin::Midstream:
        return {"beginning", "the capture began later: what came before is not known", true, "opening not seen"};
    case Origin::SocketTable:
        return {"beginning", "known from the socket table alone, without packets", true, "no packets"};
    }
    return {};
}

CertaintyNote roles(const ConnectionDetail& detail) {
    if (detail.rolesGuessed)
        return {"roles", "guessed: no SYN was seen, so who opened is not known", true, "roles guessed"};
    return {"roles", "who opened is known from the SYN or its answer", false, {}};
}

/// What the capture lacks of this connection. The only place that knows the bits.
std::vector<CertaintyNote> qualityNotes(const ConnectionDetail& detail) {
    const auto has = [&detail](QualityBit bit) { return (detail.quality & static_cast<unsigned>(bit)) != 0; };
    std::vector<CertaintyNote> notes;
    const auto add = [&notes](std::string text, std::string shortText) {
        notes.push_back({"capture", std::move(text), true, std::move(shortText)});
    };
    constexpr std::array kMissed{QualityBit::MissedFromInitiator, QualityBit::MissedFromResponder};
    for (const Side side : kSides) {
        if (has(kMissed[static_cast<std::size_t>(side)]))
            add("packets that " + theRole(detail, side) + " sent are missing",
                theRole(detail, side).substr(4) + "'s packets missing");
    }
    if (has(QualityBit::CutHeaders))
        add("the snap length cut TCP headers or options", "headers cut");
    if (has(QualityBit::DuplicateFrames))
        add("frames were captured twice", "frames captured twice");
    if (has(QualityBit::SuperSegments))
        add("payloads exceed the MSS: captured before the network card cut them, or after it joined them",
            "segments joined");
    if (has(QualityBit::ClockBackwards))
        add("times go backwards", "times go backwards");
    return notes;
}

/// The endpoints' last states, where the packets leave more than one.
std::vector<CertaintyNote> undecidedNotes(const ConnectionDetail& detail) {
    std::vector<CertaintyNote> notes;
    for (const Side side : kSides) {
        const EndpointView& endpoint = detail.endpoint[static_cast<std::size_t>(side)];
        const std::string undecided = undecidedText(endpoint.state, endpoint.possible);
        if (!undecided.empty())
            notes.push_back({"states", theRole(detail, side) + " is in " + undecided, true,
                             theRole(detail, side).substr(4) + "'s state undecided"});
    }
    return notes;
}

} // namespace

std::string reuseText(ReuseReason reason) {
    switch (reason) {
    case ReuseReason::None:
        return {};
    case ReuseReason::AfterClose:
        return "new connection: both ends of the one before were closed";
    case ReuseReason::AfterReset:
        return "new connection: the one before had ended with RST";
    case ReuseReason::HigherIsn:
        return "new connection: its ISN is above the last number used (RFC 9293, 3.6.1)";
    case ReuseReason::NewerTimestamp:
        return "new connection: its timestamp is newer than the last one used (RFC 6191)";
    case ReuseReason::AnsweredSyn:
        return "new connection: its SYN was answered by SYN + ACK, though the one before looked alive";
    case ReuseReason::NextAttempt:
        return "new attempt: a SYN with another number, before anybody answered the first";
    }
    return {};
}

std::vector<CertaintyNote> certaintyNotes(const ConnectionDetail& detail) {
    std::vector<CertaintyNote> notes{beginning(detail)};
    if (detail.rolesGuessed || detail.origin == Origin::Handshake)
        notes.push_back(roles(detail));
    if (const std::string reuse = reuseText(detail.reuse); !reuse.empty())
        notes.push_back({"ports", reuse, false, {}});
    for (CertaintyNote& note : undecidedNotes(detail))
        notes.push_back(std::move(note));
    std::vector<CertaintyNote> lacks = qualityNotes(detail);
    if (lacks.empty())
        notes.push_back({"capture", "nothing of this connection is known to be missing", false, {}});
    for (CertaintyNote& note : lacks)
        notes.push_back(std::move(note));
    return notes;
}

} // namespace synscope
