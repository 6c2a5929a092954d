// SPDX-License-Identifier: Apache-2.0
//
// Regular expressions whose time is bounded: the pattern becomes a small program, and all its threads step
// through the text together (Thompson 1968, Pike), so nothing is ever tried again. std::regex backtracks: a
// pattern of a dozen letters can keep it busy for hours. Of most patterns the sets of threads are few: those are
// worked out beforehand (Rabin and Scott 1959), and each letter is one look into a table.
#pragma once

#include "core/base/result.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// A compiled pattern: letters, `.`, `[a-z]`, `[^…]`, `\d \w \s`, `( )`, `|`, `* + ?`, `^` and `$`; a backslash takes
/// other characters as they are. Case of ASCII letters does not matter. Immutable, safe in any thread.
class TextPattern {
public:
    static constexpr std::size_t kMostSteps = 500; ///< of a program
    static constexpr std::size_t kMostPlaces = 64; ///< of a table

    /// On failure Error::byteOffset is the place in `pattern`.
    [[nodiscard]] static Result<TextPattern> compile(std::string_view pattern);

    /// The pattern that stands for the text itself.
    [[nodiscard]] static std::string literally(std::string_view text);

    /// Whether some part of the text fits. Cost: the text's length, times the pattern's where it has no table; no
    /// allocation.
    [[nodiscard]] bool isIn(std::string_view text) const;

private:
    friend class PatternCompiler;
    friend class PatternTable;
    class Threads;

    enum class Action : std::uint8_t { Take, Begin, End, Fork, Jump, Accept };
    struct Step {
        Action action = Action::Accept;
        std::uint16_t next = 0;   ///< of Fork and Jump
        std::uint16_t branch = 0; ///< of Fork: the other way; of Take: the set
    };

    /// Where the threads are between two bytes.
    struct Place {
        enum class Answer : std::uint8_t { Open, Fits, Never };
        Answer answer = Answer::Open; ///< whatever follows
        bool fitsAtEnd = false;
    };

    template <typename Take>
    bool follow(Threads& now, bool isBegin, bool isEnd, Take take) const;
    [[nodiscard]] bool isInBySteps(std::string_view text) const;

    std::vector<Step> m_steps;
    std::vector<std::bitset<256>> m_sets;      ///< the bytes that a Take takes
    std::array<std::uint8_t, 256> m_classOf{}; ///< bytes of one class are in the same sets
    std::size_t m_classes = 0;
    std::vector<Place> m_places;       ///< the first is the beginning; empty: they are too many for a table
    std::vector<std::uint8_t> m_moves; ///< by place and class: the place after a byte
};

} // namespace synscope
