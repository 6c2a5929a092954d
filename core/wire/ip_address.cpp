// SPDX-License-Identifier: Apache-2.0
//
// Text of IP addresses, both ways. Writing follows RFC 5952 (IPv4-mapped addresses in mixed notation);
// reading takes every form of RFC 4291, section 2.2, without zone.
#include "core/wire/ip_address.h"

#include <charconv>
#include <cstddef>

namespace synscope {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr std::size_t kGroups = 8;

unsigned groupAt(const Bytes& bytes, std::size_t group) {
    return (unsigned{bytes[2 * group]} << 8) | unsigned{bytes[2 * group + 1]};
}

void appendNumber(std::string& text, unsigned number, int base) {
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    text.append(digits.data(), end);
}

void appendV4(std::string& text, const std::uint8_t* bytes) {
    for (int i = 0; i < 4; ++i) {
        if (i != 0)
            text += '.';
        appendNumber(text, bytes[i], 10);
    }
}

struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// The longest run of at least two zero groups, the first of equals; empty when there is none.
Run longestZeroRun(const Bytes& bytes) {
    Run longest;
    for (std::size_t i = 0; i < kGroups;) {
        Run run{i, i};
        while (run.end < kGroups && groupAt(bytes, run.end) == 0)
            ++run.end;
        if (run.size() >= 2 && run.size() > longest.size())
            longest = run;
        i = run.end + 1;
    }
    return longest;
}

bool isV4Mapped(const Bytes& bytes) {
    const Run zeros = longestZeroRun(bytes);
    return zeros.begin == 0 && zeros.end == 5 && groupAt(bytes, 5) == 0xffff;
}

std::string v6Text(const Bytes& bytes) {
    std::string text;
    if (isV4Mapped(bytes)) {
        text = "::ffff:";
        appendV4(text, bytes.data() + 12);
        return text;
    }
    const Run zeros = longestZeroRun(bytes);
    for (std::size_t i = 0; i < kGroups;) {
        if (zeros.size() != 0 && i == zeros.begin) {
            text += "::";
            i = zeros.end;
            continue;
        }
        if (!text.empty() && text.back() != ':')
            text += ':';
        appendNumber(text, groupAt(bytes, i), 16);
        ++i;
    }
    return text;
}

/// Four decimal numbers without leading zeros.
bool parseV4(std::string_view text, std::uint8_t* bytes) {
    for (int i = 0; i < 4; ++i) {
        const std::string_view part = text.substr(0, text.find('.'));
        unsigned number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool padded = part.size() > 1 && part.front() == '0';
        if (error != std::errc() || end != part.data() + part.size() || part.size() > 3 || number > 255 || padded)
            return false;
        bytes[i] = static_cast<std::uint8_t>(number);
        const bool last = part.size() == text.size();
        if (last != (i == 3))
            return false;
        text.remove_prefix(last ? text.size() : part.size() + 1);
    }
    return true;
}

/// Groups of one side of "::" (or of a whole address) into `bytes`; the number of bytes, or empty. An IPv4
/// address may take the place of the last two groups where `v4AtEnd` says so.
std::optional<std::size_t> parseGroups(std::string_view text, Bytes& bytes, bool v4AtEnd) {
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        const bool last = colon == std::string_view::npos;
        if (last && v4AtEnd && part.find('.') != std::string_view::npos) {
            if (used > 12 || !parseV4(part, bytes.data() + used))
                return std::nullopt;
            return used + 4;
        }
        unsigned number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number, 16);
        if (error != std::errc() || end != part.data() + part.size() || part.size() > 4 || used > 14)
            return std::nullopt;
        bytes[used] = static_cast<std::uint8_t>(number >> 8);
        bytes[used + 1] = static_cast<std::uint8_t>(number);
        used += 2;
        text.remove_prefix(last ? text.size() : colon + 1);
        if (!last && text.empty())
            return std::nullopt;
    }
    return used;
}

std::optional<IpAddress> parseV6(std::string_view text) {
    IpAddress address;
    address.isV6 = true;
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        const auto used = parseGroups(text, address.bytes, true);
        return used == std::size_t{16} ? std::optional(address) : std::nullopt;
    }
    Bytes tail{};
    const auto before = parseGroups(text.substr(0, gap), address.bytes, false);
    const auto after = parseGroups(text.substr(gap + 2), tail, true);
    if (!before || !after || *before + *after > 14)
        return std::nullopt;
    for (std::size_t i = 0; i < *after; ++i)
        address.bytes[16 - *after + i] = tail[i];
    return address;
}

} // namespace

std::string toText(const IpAddress& address) {
    if (address.isV6)
        return v6Text(address.bytes);
    std::string text;
    appendV4(text, address.bytes.data());
    return text;
}

std::optional<IpAddress> parseIpAddress(std::string_view text) {
    if (text.find(':') != std::string_view::npos)
        return parseV6(text);
    IpAddress address;
    return parseV4(text, address.bytes.data()) ? std::optional(address) : std::nullopt;
}

std::string toText(const SocketAddress& address) {
    std::string text = address.address.isV6 ? '[' + toText(address.address) + ']' : toText(address.address);
    text += ':';
    appendNumber(text, address.port, 10);
    return text;
}

} // namespace synscope
