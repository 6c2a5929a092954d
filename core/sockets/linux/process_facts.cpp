// SPDX-License-Identifier: Apache-2.0
//
// Parsing what stands under /proc/PID: see process_facts.h.
#include "core/sockets/linux/process_facts.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace synscope {
namespace {

template <typename Number>
std::optional<Number> number(std::string_view text) {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The word number `index`, from 0, of words separated by spaces and tabs; empty when there are fewer.
std::string_view word(std::string_view text, std::size_t index) {
    constexpr std::string_view kBlank = " \t\n";
    for (;; --index) {
        text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
        const std::string_view found = text.substr(0, text.find_first_of(kBlank));
        if (index == 0 || found.empty())
            return found;
        text.remove_prefix(found.size());
    }
}

/// What follows `title` on the line that begins with it.
std::optional<std::string_view> lineAfter(std::string_view text, std::string_view title) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (line.substr(0, title.size()) == title)
            return line.substr(title.size());
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return std::nullopt;
}

bool endsWith(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// The 64 hexadecimal digits that name a container, at the end of a part of a path but for ".scope"; empty otherwise.
std::string_view containerId(std::string_view part) {
    constexpr std::size_t kDigits = 64;
    if (endsWith(part, ".scope"))
        part.remove_suffix(6);
    if (part.size() < kDigits)
        return {};
    const std::string_view id = part.substr(part.size() - kDigits);
    return id.find_first_not_of("0123456789abcdef") == std::string_view::npos ? id : std::string_view();
}

Confinement::Kind engineOf(std::string_view path, std::string_view part) {
    if (path.find("kubepods") != std::string_view::npos)
        return Confinement::Kind::Kubernetes;
    if (part.substr(0, 7) == "docker-" || path.find("/docker/") != std::string_view::npos)
        return Confinement::Kind::Docker;
    if (part.substr(0, 7) == "libpod-")
        return Confinement::Kind::Podman;
    return Confinement::Kind::Container;
}

/// The innermost container of a path, or else its innermost unit.
Confinement confinementOf(std::string_view path) {
    Confinement unit;
    for (std::string_view rest = path; !rest.empty();) {
        const std::size_t slash = rest.rfind('/');
        const std::string_view part = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
        if (const std::string_view id = containerId(part); !id.empty())
            return {engineOf(path, part), std::string(id)};
        if (unit.kind == Confinement::Kind::None && (endsWith(part, ".service") || endsWith(part, ".scope")))
            unit = {Confinement::Kind::SystemdUnit, std::string(part)};
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(0, slash);
    }
    return unit;
}

} // namespace

std::optional<ProcessStat> parseProcessStat(std::string_view text) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')'); // the name may hold brackets itself
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    const std::string_view rest = text.substr(close + 1); // from field 3 on
    const auto parent = number<std::int32_t>(word(rest, 1));
    const auto start = number<std::uint64_t>(word(rest, 19));
    if (!parent || !start)
        return std::nullopt;
    return ProcessStat{std::string(text.substr(open + 1, close - open - 1)), *parent, *start};
}

std::optional<std::uint32_t> parseEffectiveUid(std::string_view status) {
    const std::optional<std::string_view> line = lineAfter(status, "Uid:");
    return line ? number<std::uint32_t>(word(*line, 1)) : std::nullopt;
}

std::string joinArguments(std::string_view cmdline) {
    cmdline = cmdline.substr(0, cmdline.find_last_not_of('\0') + 1);
    std::string text(cmdline);
    std::replace(text.begin(), text.end(), '\0', ' ');
    return text;
}

Confinement parseConfinement(std::string_view cgroup) {
    Confinement best;
    while (!cgroup.empty()) { // "hierarchy:controllers:path"
        const std::string_view line = cgroup.substr(0, cgroup.find('\n'));
        cgroup.remove_prefix(std::min(line.size() + 1, cgroup.size()));
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos)
            continue;
        const Confinement found = confinementOf(line.substr(second + 1));
        const bool isContainer = found.kind != Confinement::Kind::SystemdUnit;
        if (found.kind != Confinement::Kind::None && (best.kind == Confinement::Kind::None || isContainer))
            best = found;
    }
    return best;
}

std::optional<std::optional<std::uint64_t>> parseOpenFilesLimit(std::string_view limits) {
    const std::optional<std::string_view> line = lineAfter(limits, "Max open files");
    if (!line)
        return std::nullopt;
    const std::string_view soft = word(*line, 0);
    if (soft == "unlimited")
        return std::optional<std::uint64_t>();
    const std::optional<std::uint64_t> value = number<std::uint64_t>(soft);
    if (!value)
        return std::nullopt;
    return value;
}

} // namespace synscope
