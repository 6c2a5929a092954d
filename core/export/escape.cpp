// SPDX-License-Identifier: Apache-2.0
#include "core/export/escape.h"

#include <array>
#include <cstdint>

namespace synscope {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// Bytes of the well-formed UTF-8 sequence that `text` begins with (Unicode, table 3-7); 0 when there is none.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf && tail(1))
        return 2;
    if (lead >= 0xe0 && lead <= 0xef && tail(1) && tail(2)) {
        const bool tooLong = lead == 0xe0 && byte(1) < 0xa0;
        const bool surrogate = lead == 0xed && byte(1) > 0x9f;
        const bool noCharacter = lead == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe; // XML refuses U+FFFE and U+FFFF
        return tooLong || surrogate || noCharacter ? 0 : 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4 && tail(1) && tail(2) && tail(3)) {
        const bool tooLong = lead == 0xf0 && byte(1) < 0x90;
        const bool tooHigh = lead == 0xf4 && byte(1) > 0x8f;
        return tooLong || tooHigh ? 0 : 4;
    }
    return 0;
}

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

/// Cleans, and replaces the ASCII characters listed by what `replacement` gives for them.
template <typename Replacement>
std::string escaped(std::string_view text, std::string_view special, Replacement replacement) {
    std::string result;
    for (const char c : cleanText(text)) {
        if (special.find(c) == std::string_view::npos)
            result += c;
        else
            result += replacement(c);
    }
    return result;
}

} // namespace

std::string cleanText(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0 || isControl(text.front()))
            result += kReplacement;
        else
            result += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result;
}

std::string escapeXml(std::string_view text) {
    return escaped(text, "&<>\"", [](char c) -> std::string_view {
        return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;";
    });
}

std::string escapeMermaid(std::string_view text) {
    return escaped(text, "#;%<>\"&{}[]\\`", [](char c) { return '#' + std::to_string(static_cast<int>(c)) + ';'; });
}

std::string escapeMarkdown(std::string_view text) {
    return escaped(text, "\\`*[]<>|~", [](char c) { return std::string("\\") + c; });
}

std::string escapePlantuml(std::string_view text) {
    static constexpr std::string_view kAlways = "\\~<>|#";
    static constexpr std::string_view kDoubled = "*_/\"-=.'"; // bold, underline, italic... when they stand twice
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result;
    char before = '\0';
    for (const char c : cleanText(text)) {
        const bool doubled = c == before && kDoubled.find(c) != std::string_view::npos;
        if (doubled || kAlways.find(c) != std::string_view::npos)
            result +=
                std::string("<U+00") + kHex[static_cast<unsigned>(c) >> 4] + kHex[static_cast<unsigned>(c) & 15U] + '>';
        else
            result += c;
        before = c;
    }
    return result;
}

} // namespace synscope
