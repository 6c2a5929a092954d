// SPDX-License-Identifier: Apache-2.0
//
// How arrows look: one look for each kind of segment, told by colour and, for whoever does not see colours, by the
// stroke, the head and a letter at the arrow's beginning. Window and exports draw from this one table.
#pragma once

#include "core/diagram/picture.h"
#include "core/store/replay.h"

#include <span>
#include <string_view>

namespace synscope {

enum class Look : std::uint8_t {
    Plain,
    WindowUpdate,
    KeepAliveAnswer,
    KeepAlive,
    DuplicateAck,
    ChallengeAck,
    WindowProbe,
    ZeroWindow,
    CapturedTwice,
    OutOfOrder,
    Retransmission,
    BadFlags,
    Discarded,
    Stale,
    Reset,
    Lost,        ///< on its way between two captures
    NotCaptured, ///< must exist by what others acknowledge or skip; no packet shows it
};

struct LookStyle {
    Look look = Look::Plain;
    Ink ink = Ink::Arrow;
    Dash dash = Dash::Solid;
    double width = 1.4;
    bool isOpenHead = false;
    bool cross = false;          ///< it ends before the lifeline: nobody took it
    std::string_view sign;       ///< the letter at its beginning; empty for none
    std::string_view name;       ///< for the legend
    std::string_view textStroke; ///< of the text ladder, drawn again and again
};

/// The look that tells most of a segment: what did not count before what came twice, that before the rest.
[[nodiscard]] Look lookOf(const DetailSegment& segment);
/// Its style. A RST that was discarded keeps the colour and width of a RST.
[[nodiscard]] LookStyle styleOf(const DetailSegment& segment);
[[nodiscard]] const LookStyle& styleOf(Look look);
/// All, Plain first, in the order of legends; the later tells more where two share a place.
[[nodiscard]] std::span<const LookStyle> lookStyles();

} // namespace synscope
