// SPDX-License-Identifier: Apache-2.0
//
// How much of one connection the capture shows, and what that does to what is said of it. The one place that knows:
// windows, diagrams and output for programs take their words and keys from here.
#pragma once

#include "core/base/say.h"
#include "core/tcp/connection_row.h"

#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// What a note is about.
enum class QualityTopic : std::uint8_t {
    Capture,   ///< what the capture lacks or distorts
    Beginning, ///< how the connection began
    Roles,     ///< who opened it
};

/// A reason to trust less what is said of a connection.
struct QualityNote {
    std::string_view key; ///< "one-direction", "midstream"...: for programs; a literal
    QualityTopic topic = QualityTopic::Capture;
    std::string text;      ///< a sentence: what it is and what it means
    std::string shortText; ///< three or four words: "server's packets missing"
};

/// Segments of one side only, and not just SYN and RST, which may go unanswered: the other direction was not captured.
[[nodiscard]] bool isOneDirection(const ConnectionRow& row);

/// The gravest first; empty where the capture shows the connection well.
[[nodiscard]] std::vector<QualityNote> qualityOf(const ConnectionRow& row, Language language = Language::English);

} // namespace synscope
