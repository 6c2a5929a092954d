// SPDX-License-Identifier: Apache-2.0
//
// Where a line of text may be broken: at spaces, and between Chinese characters, which stand without any. Signs that
// end a clause do not begin a line, and opening brackets do not end one; a number in groups of three stays whole.
#pragma once

#include <string_view>
#include <vector>

namespace synscope {

/// What is not torn apart.
struct TextPiece {
    std::string_view text;
    bool isAfterSpace = false; ///< a space stands before it where both are on one line
};

/// The pieces of the text in order; views of it.
[[nodiscard]] std::vector<TextPiece> piecesOf(std::string_view text);

} // namespace synscope
