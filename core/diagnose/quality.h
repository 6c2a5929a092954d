// SPDX-License-Identifier: Apache-2.0
//
// How much of one connection the capture shows, and what that does to what is said of it.
#pragma once

#include "core/tcp/connection_row.h"

#include <string_view>
#include <vector>

namespace synscope {

/// A reason to trust less what is said of a connection. Both are literals.
struct QualityNote {
    std::string_view key;  ///< "one-direction", "midstream"...: for programs
    std::string_view text; ///< a sentence: what it is and what it means
};

/// Segments of one side only, and not just SYN and RST, which may go unanswered: the other direction was not captured.
[[nodiscard]] bool isOneDirection(const ConnectionRow& row);

/// The gravest first; empty where the capture shows the connection well.
[[nodiscard]] std::vector<QualityNote> qualityOf(const ConnectionRow& row);

} // namespace synscope
