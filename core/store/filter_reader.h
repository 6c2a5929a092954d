// SPDX-License-Identifier: Apache-2.0
//
// The words and signs of a filter expression. The parser reads them, and completion finds with them what is
// being written at the cursor.
#pragma once

#include "core/base/result.h"
#include "core/store/filter_program.h"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace synscope {

struct FilterWord {
    std::string text;      ///< without quotation marks
    std::size_t place = 0; ///< of its first character, which may be the mark
    bool isQuoted = false;
};

/// `message` is a whole sentence; {0} and so on in it stand for `arguments`.
[[nodiscard]] Error errorAt(std::size_t place, std::string_view message,
                            std::initializer_list<std::string_view> arguments = {});
[[nodiscard]] bool isDigits(std::string_view text);
/// Whether the word could be part of "10.0.0.1:80" or "[2001:db8::1]:80".
[[nodiscard]] bool isAddressLike(std::string_view text);

class FilterReader {
public:
    explicit FilterReader(std::string_view text) : m_text(text) {}

    /// Of what comes next, behind white space.
    [[nodiscard]] std::size_t place();
    /// Right behind what was read last.
    [[nodiscard]] std::size_t lastEnd() const { return m_lastEnd; }
    [[nodiscard]] bool atEnd() { return place() == m_text.size(); }
    /// '\0' at the end.
    [[nodiscard]] char next() { return atEnd() ? '\0' : m_text[m_place]; }
    void moveTo(std::size_t place) { m_place = m_lastEnd = place; }

    bool take(std::string_view sign);
    /// A word like `and`, in any case, standing alone.
    bool takeKeyword(std::string_view keyword);
    /// Empty where a sign or the end stands. Between marks, `\"` and `\\` stand for `"` and `\`; any other backslash
    /// is itself.
    Result<FilterWord> takeWord();
    /// Of a set: a word, or the part of one before "..".
    Result<FilterWord> takeMember();
    /// A sign or one of the words eq, ne, gt, ge, lt, le, contains and matches; `withColon`: or ':'. `!` alone never
    /// is.
    std::optional<FilterOp> takeOperator(bool withColon);

private:
    void skipSpace();
    std::string_view takeBare();
    Result<FilterWord> takeQuoted();

    std::string_view m_text;
    std::size_t m_place = 0;
    std::size_t m_lastEnd = 0;
};

} // namespace synscope
