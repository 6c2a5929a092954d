// SPDX-License-Identifier: Apache-2.0
//
// The ways in which filters write values: states, addresses, lengths of time, numbers, dates.
#include "core/store/filter_program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace synscope {
namespace {

/// Spellings without separators: "closewait" stands for close_wait, CLOSE-WAIT and CloseWait.
constexpr std::array<std::pair<std::string_view, State>, 15> kStateNames{{
    {"closed", State::Closed},
    {"listen", State::Listen},
    {"synsent", State::SynSent},
    {"synreceived", State::SynReceived},
    {"synrcvd", State::SynReceived},
    {"synrecv", State::SynReceived},
    {"established", State::Established},
    {"estab", State::Established},
    {"finwait1", State::FinWait1},
    {"finwait2", State::FinWait2},
    {"closewait", State::CloseWait},
    {"closing", State::Closing},
    {"lastack", State::LastAck},
    {"timewait", State::TimeWait},
    {"unknown", State::Unknown},
}};

std::string bareStateName(std::string_view name) {
    std::string bare = lowerCase(name);
    std::erase_if(bare, [](char c) { return c == '_' || c == '-'; });
    return bare;
}

struct TimeUnit {
    std::string_view name;
    double nanoseconds;
};

constexpr std::array<TimeUnit, 7> kTimeUnits{{
    {"ns", 1.0},
    {"us", 1e3},
    {"ms", 1e6},
    {"s", 1e9},
    {"m", 60e9},
    {"h", 3600e9},
    {"d", 86400e9},
}};

/// Takes a decimal number off the front of `text`.
std::optional<double> takeDecimal(std::string_view& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || value < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// Takes letters off the front of `text`; seconds where there are none.
std::optional<double> takeUnit(std::string_view& text) {
    if (text.empty())
        return 1e9;
    const auto isUnitLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto end = std::find_if_not(text.begin(), text.end(), isUnitLetter);
    const std::string_view name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    const auto unit = std::find_if(kTimeUnits.begin(), kTimeUnits.end(), [&](const auto& u) { return u.name == name; });
    if (unit == kTimeUnits.end())
        return std::nullopt;
    text.remove_prefix(name.size());
    return unit->nanoseconds;
}

template <typename Number>
std::optional<Number> wholeNumber(std::string_view text) {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<AddressPattern> wholeAddress(std::string_view text) {
    const std::optional<IpAddress> address = parseIpAddress(text);
    if (!address)
        return std::nullopt;
    return AddressPattern{*address, address->isV6 ? 128U : 32U, std::nullopt};
}

std::optional<AddressPattern> withPrefixLength(std::string_view address, std::string_view bits) {
    std::optional<AddressPattern> pattern = wholeAddress(address);
    const std::optional<unsigned> length = wholeNumber<unsigned>(bits);
    if (!pattern || !length || *length > pattern->prefixBits)
        return std::nullopt;
    pattern->prefixBits = *length;
    return pattern;
}

std::optional<AddressPattern> withPort(std::string_view address, std::string_view port) {
    std::optional<AddressPattern> pattern = wholeAddress(address);
    const std::optional<std::uint16_t> number = wholeNumber<std::uint16_t>(port);
    if (!pattern || !number)
        return std::nullopt;
    pattern->port = number;
    return pattern;
}

/// "" and "b" stand for 1, "k" and "kB" for thousands, "Ki" and "KiB" for 1024 and so on.
std::optional<double> sizeFactor(std::string_view suffix) {
    constexpr std::string_view kPowers = "kmgt";
    if (suffix.ends_with('b'))
        suffix.remove_suffix(1);
    if (suffix.empty())
        return 1.0;
    const std::size_t power = kPowers.find(suffix.front());
    const bool isBinary = suffix.size() == 2 && suffix[1] == 'i';
    if (power == std::string_view::npos || (suffix.size() > 1 && !isBinary))
        return std::nullopt;
    return std::pow(isBinary ? 1024.0 : 1000.0, static_cast<double>(power) + 1);
}

/// Takes "2026-11-28" off the front; days since the epoch.
std::optional<std::int64_t> takeDay(std::string_view& text) {
    constexpr std::size_t kLength = 10;
    if (text.size() < kLength || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const std::optional<unsigned> year = wholeNumber<unsigned>(text.substr(0, 4));
    const std::optional<unsigned> month = wholeNumber<unsigned>(text.substr(5, 2));
    const std::optional<unsigned> day = wholeNumber<unsigned>(text.substr(8, 2));
    if (!year || !month || !day || *year < 1678 || *year > 2261) // what 64 bits of nanoseconds hold
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                           std::chrono::day(*day)};
    if (!date.ok())
        return std::nullopt;
    text.remove_prefix(kLength);
    return std::chrono::sys_days(date).time_since_epoch().count();
}

/// The part of a second behind its point: up to nine digits.
std::optional<FilterMoment> fractionOf(std::string_view digits) {
    constexpr std::size_t kMostDigits = 9;
    const std::optional<unsigned> value = wholeNumber<unsigned>(digits);
    if (!value || digits.size() > kMostDigits)
        return std::nullopt;
    std::int64_t unit = 1;
    for (std::size_t i = digits.size(); i < kMostDigits; ++i)
        unit *= 10;
    return FilterMoment{*value * unit, unit, false};
}

/// "17:00", "17:00:05", "17:00:05.25", since midnight.
std::optional<FilterMoment> timeOfDay(std::string_view text) {
    constexpr std::int64_t kSecondNs = 1'000'000'000;
    if (text.size() < 5 || text[2] != ':')
        return std::nullopt;
    const std::optional<unsigned> hours = wholeNumber<unsigned>(text.substr(0, 2));
    const std::optional<unsigned> minutes = wholeNumber<unsigned>(text.substr(3, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    const std::int64_t ns = (*hours * 60LL + *minutes) * 60 * kSecondNs;
    if (text.size() == 5)
        return FilterMoment{ns, 60 * kSecondNs, false};
    const std::optional<unsigned> seconds =
        text.size() >= 8 && text[5] == ':' ? wholeNumber<unsigned>(text.substr(6, 2)) : std::nullopt;
    if (!seconds || *seconds > 59)
        return std::nullopt;
    if (text.size() == 8)
        return FilterMoment{ns + *seconds * kSecondNs, kSecondNs, false};
    std::optional<FilterMoment> fraction = text[8] == '.' ? fractionOf(text.substr(9)) : std::nullopt;
    if (fraction)
        fraction->ns += ns + *seconds * kSecondNs;
    return fraction;
}

} // namespace

std::optional<State> stateFromName(std::string_view name) {
    const std::string bare = bareStateName(name);
    const auto found =
        std::find_if(kStateNames.begin(), kStateNames.end(), [&](const auto& n) { return n.first == bare; });
    return found == kStateNames.end() ? std::nullopt : std::optional(found->second);
}

StateSet statesBeginning(std::string_view prefix) {
    const std::string bare = bareStateName(prefix);
    StateSet states;
    for (const auto& [name, state] : kStateNames)
        if (!bare.empty() && name.substr(0, bare.size()) == bare)
            states.add(state);
    return states;
}

StateSet statesContaining(std::string_view part) {
    const std::string bare = bareStateName(part);
    StateSet states;
    for (const auto& [name, state] : kStateNames)
        if (!bare.empty() && name.find(bare) != std::string_view::npos)
            states.add(state);
    return states;
}

std::optional<AddressPattern> parseAddressPattern(std::string_view text) {
    if (std::optional<AddressPattern> pattern = wholeAddress(text))
        return pattern;
    if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos)
        return withPrefixLength(text.substr(0, slash), text.substr(slash + 1));
    if (text.size() > 2 && text.front() == '[') {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos)
            return std::nullopt;
        const std::string_view address = text.substr(1, bracket - 1);
        if (bracket + 1 == text.size())
            return wholeAddress(address);
        return text[bracket + 1] == ':' ? withPort(address, text.substr(bracket + 2)) : std::nullopt;
    }
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || text.find(':') != colon)
        return std::nullopt;
    return withPort(text.substr(0, colon), text.substr(colon + 1));
}

std::optional<Duration> parseFilterDuration(std::string_view text) {
    constexpr double kMostNanoseconds = 9e18;
    const std::string lower = lowerCase(text);
    std::string_view rest = lower;
    double total = 0;
    do {
        const std::optional<double> amount = takeDecimal(rest);
        const std::optional<double> unit = amount ? takeUnit(rest) : std::nullopt;
        if (!unit)
            return std::nullopt;
        total += *amount * *unit;
    } while (!rest.empty());
    if (!(total < kMostNanoseconds))
        return std::nullopt;
    return Duration(std::llround(total));
}

std::optional<std::int64_t> parseFilterNumber(std::string_view text) {
    constexpr double kMost = 9e18;
    if (const std::optional<std::int64_t> whole = wholeNumber<std::int64_t>(text))
        return *whole >= 0 ? whole : std::nullopt;
    std::string_view rest = text;
    const std::optional<double> amount = takeDecimal(rest);
    const std::optional<double> factor = amount ? sizeFactor(lowerCase(rest)) : std::nullopt;
    if (!factor || !(*amount * *factor < kMost))
        return std::nullopt;
    return std::llround(*amount * *factor);
}

std::optional<FilterMoment> parseFilterMoment(std::string_view text) {
    constexpr std::int64_t kDayNs = 86'400'000'000'000;
    if (text.size() > 10 && (text.back() == 'Z' || text.back() == 'z'))
        text.remove_suffix(1);
    const std::optional<std::int64_t> day = takeDay(text);
    if (!day) {
        std::optional<FilterMoment> time = timeOfDay(text);
        if (time)
            time->isTimeOfDay = true;
        return time;
    }
    if (text.empty())
        return FilterMoment{*day * kDayNs, kDayNs, false};
    if (text.front() != ' ' && text.front() != 'T' && text.front() != 't')
        return std::nullopt;
    std::optional<FilterMoment> time = timeOfDay(text.substr(1));
    if (time)
        time->ns += *day * kDayNs;
    return time;
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

} // namespace synscope
