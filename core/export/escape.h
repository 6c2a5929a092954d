// SPDX-License-Identifier: Apache-2.0
//
// Text made safe for the languages that diagrams are written in. Bytes that are no UTF-8 and control
// characters become U+FFFD: payload previews may hold anything.
#pragma once

#include <string>
#include <string_view>

namespace synscope {

/// Valid UTF-8 without control characters.
[[nodiscard]] std::string cleanText(std::string_view text);
/// For element content and quoted attributes.
[[nodiscard]] std::string escapeXml(std::string_view text);
/// For messages and notes: '#', ';', '%', '<', '>' and brackets as Mermaid's entity codes.
[[nodiscard]] std::string escapeMermaid(std::string_view text);
/// For prose in Markdown: what would begin emphasis, code, a link, a tag or a cell of a table.
[[nodiscard]] std::string escapeMarkdown(std::string_view text);
/// For messages and notes: creole marks and backslashes as PlantUML's code points.
[[nodiscard]] std::string escapePlantuml(std::string_view text);

} // namespace synscope
