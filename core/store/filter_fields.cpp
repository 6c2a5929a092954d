// SPDX-License-Identifier: Apache-2.0
//
// The table of fields a filter knows, with the words that some of them are compared with. A new field over an
// existing subject is one row here.
#include "core/diagnose/detectors.h"
#include "core/store/filter_program.h"

#include <algorithm>
#include <array>
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
    FilterFieldRow{
        {"ever", "a state either side is or was in: ever(CLOSING)"}, Subject::Ever, Sides::Either, Value::State},
    FilterFieldRow{
        {"client.ever", "a state the side that opened is or was in"}, Subject::Ever, Sides::Client, Value::State},
    FilterFieldRow{
        {"server.ever", "a state the side that was asked is or was in"}, Subject::Ever, Sides::Server, Value::State},
    FilterFieldRow{{"ambiguous", "whether the packets leave more than one state possible"},
                   Subject::Ambiguous,
                   Sides::Either,
                   Value::Flag},
    FilterFieldRow{{"age", "how long the worse of the two states has lasted: 30s, 5m, 1h30m"},
                   Subject::Age,
                   Sides::Either,
                   Value::Time},
    FilterFieldRow{{"duration", "first to last packet: 250ms, 10s"}, Subject::Lifetime, Sides::Either, Value::Time},
    FilterFieldRow{{"start", "time of the first packet, UTC: \"2026-11-28 17:00\", 17:00"},
                   Subject::Start,
                   Sides::Either,
                   Value::Moment},
    FilterFieldRow{{"end", "time of the last packet, UTC"}, Subject::End, Sides::Either, Value::Moment},
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
    FilterFieldRow{{"packets", "packets of both sides"}, Subject::Packets, Sides::Either, Value::Count},
    FilterFieldRow{
        {"client.packets", "packets that the side that opened sent"}, Subject::Packets, Sides::Client, Value::Count},
    FilterFieldRow{
        {"server.packets", "packets that the side that was asked sent"}, Subject::Packets, Sides::Server, Value::Count},
    FilterFieldRow{{"bytes", "payload bytes of both sides: 10k, 3M"}, Subject::Bytes, Sides::Either, Value::Count},
    FilterFieldRow{
        {"client.bytes", "payload bytes that the side that opened sent"}, Subject::Bytes, Sides::Client, Value::Count},
    FilterFieldRow{{"server.bytes", "payload bytes that the side that was asked sent"},
                   Subject::Bytes,
                   Sides::Server,
                   Value::Count},
    FilterFieldRow{
        {"retransmissions", "segments sent again, both sides"}, Subject::Retransmissions, Sides::Either, Value::Count},
    FilterFieldRow{{"client.retransmissions", "segments that the side that opened sent again"},
                   Subject::Retransmissions,
                   Sides::Client,
                   Value::Count},
    FilterFieldRow{{"server.retransmissions", "segments that the side that was asked sent again"},
                   Subject::Retransmissions,
                   Sides::Server,
                   Value::Count},
    FilterFieldRow{{"out_of_order", "segments that came out of order, both sides"},
                   Subject::OutOfOrder,
                   Sides::Either,
                   Value::Count},
    FilterFieldRow{
        {"duplicate_acks", "ACKs sent again, both sides"}, Subject::DuplicateAcks, Sides::Either, Value::Count},
    FilterFieldRow{{"zero_windows", "segments that closed the window, both sides"},
                   Subject::ZeroWindows,
                   Sides::Either,
                   Value::Count},
    FilterFieldRow{{"keep_alives", "keep-alive probes, both sides"}, Subject::KeepAlives, Sides::Either, Value::Count},
    FilterFieldRow{{"lost", "segments that were sent but not captured, both sides"},
                   Subject::LostSegments,
                   Sides::Either,
                   Value::Count},
    FilterFieldRow{{"stale", "segments of an earlier connection of the same ports"},
                   Subject::StaleSegments,
                   Sides::Either,
                   Value::Count},
    FilterFieldRow{{"resets", "RST segments seen"}, Subject::Resets, Sides::Either, Value::Count},
    FilterFieldRow{{"reset", "whether a RST ended it"}, Subject::WasReset, Sides::Either, Value::Flag},
    FilterFieldRow{{"refused", "whether a RST answered its opening SYN"}, Subject::Refused, Sides::Either, Value::Flag},
    FilterFieldRow{{"closed_first", "who sent the first FIN: nobody, client, server or both"},
                   Subject::ClosedFirst,
                   Sides::Either,
                   Value::Choice},
    FilterFieldRow{{"reused", "whether the ports were used before"}, Subject::Reused, Sides::Either, Value::Flag},
    FilterFieldRow{
        {"incarnation", "earlier connections of the same ports"}, Subject::Incarnation, Sides::Either, Value::Number},
    FilterFieldRow{{"origin", "handshake, midstream or socket-table"}, Subject::Origin, Sides::Either, Value::Choice},
    FilterFieldRow{{"stream", "number of the connection, from 0"}, Subject::Stream, Sides::Either, Value::Number},
    FilterFieldRow{{"finding", "kind of a finding: close-wait-leak"}, Subject::Finding, Sides::Either, Value::Choice},
    FilterFieldRow{{"severity", "how bad a finding is: note, warning or problem"},
                   Subject::Finding,
                   Sides::Either,
                   Value::Severity},
    FilterFieldRow{
        {"process", "name of the process of either side; contains and matches look at its command line, too"},
        Subject::Process,
        Sides::Either,
        Value::Text},
    FilterFieldRow{{"client.process", "process of the side that opened"}, Subject::Process, Sides::Client, Value::Text},
    FilterFieldRow{
        {"server.process", "process of the side that was asked"}, Subject::Process, Sides::Server, Value::Text},
    FilterFieldRow{{"pid", "number of the process of either side"}, Subject::ProcessId, Sides::Either, Value::Number},
    FilterFieldRow{{"client.pid", "number of the process of the side that opened"},
                   Subject::ProcessId,
                   Sides::Client,
                   Value::Number},
    FilterFieldRow{{"server.pid", "number of the process of the side that was asked"},
                   Subject::ProcessId,
                   Sides::Server,
                   Value::Number},
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
    FilterFieldRow{{"tcp.flags", "syn, fin or rst: any segment of the connection has that flag"},
                   Subject::SegmentFlags,
                   Sides::Either,
                   Value::Choice},
    FilterFieldRow{{"tcp.flags.syn", "1: any segment is a SYN"}, Subject::Syns, Sides::Either, Value::Flag},
    FilterFieldRow{{"tcp.flags.fin", "1: any segment is a FIN"}, Subject::Fins, Sides::Either, Value::Flag},
    FilterFieldRow{{"tcp.flags.reset", "1: any segment is a RST"}, Subject::Resets, Sides::Either, Value::Flag},
    FilterFieldRow{
        {"tcp.analysis.flags", "any count of this list above 0"}, Subject::Anomalies, Sides::Either, Value::Flag},
    FilterFieldRow{{"tcp.analysis.retransmission", "the same as retransmissions > 0"},
                   Subject::Retransmissions,
                   Sides::Either,
                   Value::Flag},
    FilterFieldRow{
        {"tcp.analysis.out_of_order", "the same as out_of_order > 0"}, Subject::OutOfOrder, Sides::Either, Value::Flag},
    FilterFieldRow{{"tcp.analysis.duplicate_ack", "the same as duplicate_acks > 0"},
                   Subject::DuplicateAcks,
                   Sides::Either,
                   Value::Flag},
    FilterFieldRow{
        {"tcp.analysis.zero_window", "the same as zero_windows > 0"}, Subject::ZeroWindows, Sides::Either, Value::Flag},
    FilterFieldRow{
        {"tcp.analysis.keep_alive", "the same as keep_alives > 0"}, Subject::KeepAlives, Sides::Either, Value::Flag},
    FilterFieldRow{
        {"tcp.analysis.lost_segment", "the same as lost > 0"}, Subject::LostSegments, Sides::Either, Value::Flag},
    FilterFieldRow{{"tcp.analysis.reused_ports", "the same as reused"}, Subject::Reused, Sides::Either, Value::Flag},
    FilterFieldRow{
        {"frame.number", "number of a packet that the connection holds"}, Subject::Frame, Sides::Either, Value::Number},
    FilterFieldRow{{"frame.time", "the same as start"}, Subject::Start, Sides::Either, Value::Moment},
};

constexpr std::size_t kFieldCount = kFields.size();

constexpr std::array<FilterField, kFieldCount> kPublicFields = [] {
    std::array<FilterField, kFieldCount> fields{};
    for (std::size_t i = 0; i < kFieldCount; ++i)
        fields[i] = kFields[i].field;
    return fields;
}();

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

std::vector<std::string_view> nearestWords(std::string_view word, const std::vector<std::string_view>& words) {
    constexpr std::size_t kMost = 3;
    constexpr std::size_t kLongestTried = 40; // longer words are no slip of the pen
    const std::string wanted = lowerCase(word.substr(0, kLongestTried));
    std::vector<std::pair<std::size_t, std::string_view>> near;
    for (const std::string_view known : words) {
        const bool begins = wanted.size() >= 2 && known.substr(0, wanted.size()) == wanted;
        const std::size_t distance = begins ? 0 : editDistance(wanted, known);
        if (distance <= 2 && distance < wanted.size())
            near.emplace_back(distance, known);
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string_view> nearest;
    for (std::size_t i = 0; i < std::min(near.size(), kMost); ++i)
        nearest.push_back(near[i].second);
    return nearest;
}

std::string nearestFilterFields(std::string_view name) {
    std::vector<std::string_view> known;
    known.reserve(std::size(kFields));
    for (const FilterFieldRow& row : kFields)
        known.push_back(row.field.name);
    std::string names;
    for (const std::string_view near : nearestWords(name, known))
        names.append(names.empty() ? "" : ", ").append(near);
    return names;
}

std::vector<std::string_view> filterChoices(const FilterFieldRow& row) {
    if (row.value == FilterValue::Severity)
        return {toText(Severity::Note), toText(Severity::Warning), toText(Severity::Problem)};
    switch (row.subject) {
    case FilterSubject::Origin:
        return {toText(Origin::Handshake), toText(Origin::Midstream), toText(Origin::SocketTable)};
    case FilterSubject::ClosedFirst:
        return {"nobody", "client", "server", "both"};
    case FilterSubject::SegmentFlags:
        return {"fin", "syn", "rst", "reset"};
    case FilterSubject::Finding: {
        std::vector<std::string_view> kinds;
        for (const Detector& detector : detectors())
            kinds.push_back(detector.kind);
        return kinds;
    }
    default: // the others are compared with values that nobody can list
        return {};
    }
}

bool isAllowed(FilterValue kind, FilterOp op) {
    const bool isEquality = op == FilterOp::Equal || op == FilterOp::NotEqual;
    const bool isText = op == FilterOp::Contains || op == FilterOp::Matches;
    switch (kind) {
    case FilterValue::Address:
    case FilterValue::State:
    case FilterValue::Choice:
    case FilterValue::Text:
        return isEquality || isText;
    case FilterValue::Flag:
        return isEquality;
    case FilterValue::Port:
    case FilterValue::Time:
    case FilterValue::Moment:
    case FilterValue::Number:
    case FilterValue::Count:
    case FilterValue::Severity:
        return !isText;
    }
    return false;
}

std::string_view allowedOperators(FilterValue kind) {
    if (isAllowed(kind, FilterOp::Greater))
        return "== != > >= < <= in";
    return isAllowed(kind, FilterOp::Contains) ? "== != ~ matches in" : "== !=";
}

} // namespace synscope
