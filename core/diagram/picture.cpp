// SPDX-License-Identifier: Apache-2.0
//
// Text widths without a font: a table of advances between those of Inter and DejaVu Sans for words, and
// the 0.6 em that the monospaced fonts of the stack share for numbers.
#include "core/diagram/picture.h"

#include <array>
#include <cstddef>

namespace synscope {
namespace {

/// Advances of U+0020 to U+007E in thousandths of an em.
constexpr std::array<int, 95> kWordAdvance{
    300, 360, 430, 790, 610, 880, 720, 260, 370, 370, 480, 800, 300, 345, 300, 330, // space to /
    610, 560, 600, 610, 620, 600, 610, 580, 610, 610, 310, 310, 800, 800, 800, 510, // 0 to ?
    950, 660, 650, 670, 730, 600, 560, 740, 720, 280, 330, 630, 540, 840, 720, 750, // @ to O
    590, 750, 650, 610, 600, 705, 660, 950, 650, 610, 640, 370, 330, 370, 800, 480, // P to _
    480, 580, 605, 540, 605, 585, 340, 605, 600, 265, 265, 550, 265, 915, 600, 590, // ` to o
    605, 605, 390, 500, 375, 600, 560, 790, 560, 565, 510, 600, 320, 600, 800,      // p to ~
};
constexpr int kNumberAdvance = 602;
constexpr int kOtherAdvance = 600; ///< Latin, Greek, Cyrillic letters and signs beyond ASCII
constexpr int kWideAdvance = 1000; ///< Chinese, Japanese, Korean
constexpr int kCombiningAdvance = 0;
constexpr double kBoldFactor = 1.12;

/// The code point at `at`, which moves past it; damaged UTF-8 counts byte by byte.
char32_t nextCodePoint(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    char32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
    std::size_t used = 1;
    while (used < length && at + used < text.size() && (byte(at + used) & 0xc0U) == 0x80U)
        code = (code << 6) | (byte(at + used++) & 0x3fU);
    at += used;
    return code;
}

bool isWide(char32_t code) {
    return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xd7a3) ||
           (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) ||
           (code >= 0xff00 && code <= 0xff60) || (code >= 0x1f300 && code <= 0x1faff) ||
           (code >= 0x20000 && code <= 0x3fffd);
}

int advanceOf(char32_t code, bool numbers) {
    if (code >= 0x300 && code <= 0x36f)
        return kCombiningAdvance;
    if (isWide(code))
        return kWideAdvance;
    if (numbers)
        return kNumberAdvance;
    if (code >= 0x20 && code <= 0x7e)
        return kWordAdvance[code - 0x20];
    return kOtherAdvance;
}

constexpr std::array<double, 2> kDashed{6, 4};
constexpr std::array<double, 2> kDotted{1.5, 3.5};
constexpr std::array<double, 4> kDashDot{7, 3, 1.5, 3};

} // namespace

std::span<const double> dashLengths(Dash dash) {
    switch (dash) {
    case Dash::Solid:
        return {};
    case Dash::Dashed:
        return kDashed;
    case Dash::Dotted:
        return kDotted;
    case Dash::DashDot:
        return kDashDot;
    }
    return {};
}

double estimateTextWidth(std::string_view text, Face face, double size) {
    const bool numbers = face == Face::Numbers || face == Face::NumbersBold;
    long thousandths = 0;
    for (std::size_t at = 0; at < text.size();)
        thousandths += advanceOf(nextCodePoint(text, at), numbers);
    const double factor = face == Face::WordsBold ? kBoldFactor : 1.0;
    return static_cast<double>(thousandths) * size * factor / 1000.0;
}

} // namespace synscope
