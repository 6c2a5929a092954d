// SPDX-License-Identifier: Apache-2.0
//
// What may stand at the cursor of a half-written filter: fields, operators that go with the field before, values.
// Pure functions; the window shows what they answer.
#pragma once

#include "core/store/snapshot.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

struct FilterSuggestion {
    std::string text; ///< to stand for the word at the cursor
    std::string note; ///< what it means; may be empty
};

struct FilterCompletion {
    std::size_t begin = 0; ///< of the word that a suggestion replaces, up to the cursor
    std::vector<FilterSuggestion> suggestions;
};

/// Values that a capture has, most frequent first.
struct FilterValues {
    std::vector<std::string> addresses;
    std::vector<std::string> ports;
    std::vector<std::string> processes; ///< names
};

/// Of at most some ten thousand connections, evenly taken.
[[nodiscard]] FilterValues commonValues(const Snapshot& snapshot);

/// `isAsked`: somebody wants to see all that may stand there. Otherwise nothing is suggested before a term is begun,
/// and nothing where only what stands there already would be.
[[nodiscard]] FilterCompletion completeFilter(std::string_view text, std::size_t cursor, const FilterValues& values,
                                              bool isAsked);

} // namespace synscope
