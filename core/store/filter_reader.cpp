// SPDX-License-Identifier: Apache-2.0
#include "core/store/filter_reader.h"

#include "core/base/say.h"

#include <algorithm>
#include <array>
#include <utility>

namespace synscope {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool endsWord(char c) {
    return isSpace(c) || std::string_view("(){},!=<>~&|\"").find(c) != std::string_view::npos;
}

} // namespace

Error errorAt(std::size_t place, std::string_view message, std::initializer_list<std::string_view> arguments) {
    Error error = errorSaying(message, arguments);
    error.byteOffset = place;
    return error;
}

bool isDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isAddressLike(std::string_view text) {
    return text.find_first_not_of("0123456789abcdefABCDEF.:[]") == std::string_view::npos;
}

std::size_t FilterReader::place() {
    skipSpace();
    return m_place;
}

bool FilterReader::take(std::string_view sign) {
    if (m_text.substr(place(), sign.size()) != sign)
        return false;
    moveTo(m_place + sign.size());
    return true;
}

bool FilterReader::takeKeyword(std::string_view keyword) {
    const std::size_t before = place();
    const std::size_t lastEnd = m_lastEnd;
    if (lowerCase(takeBare()) == keyword)
        return true;
    m_place = before;
    m_lastEnd = lastEnd;
    return false;
}

Result<FilterWord> FilterReader::takeWord() {
    const std::size_t start = place();
    if (next() == '"')
        return takeQuoted();
    return FilterWord{std::string(takeBare()), start, false};
}

Result<FilterWord> FilterReader::takeMember() {
    Result<FilterWord> word = takeWord();
    if (!word || word.value().isQuoted)
        return word;
    const std::size_t dots = word.value().text.find("..");
    if (dots == std::string::npos || dots == 0)
        return word;
    word.value().text.resize(dots);
    moveTo(word.value().place + dots);
    return word;
}

std::optional<FilterOp> FilterReader::takeOperator(bool withColon) {
    constexpr std::array<std::pair<std::string_view, FilterOp>, 8> kSigns{{
        {"==", FilterOp::Equal},
        {"!=", FilterOp::NotEqual},
        {">=", FilterOp::GreaterEqual},
        {"<=", FilterOp::LessEqual},
        {"=", FilterOp::Equal},
        {">", FilterOp::Greater},
        {"<", FilterOp::Less},
        {"~", FilterOp::Contains},
    }};
    constexpr std::array<std::pair<std::string_view, FilterOp>, 8> kWords{{
        {"eq", FilterOp::Equal},
        {"ne", FilterOp::NotEqual},
        {"gt", FilterOp::Greater},
        {"ge", FilterOp::GreaterEqual},
        {"lt", FilterOp::Less},
        {"le", FilterOp::LessEqual},
        {"contains", FilterOp::Contains},
        {"matches", FilterOp::Matches},
    }};
    for (const auto& [sign, op] : kSigns)
        if (take(sign))
            return op;
    for (const auto& [word, op] : kWords)
        if (takeKeyword(word))
            return op;
    return withColon && take(":") ? std::optional(FilterOp::Equal) : std::nullopt;
}

void FilterReader::skipSpace() {
    while (m_place < m_text.size() && isSpace(m_text[m_place]))
        ++m_place;
}

std::string_view FilterReader::takeBare() {
    const std::size_t start = place();
    while (m_place < m_text.size() && !endsWord(m_text[m_place]))
        ++m_place;
    if (m_place > start)
        m_lastEnd = m_place;
    return m_text.substr(start, m_place - start);
}

Result<FilterWord> FilterReader::takeQuoted() {
    FilterWord word{{}, m_place, true};
    for (std::size_t i = m_place + 1; i < m_text.size(); ++i) {
        if (m_text[i] == '"') {
            moveTo(i + 1);
            return word;
        }
        const bool isEscape =
            m_text[i] == '\\' && i + 1 < m_text.size() && (m_text[i + 1] == '"' || m_text[i + 1] == '\\');
        i += isEscape ? 1 : 0;
        word.text += m_text[i];
    }
    return errorAt(word.place, "the quotation that begins here does not end");
}

} // namespace synscope
