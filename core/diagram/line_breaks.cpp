// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/line_breaks.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace synscope {
namespace {

/// Bytes of the character that begins with this one; 1 within a character, so that damaged text ends, too.
std::size_t lengthOf(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte >= 0xf0U ? 4 : byte >= 0xe0U ? 3 : byte >= 0xc0U ? 2 : 1;
}

/// Chinese characters and their punctuation begin with these bytes: U+3000 to U+9FFF, U+F900 on.
bool isChinese(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    return character.size() == 3 && ((lead >= 0xe3U && lead <= 0xe9U) || lead == 0xefU);
}

bool mayNotBegin(std::string_view character) {
    static constexpr std::array<std::string_view, 10> kClosing{"，", "。", "；", "：", "？",
                                                               "！", "、", "）", "”",  "》"};
    return std::find(kClosing.begin(), kClosing.end(), character) != kClosing.end();
}

bool mayNotEnd(std::string_view character) {
    return character == "（" || character == "“" || character == "《";
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The space at `at` stands between two groups of a number's digits.
bool isWithinNumber(std::string_view text, std::size_t at) {
    return at > 0 && at + 3 < text.size() && isDigit(text[at - 1]) && isDigit(text[at + 1]) && isDigit(text[at + 2]) &&
           isDigit(text[at + 3]) && (at + 4 == text.size() || !isDigit(text[at + 4]));
}

/// A line may be broken between the two.
bool mayBreak(std::string_view before, std::string_view after) {
    return (isChinese(before) || isChinese(after) || mayNotBegin(before)) && !mayNotEnd(before) && !mayNotBegin(after);
}

} // namespace

std::vector<TextPiece> piecesOf(std::string_view text) {
    std::vector<TextPiece> pieces;
    bool isAfterSpace = false;
    std::string_view before; // the character before; empty after a space
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = text.substr(at, lengthOf(text[at]));
        at += character.size();
        if (character == " " && !isWithinNumber(text, at - 1)) {
            isAfterSpace = !pieces.empty();
            before = {};
            continue;
        }
        if (before.empty() || mayBreak(before, character))
            pieces.push_back({character, isAfterSpace && before.empty()});
        else
            pieces.back().text = {pieces.back().text.data(), pieces.back().text.size() + character.size()};
        before = character;
    }
    return pieces;
}

} // namespace synscope
