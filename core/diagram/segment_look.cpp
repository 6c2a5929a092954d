// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/segment_look.h"

#include <array>
#include <utility>

namespace synscope {
namespace {

constexpr double kThin = 1;
constexpr double kUsual = 1.4;
constexpr double kBold = 2;

constexpr std::array kStyles{
    LookStyle{Look::Plain, Ink::Arrow, Dash::Solid, kUsual, false, false, "", phrase("segment"), "-"},
    LookStyle{Look::WindowUpdate, Ink::Arrow, Dash::Solid, kThin, true, false, "W", phrase("window update"), "-"},
    LookStyle{Look::KeepAliveAnswer, Ink::Arrow, Dash::Dotted, kUsual, true, false, "k", phrase("keep-alive answer"),
              ". "},
    LookStyle{Look::KeepAlive, Ink::Arrow, Dash::Dotted, kUsual, false, false, "K", phrase("keep-alive"), ". "},
    LookStyle{Look::DuplicateAck, Ink::Anomaly, Dash::Solid, kThin, true, false, "D", phrase("duplicate ACK"), "-"},
    LookStyle{Look::ChallengeAck, Ink::Anomaly, Dash::Solid, kUsual, true, false, "C", phrase("challenge ACK"), "-"},
    LookStyle{Look::WindowProbe, Ink::Anomaly, Dash::Dotted, kUsual, false, false, "P", phrase("window probe"), ". "},
    LookStyle{Look::ZeroWindow, Ink::Anomaly, Dash::Solid, kBold, false, false, "0", phrase("window 0"), "-"},
    LookStyle{Look::CapturedTwice, Ink::Anomaly, Dash::DashDot, kThin, true, false, "2", phrase("captured twice"),
              "-."},
    LookStyle{Look::OutOfOrder, Ink::Anomaly, Dash::DashDot, kUsual, false, false, "O", phrase("out of order"), "-"},
    LookStyle{Look::Retransmission, Ink::Anomaly, Dash::Dashed, kUsual, false, false, "R", phrase("retransmission"),
              "- "},
    LookStyle{Look::BadFlags, Ink::Anomaly, Dash::Solid, kUsual, false, true, "?", phrase("impossible flags"), "-"},
    LookStyle{Look::Discarded, Ink::Anomaly, Dash::Solid, kUsual, false, true, "×", phrase("discarded"), "-"},
    LookStyle{Look::Stale, Ink::Anomaly, Dash::DashDot, kUsual, false, true, "S", phrase("stale, of before"), "-."},
    LookStyle{Look::Reset, Ink::Reset, Dash::Solid, kBold, false, false, "", phrase("RST"), "="},
    LookStyle{Look::Lost, Ink::Anomaly, Dash::Dashed, kBold, false, true, "L", phrase("lost on its way"), "- "},
    LookStyle{Look::NotCaptured, Ink::Anomaly, Dash::Dashed, kThin, true, false, "", phrase("must exist, not captured"),
              "- "},
};

/// What tells most first.
constexpr std::array kByMark{
    std::pair{Mark::Stale, Look::Stale},
    std::pair{Mark::Discarded, Look::Discarded},
    std::pair{Mark::BadFlags, Look::BadFlags},
    std::pair{Mark::DuplicateFrame, Look::CapturedTwice},
    std::pair{Mark::Retransmission, Look::Retransmission},
    std::pair{Mark::OutOfOrder, Look::OutOfOrder},
    std::pair{Mark::WindowProbe, Look::WindowProbe},
    std::pair{Mark::KeepAlive, Look::KeepAlive},
    std::pair{Mark::ZeroWindow, Look::ZeroWindow},
    std::pair{Mark::KeepAliveAck, Look::KeepAliveAnswer},
    std::pair{Mark::ChallengeAck, Look::ChallengeAck},
    std::pair{Mark::DuplicateAck, Look::DuplicateAck},
    std::pair{Mark::WindowUpdate, Look::WindowUpdate},
};

} // namespace

Look lookOf(const DetailSegment& segment) {
    if (segment.isLost)
        return Look::Lost;
    for (const auto& [mark, look] : kByMark) {
        if (segment.marks.has(mark))
            return look;
    }
    return segment.flags.rst() ? Look::Reset : Look::Plain;
}

LookStyle styleOf(const DetailSegment& segment) {
    LookStyle style = styleOf(lookOf(segment));
    if (segment.flags.rst()) {
        style.ink = Ink::Reset;
        style.width = kBold;
    }
    return style;
}

const LookStyle& styleOf(Look look) {
    return kStyles[static_cast<std::size_t>(look)];
}

std::span<const LookStyle> lookStyles() {
    return kStyles;
}

} // namespace synscope
