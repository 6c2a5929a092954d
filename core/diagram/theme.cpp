// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/theme.h"

namespace synscope {
namespace {

constexpr Colour rgb(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
            static_cast<std::uint8_t>(value)};
}

/// One row an ink: light, dark, print.
struct InkColours {
    std::uint32_t light;
    std::uint32_t dark;
    std::uint32_t print;
};

InkColours coloursOf(Ink ink) {
    switch (ink) {
    case Ink::Background:
        return {0xf4f6f8, 0x15181d, 0xffffff};
    case Ink::Surface:
        return {0xffffff, 0x1c1f25, 0xffffff};
    case Ink::Border:
        return {0xdfe3e8, 0x30353d, 0xc8cdd4};
    case Ink::Text:
        return {0x1a2130, 0xe8ebf0, 0x101521};
    case Ink::MutedText:
        return {0x667080, 0x9aa3b0, 0x4b5563};
    case Ink::FaintText:
        return {0x98a1ae, 0x6d7683, 0x8a93a0};
    case Ink::Accent:
        return {0x2457c5, 0x7aa5ff, 0x2457c5};
    case Ink::AccentSurface:
        return {0xe7eefc, 0x22345c, 0xeef3fd};
    case Ink::Arrow:
        return {0x1a2130, 0xe8ebf0, 0x101521};
    case Ink::Anomaly:
        return {0x9a5b00, 0xe0b060, 0x8a5200};
    case Ink::Attention:
        return {0xe2571e, 0xe2571e, 0xe2571e};
    case Ink::AttentionSurface:
        return {0xfcebe4, 0x2f211d, 0xfdf0ea};
    case Ink::Reset:
        return {0xb3263e, 0xf2788a, 0xa11b33};
    case Ink::State:
    case Ink::StateSurface:
        break;
    }
    return {0, 0, 0};
}

/// Mixes `share` of 256 of `colour` into `ground`.
constexpr Colour mixed(Colour colour, Colour ground, int share) {
    const auto mix = [share](int c, int g) { return static_cast<std::uint8_t>((c * share + g * (256 - share)) / 256); };
    return {mix(colour.red, ground.red), mix(colour.green, ground.green), mix(colour.blue, ground.blue)};
}

} // namespace

std::optional<Theme> themeFromText(std::string_view text) {
    if (text == "light")
        return Theme::Light;
    if (text == "dark")
        return Theme::Dark;
    if (text == "print")
        return Theme::Print;
    return std::nullopt;
}

std::string hexText(Colour colour) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "#";
    for (const unsigned part : {colour.red, colour.green, colour.blue}) {
        text += kDigits[part >> 4];
        text += kDigits[part & 15U];
    }
    return text;
}

Colour colourOf(State state, Theme) {
    switch (state) {
    case State::Listen:
        return rgb(0x8ab6d6);
    case State::SynSent:
    case State::SynReceived:
        return rgb(0xe9c46a);
    case State::Established:
        return rgb(0x2a9d72);
    case State::FinWait1:
    case State::FinWait2:
        return rgb(0x4c86c6);
    case State::Closing:
        return rgb(0x5b4fb0);
    case State::CloseWait:
        return rgb(0xe2571e);
    case State::LastAck:
        return rgb(0xb8578f);
    case State::TimeWait:
        return rgb(0xa3a9b3);
    case State::Closed:
    case State::Unknown:
        return rgb(0xd5d9de);
    }
    return rgb(0xd5d9de);
}

Colour colourOf(Brush brush, Theme theme) {
    if (brush.ink == Ink::State)
        return colourOf(brush.state, theme);
    // What is over is a light grey, which on dark ground would outshine the states that matter.
    const bool isOver = brush.state == State::Closed || brush.state == State::Unknown;
    if (brush.ink == Ink::StateSurface)
        return mixed(colourOf(brush.state, theme), colourOf(Brush{Ink::Surface}, theme),
                     theme == Theme::Dark ? (isOver ? 28 : 64) : 46);
    const InkColours colours = coloursOf(brush.ink);
    switch (theme) {
    case Theme::Light:
        return rgb(colours.light);
    case Theme::Dark:
        return rgb(colours.dark);
    case Theme::Print:
        return rgb(colours.print);
    }
    return rgb(colours.light);
}

} // namespace synscope
