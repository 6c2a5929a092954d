// SPDX-License-Identifier: Apache-2.0
//
// A picture as plain values: rectangles, lines, arrows' heads and texts with roles instead of colours and
// fonts. Layouts produce it, two thin replayers (QPainter in ui, SVG in core/export) draw it.
// Unit: px at scale 1, y grows downwards.
#pragma once

#include "core/tcp/state.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synscope {

struct Point {
    double x = 0;
    double y = 0;
};

struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
};

/// What a colour means; the theme (light, dark, print) says which one it is.
enum class Ink : std::uint8_t {
    Background,
    Surface,
    Border,
    Text,
    MutedText,
    FaintText,
    Accent,
    AccentSurface,
    Arrow,     ///< a normal segment
    Anomaly,   ///< retransmission, out of order, duplicate
    Attention, ///< CLOSE_WAIT and nothing else
    AttentionSurface,
    Reset,
    State,        ///< the colour of `Brush::state`
    StateSurface, ///< its pale form, for chips
};

struct Brush {
    Ink ink = Ink::Text;
    State state = State::Unknown; ///< only for Ink::State and Ink::StateSurface
};

enum class Dash : std::uint8_t { Solid, Dashed, Dotted, DashDot };

/// Lengths in px of stroke and pause by turns; empty for a solid line. Both replayers draw these.
[[nodiscard]] std::span<const double> dashLengths(Dash dash);

enum class Face : std::uint8_t { Words, WordsBold, Numbers, NumbersBold };
enum class Anchor : std::uint8_t { Start, Middle, End };

struct BoxShape {
    Rect rect;
    Brush fill;
    bool filled = true;
    Brush border;
    bool bordered = false;
    Dash borderDash = Dash::Solid;
    double radius = 0;
    bool hatched = false; ///< second sign: provisional or unknown
    Brush hatch{Ink::MutedText};
    std::string tip; ///< becomes <title> in SVG; empty for none
};

struct LineShape {
    Point from;
    Point to;
    Brush brush;
    double width = 1;
    Dash dash = Dash::Solid;
    bool arrowHead = false;  ///< at `to`; a filled triangle
    bool isOpenHead = false; ///< the head is two strokes, not a filled triangle
    bool cross = false;      ///< an x at `to`: discarded, not delivered
    std::string tip;
};

/// Baseline at `at`. `degrees` turns about `at`, clockwise.
struct TextShape {
    Point at;
    std::string text;
    Brush brush;
    Face face = Face::Words;
    double size = 12; ///< px
    Anchor anchor = Anchor::Start;
    double degrees = 0;
    bool struck = false; ///< a line through it: not so any more
};

using Shape = std::variant<BoxShape, LineShape, TextShape>;

struct Picture {
    double width = 0;
    double height = 0;
    std::string title;         ///< <title>
    std::string description;   ///< <desc>
    std::vector<Shape> shapes; ///< painter's order
};

/// Width of a text in the generic font stacks, estimated without a font (core has none): good to about 8 %.
[[nodiscard]] double estimateTextWidth(std::string_view text, Face face, double size);

} // namespace synscope
