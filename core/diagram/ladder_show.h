// SPDX-License-Identifier: Apache-2.0
//
// The words in which command lines say what a diagram shows: "sack,window,level". One table for all programs.
#pragma once

#include "core/diagram/ladder_layout.h"

#include <span>
#include <string>
#include <string_view>

namespace synscope {

struct LadderWord {
    std::string_view word;
    std::string_view meaning; ///< a phrase for --help
    void (*apply)(LadderOptions& options);
};

[[nodiscard]] std::span<const LadderWord> ladderWords();

/// Applies words joined by commas. Answers the first word that is none, or an empty text; those before it are applied.
[[nodiscard]] std::string applyLadderWords(LadderOptions& options, std::string_view words);

/// "window, sack, options, ...", for messages.
[[nodiscard]] std::string ladderWordList();

} // namespace synscope
