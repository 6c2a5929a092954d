// SPDX-License-Identifier: Apache-2.0
//
// Two lines belong together: "TcpExt: NAME NAME …" and "TcpExt: NUMBER NUMBER …".
#include "core/sockets/linux/listen_counters.h"

#include "core/sockets/linux/descriptor.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

#include <fcntl.h>

namespace synscope {
namespace {

constexpr std::size_t kMostText = 1U << 20;
constexpr std::string_view kGroup = "TcpExt:";

constexpr std::array<std::pair<std::string_view, std::uint64_t ListenCounters::*>, 4> kFields{
    {{"ListenOverflows", &ListenCounters::overflows},
     {"ListenDrops", &ListenCounters::drops},
     {"TCPReqQFullDrop", &ListenCounters::fullSynQueues},
     {"TCPReqQFullDoCookies", &ListenCounters::synCookies}}};

/// Takes the first of what `separator` divides off the text.
std::string_view takeFirst(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view first = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return first;
}

std::optional<std::uint64_t> numberIn(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<ListenCounters> countersIn(std::string_view names, std::string_view numbers) {
    ListenCounters counters;
    bool isAnyKnown = false;
    while (!names.empty() && !numbers.empty()) {
        const std::string_view name = takeFirst(names, ' ');
        const std::optional<std::uint64_t> number = numberIn(takeFirst(numbers, ' '));
        for (const auto& [known, field] : kFields) {
            if (name != known || !number)
                continue;
            counters.*field = *number;
            isAnyKnown = true;
        }
    }
    return isAnyKnown ? std::optional(counters) : std::nullopt;
}

} // namespace

std::optional<ListenCounters> parseNetstat(std::string_view text) {
    while (!text.empty()) {
        const std::string_view names = takeFirst(text, '\n');
        if (names.starts_with(kGroup))
            return countersIn(names, takeFirst(text, '\n'));
    }
    return std::nullopt;
}

std::optional<ListenCounters> readListenCounters(const std::string& procRoot, const std::string& process) {
    std::string text;
    if (readSmallFile(AT_FDCWD, procRoot + "/" + process + "/net/netstat", kMostText, text) != 0)
        return std::nullopt;
    return parseNetstat(text);
}

} // namespace synscope
