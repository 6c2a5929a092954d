// SPDX-License-Identifier: Apache-2.0
#include "core/engine/set_name.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace synscope {
namespace {

constexpr std::array<std::string_view, 6> kCaptureEndings{".pcapng", ".pcap", ".cap", ".ntar", ".dmp", ".dump"};
constexpr std::size_t kSetDigits = 5;      // dumpcap's, at least
constexpr std::size_t kSecondsDigits = 10; // since the epoch, from 2001 to 2286
constexpr std::size_t kStampDigits = 14;   // YYYYMMDDHHMMSS
constexpr std::size_t kMostDigits = 9;     // of a number that counts on

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t digitsAt(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

std::size_t digitsAtEnd(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[text.size() - 1 - count]))
        ++count;
    return count;
}

bool endsAsCapture(std::string_view name) {
    return std::any_of(kCaptureEndings.begin(), kCaptureEndings.end(),
                       [&](std::string_view ending) { return name.size() > ending.size() && name.ends_with(ending); });
}

std::uint64_t numberOf(std::string_view digits) {
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// Where in a text digits that may have separators between them stand for a time.
struct Time {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Two digits of which the number is within [least, most], behind at most one of the separators; 0 where they are not.
std::size_t twoDigits(std::string_view text, std::size_t at, std::string_view separators, unsigned least,
                      unsigned most) {
    const std::size_t skip = at < text.size() && separators.find(text[at]) != std::string_view::npos ? 1 : 0;
    if (at + skip + 2 > text.size() || !isDigit(text[at + skip]) || !isDigit(text[at + skip + 1]))
        return 0;
    const std::uint64_t number = numberOf(text.substr(at + skip, 2));
    return number >= least && number <= most ? skip + 2 : 0;
}

/// A date that begins at `at`, with what follows of a time of day; empty where there is none.
std::optional<Time> dateAt(std::string_view text, std::size_t at) {
    const bool isYear = digitsAt(text, at) >= 4 && (text.substr(at, 2) == "19" || text.substr(at, 2) == "20");
    if (!isYear || (at > 0 && isDigit(text[at - 1])))
        return std::nullopt;
    std::size_t end = at + 4;
    for (const unsigned most : {12U, 31U}) {
        const std::size_t taken = twoDigits(text, end, "-_.", 1, most);
        if (taken == 0)
            return std::nullopt;
        end += taken;
    }
    for (const unsigned most : {23U, 59U, 60U}) {
        const std::size_t taken = twoDigits(text, end, most == 23 ? "-_.T " : "-_.:h", 0, most);
        if (taken == 0)
            break;
        end += taken;
    }
    return digitsAt(text, end) == 0 ? std::optional(Time{at, end}) : std::nullopt;
}

std::optional<Time> secondsAt(std::string_view text, std::size_t at) {
    const bool isAlone = at == 0 || !isDigit(text[at - 1]);
    return isAlone && digitsAt(text, at) == kSecondsDigits && text[at] == '1'
               ? std::optional(Time{at, at + kSecondsDigits})
               : std::nullopt;
}

std::optional<Time> timeIn(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (const std::optional<Time> found = dateAt(text, at))
            return found;
        if (const std::optional<Time> found = secondsAt(text, at))
            return found;
    }
    return std::nullopt;
}

/// NAME_00001_20240131120000, NAME_20240131120000_00001 and NAME_00001, with or without an ending.
void addNumberedStem(std::vector<SetName>& names, std::string_view name) {
    const std::size_t dot = name.rfind('.');
    const std::string_view stem = name.substr(0, dot);
    const std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot));
    const std::size_t last = digitsAtEnd(stem);
    if (last < kSetDigits || last + 1 >= stem.size() || stem[stem.size() - last - 1] != '_')
        return;
    const std::string_view lastDigits = stem.substr(stem.size() - last);
    const std::string_view before = stem.substr(0, stem.size() - last - 1);
    const std::size_t first = digitsAtEnd(before);
    const bool hasTwo = first >= kSetDigits && first + 1 < before.size() && before[before.size() - first - 1] == '_';
    const std::string_view firstDigits = before.substr(before.size() - first);
    const std::string base(hasTwo ? before.substr(0, before.size() - first) : std::string_view());
    if (hasTwo && last == kStampDigits && first <= kMostDigits)
        names.push_back({base + "#_@" + ending, numberOf(firstDigits), first, std::string(lastDigits)});
    else if (hasTwo && first == kStampDigits && last <= kMostDigits)
        names.push_back({base + "@_#" + ending, numberOf(lastDigits), last, std::string(firstDigits)});
    else if (last <= kMostDigits && endsAsCapture("x" + ending))
        names.push_back({std::string(before) + "_#" + ending, numberOf(lastDigits), last});
}

/// NAME.pcap1 and NAME.pcap.1.
void addNumberedEnding(std::vector<SetName>& names, std::string_view name) {
    const std::size_t count = digitsAtEnd(name);
    if (count == 0 || count > kMostDigits || count == name.size())
        return;
    const std::string_view before = name.substr(0, name.size() - count);
    const std::string_view digits = name.substr(before.size());
    const bool isDotted = before.ends_with('.');
    if (endsAsCapture(isDotted ? before.substr(0, before.size() - 1) : before))
        names.push_back({std::string(before) + "#", numberOf(digits), count});
}

/// A date or time anywhere, in a name that says it is a capture.
void addDated(std::vector<SetName>& names, std::string_view name) {
    const std::string_view unnumbered = name.substr(0, name.size() - digitsAtEnd(name));
    const std::string_view told = endsAsCapture(unnumbered) ? unnumbered : name; // tcpdump -G with -C
    const std::optional<Time> time = timeIn(told);
    if (!time)
        return;
    const std::string_view before = told.substr(0, time->begin);
    const bool isRotated = before.size() > 1 && endsAsCapture(before.substr(0, before.size() - 1)); // NAME.pcap-2024…
    if (!endsAsCapture(told) && !isRotated)
        return;
    std::string shape;
    for (const char c : told.substr(time->begin, time->end - time->begin))
        shape += isDigit(c) ? "@" : std::string(1, c);
    names.push_back({std::string(before) + shape + std::string(told.substr(time->end))});
}

} // namespace

std::string_view withoutCompression(std::string_view fileName) {
    for (const std::string_view ending : {".gz", ".zst", ".lz4"}) {
        if (fileName.size() > ending.size() && fileName.ends_with(ending))
            return fileName.substr(0, fileName.size() - ending.size());
    }
    return fileName;
}

std::vector<SetName> setNamesOf(std::string_view fileName) {
    const std::string_view name = withoutCompression(fileName);
    std::vector<SetName> names;
    addNumberedStem(names, name);
    addNumberedEnding(names, name);
    addDated(names, name);
    if (!endsAsCapture(name))
        return names;
    for (const std::string_view pattern : {"#", ".#"})
        names.push_back({std::string(name).append(pattern), 0, 0, {}, true});
    names.push_back({std::string(name) + "-@@@@@@@@", std::nullopt, 0, {}, true}); // log rotation by date
    return names;
}

} // namespace synscope
