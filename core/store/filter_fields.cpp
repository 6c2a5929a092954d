// SPDX-License-Identifier: Apache-2.0
//
// The table of fields a filter knows, the spellings of states, and the ways values are written. A new field
// over an existing subject is one row here.
#include "core/store/filter_program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace synscope {
namespace {

using Subject = FilterSubject;
using Sides = FilterSides;
using Value = FilterValue;

constexpr std::array kFields{
    FilterFieldRow{{"state", "state of either side"}, Subject::State, Sides::Either, Value::State},
    FilterFieldRow{{"client.state", "state of the side that opened"}, Subject::State, Sides::Client, Value::State},
    FilterFieldRow{{"server.state", "state of the side that was asked"}, Subject::State, Sides::Server, Value::State},
    FilterFieldRow{{"possible", "a state either side may be in; state asks for the likeliest"},
                   Subject::Possible,
                   Sides::Either,
                   Value::State},
    FilterFieldRow{
        {"client.possible", "a state the side that opened may be in"}, Subject::Possible, Sides::Client, Value::State},
    FilterFieldRow{{"server.possible", "a state the side that was asked may be in"},
                   Subject::Possible,
                   Sides::Server,
                   Value::State},
    FilterFieldRow{{"ambiguous", "whether the packets leave more than one state possible"},
                   Subject::Ambiguous,
                   Sides::Either,
                   Value::Flag},
    FilterFieldRow{{"age", "how long the worse of the two states has lasted: 30s, 5m, 1h30m"},
                   Subject::Age,
                   Sides::Either,
                   Value::Time},
    FilterFieldRow{{"duration", "first to last packet: 250ms, 10s"}, Subject::Lifetime, Sides::Either, Value::Time},
    FilterFieldRow{
        {"ip", "address or network of either side: 10.0.0.0/8"}, Subject::Address, Sides::Either, Value::Address},
    FilterFieldRow{{"addr", "the same as ip"}, Subject::Address, Sides::Either, Value::Address},
    FilterFieldRow{{"host", "the same as ip"}, Subject::Address, Sides::Either, Value::Address},
    FilterFieldRow{{"client", "address of the side that opened, with or without :port"},
                   Subject::Address,
                   Sides::Client,
                   Value::Address},
    FilterFieldRow{{"server", "address of the side that was asked, with or without :port"},
                   Subject::Address,
                   Sides::Server,
                   Value::Address},
    FilterFieldRow{{"port", "port of either side"}, Subject::Port, Sides::Either, Value::Port},
    FilterFieldRow{{"client.port", "port of the side that opened"}, Subject::Port, Sides::Client, Value::Port},
    FilterFieldRow{{"server.port", "port of the side that was asked"}, Subject::Port, Sides::Server, Value::Port},
    FilterFieldRow{{"packets", "packets of both sides"}, Subject::Packets, Sides::Either, Value::Number},
    FilterFieldRow{{"bytes", "payload bytes of both sides: 10k, 3M"}, Subject::Bytes, Sides::Either, Value::Number},
    FilterFieldRow{
        {"retransmissions", "segments sent again, both sides"}, Subject::Retransmissions, Sides::Either, Value::Number},
    FilterFieldRow{{"resets", "RST segments seen"}, Subject::Resets, Sides::Either, Value::Number},
    FilterFieldRow{{"reused", "whether the ports were used before"}, Subject::Reused, Sides::Either, Value::Flag},
    FilterFieldRow{
        {"incarnation", "earlier connections of the same ports"}, Subject::Incarnation, Sides::Either, Value::Number},
    FilterFieldRow{{"origin", "handshake, midstream or socket-table"}, Subject::Origin, Sides::Either, Value::Origin},
    FilterFieldRow{{"stream", "number of the connection, from 0"}, Subject::Stream, Sides::Either, Value::Number},
    FilterFieldRow{{"finding", "kind of a finding: close-wait-leak"}, Subject::Finding, Sides::Either, Value::Finding},
    FilterFieldRow{{"ip.addr", "the same as ip"}, Subject::Address, Sides::Either, Value::Address},
    FilterFieldRow{{"ipv6.addr", "the same as ip"}, Subject::Address, Sides::Either, Value::Address},
    FilterFieldRow{{"ip.src", "the same as client"}, Subject::Address, Sides::Client, Value::Address},
    FilterFieldRow{{"ip.dst", "the same as server"}, Subject::Address, Sides::Server, Value::Address},
    FilterFieldRow{{"ipv6.src", "the same as client"}, Subject::Address, Sides::Client, Value::Address},
    FilterFieldRow{{"ipv6.dst", "the same as server"}, Subject::Address, Sides::Server, Value::Address},
    FilterFieldRow{{"tcp.port", "the same as port"}, Subject::Port, Sides::Either, Value::Port},
    FilterFieldRow{{"tcp.srcport", "the same as client.port"}, Subject::Port, Sides::Client, Value::Port},
    FilterFieldRow{{"tcp.dstport", "the same as server.port"}, Subject::Port, Sides::Server, Value::Port},
    FilterFieldRow{{"tcp.stream", "the same as stream"}, Subject::Stream, Sides::Either, Value::Number},
    FilterFieldRow{{"tcp.flags.reset", "1: a RST was seen"}, Subject::Resets, Sides::Either, Value::Flag},
};

constexpr std::size_t kFieldCount = kFields.size();

constexpr std::array<FilterField, kFieldCount> kPublicFields = [] {
    std::array<FilterField, kFieldCount> fields{};
    for (std::size_t i = 0; i < kFieldCount; ++i)
        fields[i] = kFields[i].field;
    return fields;
}();

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

/// Letters to change, add or drop to turn one word into the other.
std::size_t editDistance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
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

} // namespace

std::span<const FilterField> filterFields() {
    return kPublicFields;
}

const FilterFieldRow* findFilterField(std::string_view name) {
    const std::string wanted = lowerCase(name);
    const auto row =
        std::find_if(kFields.begin(), kFields.end(), [&](const auto& r) { return r.field.name == wanted; });
    return row == kFields.end() ? nullptr : &*row;
}

std::string nearestFilterFields(std::string_view name) {
    constexpr std::size_t kMost = 3;
    const std::string wanted = lowerCase(name);
    std::vector<std::pair<std::size_t, std::string_view>> near;
    for (const FilterFieldRow& row : kFields) {
        const bool begins = wanted.size() >= 2 && row.field.name.substr(0, wanted.size()) == wanted;
        const std::size_t distance = begins ? 0 : editDistance(wanted, row.field.name);
        if (distance <= 2 && distance < wanted.size())
            near.emplace_back(distance, row.field.name);
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string names;
    for (std::size_t i = 0; i < std::min(near.size(), kMost); ++i)
        names.append(i == 0 ? "" : ", ").append(near[i].second);
    return names;
}

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
    constexpr std::string_view kSuffixes = "kmg";
    std::int64_t factor = 1;
    const std::size_t power =
        text.empty() ? std::string_view::npos : kSuffixes.find(lowerCase(text.substr(text.size() - 1)));
    if (power != std::string_view::npos) {
        for (std::size_t i = 0; i <= power; ++i)
            factor *= 1000;
        text.remove_suffix(1);
    }
    const std::optional<std::uint32_t> small = wholeNumber<std::uint32_t>(text);
    if (small)
        return std::int64_t{*small} * factor;
    const std::optional<std::int64_t> large = wholeNumber<std::int64_t>(text);
    return factor == 1 && large && *large >= 0 ? large : std::nullopt;
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

} // namespace synscope
