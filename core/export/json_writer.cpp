// SPDX-License-Identifier: Apache-2.0
//
// JSON text: see json_writer.h. Strings are copied in runs; only characters that JSON reserves and bytes
// that are not UTF-8 (RFC 3629) are looked at one by one.
#include "core/export/json_writer.h"

#include <array>
#include <charconv>

namespace synscope {
namespace {

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

unsigned char byteAt(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

bool isContinuation(unsigned char byte) {
    return (byte & 0xc0U) == 0x80U;
}

/// Bytes of the UTF-8 character at `i`, which is not ASCII; 0 when there is none. Overlong forms, surrogates and
/// what lies above U+10FFFF are none.
std::size_t utf8Length(std::string_view text, std::size_t i) {
    const unsigned char first = byteAt(text, i);
    const unsigned char second = byteAt(text, i + 1);
    if (first < 0xc2 || first > 0xf4 || !isContinuation(second))
        return 0;
    if (first < 0xe0)
        return 2;
    if (!isContinuation(byteAt(text, i + 2)))
        return 0;
    if (first < 0xf0)
        return (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ? 0 : 3;
    if (!isContinuation(byteAt(text, i + 3)))
        return 0;
    return (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90) ? 0 : 4;
}

void appendEscape(std::string& out, unsigned char c) {
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 0xfU];
    }
}

bool needsEscape(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

void appendEscaped(std::string& out, std::string_view text) {
    std::size_t copied = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        const unsigned char c = byteAt(text, i);
        const std::size_t length = c < 0x80 ? 1 : utf8Length(text, i);
        if (length != 0 && !needsEscape(c)) {
            i += length;
            continue;
        }
        out += text.substr(copied, i - copied);
        if (length == 0)
            out += "\xef\xbf\xbd";
        else
            appendEscape(out, c);
        copied = ++i;
    }
    out += text.substr(copied);
}

} // namespace

void appendNumber(std::string& out, std::uint64_t value) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void appendSeconds(std::string& out, std::int64_t nanoseconds, int decimals) {
    if (nanoseconds < 0)
        out.push_back('-');
    const auto bits = static_cast<std::uint64_t>(nanoseconds);
    const std::uint64_t magnitude = nanoseconds < 0 ? 0 - bits : bits;
    appendNumber(out, magnitude / kNsPerSecond);
    if (decimals == 0)
        return;
    std::array<char, 10> fraction{'.'};
    std::uint64_t rest = magnitude % kNsPerSecond;
    for (std::size_t place = 9; place >= 1; --place) {
        fraction[place] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
    out.append(fraction.data(), static_cast<std::size_t>(decimals) + 1);
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    m_out.push_back('"');
    m_out += name;
    m_out += "\":";
    m_needsComma = false;
    return *this;
}

void JsonWriter::string(std::string_view text) {
    separate();
    m_out.push_back('"');
    appendEscaped(m_out, text);
    m_out.push_back('"');
}

void JsonWriter::plain(std::string_view text) {
    separate();
    m_out.push_back('"');
    m_out += text;
    m_out.push_back('"');
}

void JsonWriter::number(std::uint64_t value) {
    separate();
    appendNumber(m_out, value);
}

void JsonWriter::boolean(bool value) {
    separate();
    m_out += value ? "true" : "false";
}

void JsonWriter::null() {
    separate();
    m_out += "null";
}

void JsonWriter::seconds(Duration value) {
    separate();
    appendSeconds(m_out, value.count());
}

void JsonWriter::packet(PacketNumber value) {
    if (value == kNoPacket)
        null();
    else
        number(indexOf(value));
}

void JsonWriter::open(char bracket) {
    separate();
    m_out.push_back(bracket);
    m_needsComma = false;
}

void JsonWriter::close(char bracket) {
    m_out.push_back(bracket);
    m_needsComma = true;
}

} // namespace synscope
