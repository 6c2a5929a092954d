// SPDX-License-Identifier: Apache-2.0
//
// Regular expressions whose time is bounded: the pattern becomes a small program, and all its threads step
// through the text together (Thompson 1968, Pike), so nothing is ever tried again. std::regex backtracks: a
// pattern of a dozen letters can keep it busy for hours.
#pragma once

#include "core/base/result.h"

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace synscope {

/// A compiled pattern: letters, `.`, `[a-z]`, `[^…]`, `\d \w \s`, `( )`, `|`, `* + ?`, `^` and `$`; a backslash takes
/// other characters as they are. Case of ASCII letters does not matter. Immutable, safe in any thread.
class TextPattern {
public:
    static constexpr std::size_t kMostSteps = 500; ///< of a program

    /// On failure Error::byteOffset is the place in `pattern`.
    [[nodiscard]] static Result<TextPattern> compile(std::string_view pattern);

    /// Whether some part of the text fits. Cost: at most the text's length times the pattern's; no allocation.
    [[nodiscard]] bool isIn(std::string_view text) const;

private:
    friend class PatternCompiler;
    class Threads;

    enum class Action : std::uint8_t { Take, Begin, End, Fork, Jump, Accept };
    struct Step {
        Action action = Action::Accept;
        std::uint16_t next = 0;   ///< of Fork and Jump
        std::uint16_t branch = 0; ///< of Fork: the other way; of Take: the set
    };

    std::vector<Step> m_steps;
    std::vector<std::bitset<256>> m_sets; ///< the bytes that a Take takes
};

} // namespace synscope
