// SPDX-License-Identifier: Apache-2.0
//
// The tables of translations, one for each part of the program that speaks. Data for say() alone.
#pragma once

#include <span>
#include <string_view>

namespace synscope {

struct Phrase {
    std::string_view english; ///< the key
    std::string_view chinese; ///< Simplified; the same placeholders
};

[[nodiscard]] std::span<const Phrase> chineseCommonPhrases(); ///< sides, counts, durations
[[nodiscard]] std::span<const Phrase> chineseExplainOpeningPhrases();
[[nodiscard]] std::span<const Phrase> chineseExplainDataPhrases();
[[nodiscard]] std::span<const Phrase> chineseExplainClosingPhrases();
[[nodiscard]] std::span<const Phrase> chineseFindingPhrases(); ///< findings, quality, place of the capture
[[nodiscard]] std::span<const Phrase> chineseDiagramPhrases(); ///< states, evidence and notes of diagrams
[[nodiscard]] std::span<const Phrase> chineseErrorPhrases();   ///< what is wrong with a filter
[[nodiscard]] std::span<const Phrase> chineseToldPhrases();    ///< for retold() alone

} // namespace synscope
