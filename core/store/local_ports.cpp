// SPDX-License-Identifier: Apache-2.0
#include "core/store/local_ports.h"

#include <algorithm>
#include <charconv>

namespace synscope {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\n";
    const std::size_t from = text.find_first_not_of(kBlank);
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

std::optional<std::uint16_t> parsePort(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

/// Two ports, the lower first, on both sides of one of `separators`.
std::optional<PortSpan> parseSpan(std::string_view text, std::string_view separators) {
    const std::size_t gap = text.find_first_of(separators);
    if (gap == std::string_view::npos)
        return std::nullopt;
    const std::optional<std::uint16_t> first = parsePort(trimmed(text.substr(0, gap)));
    const std::optional<std::uint16_t> last = parsePort(trimmed(text.substr(gap + 1)));
    if (!first || !last || *first > *last)
        return std::nullopt;
    return PortSpan{*first, *last};
}

std::optional<PortSpan> parseListed(std::string_view text) {
    if (text.find('-') != std::string_view::npos)
        return parseSpan(text, "-");
    const std::optional<std::uint16_t> port = parsePort(text);
    return port ? std::optional(PortSpan{*port, *port}) : std::nullopt;
}

/// In order, and those that overlap as one.
std::vector<PortSpan> joined(std::vector<PortSpan> spans) {
    std::sort(spans.begin(), spans.end(), [](PortSpan a, PortSpan b) { return a.first < b.first; });
    std::vector<PortSpan> apart;
    for (const PortSpan span : spans) {
        if (!apart.empty() && span.first <= apart.back().last)
            apart.back().last = std::max(apart.back().last, span.last);
        else
            apart.push_back(span);
    }
    return apart;
}

} // namespace

bool LocalPorts::has(std::uint16_t port) const {
    return range.has(port) &&
           std::none_of(reserved.begin(), reserved.end(), [port](PortSpan span) { return span.has(port); });
}

std::uint32_t LocalPorts::size() const {
    std::uint32_t size = range.size();
    for (const PortSpan span : reserved) {
        const PortSpan inside{std::max(span.first, range.first), std::min(span.last, range.last)};
        size -= inside.first <= inside.last ? inside.size() : 0;
    }
    return size;
}

std::optional<PortSpan> parsePortRange(std::string_view text) {
    return parseSpan(trimmed(text), " \t");
}

std::optional<std::vector<PortSpan>> parsePortList(std::string_view text) {
    std::vector<PortSpan> spans;
    std::string_view rest = trimmed(text);
    for (bool isLast = rest.empty(); !isLast;) {
        const std::size_t comma = rest.find(',');
        const std::optional<PortSpan> span = parseListed(rest.substr(0, comma));
        if (!span)
            return std::nullopt;
        spans.push_back(*span);
        isLast = comma == std::string_view::npos;
        rest = isLast ? std::string_view() : rest.substr(comma + 1);
    }
    return joined(std::move(spans));
}

bool ThisHost::has(const IpAddress& address) const {
    return std::binary_search(addresses.begin(), addresses.end(), address);
}

} // namespace synscope
