// SPDX-License-Identifier: Apache-2.0
#include "core/export/segment_range.h"

#include <charconv>
#include <optional>
#include <string>

namespace synscope {
namespace {

Error wrong(std::string_view text) {
    return Error{"not a range of segments, as 10-20, counted from 1: " + std::string(text), std::nullopt, std::nullopt};
}

/// The number, which counts from 1, as an index.
std::optional<std::size_t> indexOf(std::string_view digits) {
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc() || end != digits.data() + digits.size() || number == 0)
        return std::nullopt;
    return number - 1;
}

} // namespace

Result<SegmentRange> parseSegmentRange(std::string_view text) {
    const std::size_t dash = text.find('-');
    const std::string_view from = text.substr(0, dash);
    const std::string_view to = dash == std::string_view::npos ? from : text.substr(dash + 1);
    if (from.empty() && to.empty())
        return wrong(text);
    SegmentRange range;
    if (!from.empty()) {
        const auto first = indexOf(from);
        if (!first)
            return wrong(text);
        range.first = *first;
    }
    if (!to.empty()) {
        const auto last = indexOf(to);
        if (!last || *last < range.first)
            return wrong(text);
        range.last = *last;
    }
    return range;
}

} // namespace synscope
