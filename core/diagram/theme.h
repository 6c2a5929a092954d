// SPDX-License-Identifier: Apache-2.0
//
// The colours of the three themes: one table for window, pictures and exports. CLOSE_WAIT alone is
// vermilion (Ink::Attention is the same colour); nothing else uses it.
#pragma once

#include "core/diagram/picture.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synscope {

enum class Theme : std::uint8_t { Light, Dark, Print };

/// "light", "dark", "print"; empty for anything else.
[[nodiscard]] std::optional<Theme> themeFromText(std::string_view text);

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend constexpr bool operator==(Colour, Colour) = default;
};

/// "#e2571e".
[[nodiscard]] std::string hexText(Colour colour);

[[nodiscard]] Colour colourOf(Brush brush, Theme theme);
/// The full colour of a state, the same in bands, chips and lanes.
[[nodiscard]] Colour colourOf(State state, Theme theme);

} // namespace synscope
