// SPDX-License-Identifier: Apache-2.0
//
// Tells a connection step by step. Pure: the same detail gives the same explanations. Only what the packets show is
// told, and what is only taken as delivered is said so.
#pragma once

#include "core/diagram/ladder_layout.h"
#include "core/explain/explanation.h"

#include <string>
#include <vector>

namespace synscope {

struct ExplainOptions {
    Language language = Language::English;
};

/// In the order of the steps. Each kind comes at most once a side, with a count of what it stands for, so their number
/// is bounded however long the connection is. Linear in the segments.
[[nodiscard]] std::vector<Explanation> explain(const ConnectionDetail& detail, const ExplainOptions& options);

/// The explanation of a segment: the newest one at or before it. Empty where there is none so early.
[[nodiscard]] std::optional<std::size_t> explanationOf(const std::vector<Explanation>& explanations,
                                                       std::size_t segment);

/// Title and first sentences of each, to be drawn between the lifelines.
[[nodiscard]] LadderCards cardsOf(const std::vector<Explanation>& explanations);

/// A line of "who knows what": the fact, and whether each side knows it.
struct KnowledgeLine {
    std::string fact; ///< "the client can send"
    std::array<bool, 2> known{};
};
/// Empty where the explanation does not tell who knows what.
[[nodiscard]] std::vector<KnowledgeLine> knowledgeLines(const ConnectionDetail& detail, const Explanation& explanation,
                                                        Language language);

/// All of it as lines of plain text, for screen readers and for copying.
[[nodiscard]] std::string explanationText(const ConnectionDetail& detail, const Explanation& explanation,
                                          Language language);

} // namespace synscope
