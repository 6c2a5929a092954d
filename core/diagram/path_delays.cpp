// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/path_delays.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// What one side sent last and an acknowledgement would answer.
struct Question {
    SeqNum end;
    Timestamp time{};
    bool isOpen = false;
};

} // namespace

std::optional<PathDelays> pathDelays(const ConnectionDetail& detail) {
    if (detail.ends) {
        PathDelays delays{};
        delays[1 - at(detail.ends->near)] = detail.ends->roundTrip / 2;
        return delays;
    }
    if (!detail.tap)
        return std::nullopt;
    PathDelays roundTrip{detail.tap->toInitiator, detail.tap->toResponder};
    std::array<Question, 2> asked; // by who asked
    for (const DetailSegment& segment : detail.segments) {
        const std::size_t sender = at(segment.sender);
        Question& answered = asked[1 - sender];
        if (answered.isOpen && segment.flags.ack() && segment.ack == answered.end) {
            roundTrip[sender] = std::clamp(segment.time - answered.time, Duration{0}, roundTrip[sender]);
            answered.isOpen = false;
        }
        const std::uint32_t length =
            segment.payloadBytes + (segment.flags.syn() ? 1U : 0U) + (segment.flags.fin() ? 1U : 0U);
        if (length > 0)
            asked[sender] = {segment.seq + length, segment.time, true};
    }
    return PathDelays{roundTrip[0] / 2, roundTrip[1] / 2};
}

SegmentWay wayOf(const DetailSegment& segment, const PathDelays& delays) {
    if (const std::optional<Timestamp> elsewhere = segment.elsewhere())
        return {std::max(Duration{0}, segment.time - *elsewhere), std::max(Duration{0}, *elsewhere - segment.time)};
    return {delays[at(segment.sender)], delays[at(other(segment.sender))]};
}

} // namespace synscope
