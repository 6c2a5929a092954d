// SPDX-License-Identifier: Apache-2.0
//
// Lines of comma-separated values: see csv.h. The columns of an endpoint are one list, written for both.
#include "core/export/csv.h"

#include "core/export/escape.h"
#include "core/export/json_writer.h"

#include <array>
#include <string_view>

namespace synscope {
namespace {

using PerSide = AnomalyCounters::PerSide;

struct CounterColumn {
    std::string_view name;
    std::uint32_t PerSide::*counter;
};

constexpr std::array<CounterColumn, 7> kCounters{{
    {"retransmissions", &PerSide::retransmissions},
    {"out_of_order", &PerSide::outOfOrder},
    {"duplicate_acks", &PerSide::duplicateAcks},
    {"zero_windows", &PerSide::zeroWindows},
    {"keep_alives", &PerSide::keepAlives},
    {"lost_segments", &PerSide::lostSegments},
    {"stale_segments", &PerSide::staleSegments},
}};

constexpr std::array<std::string_view, 5> kEndpointColumns{"addr", "port", "state", "segments", "bytes"};

void appendNumberField(std::string& out, std::uint64_t value) {
    appendNumber(out, value);
    out.push_back(',');
}

void appendSecondsField(std::string& out, Duration value) {
    appendSeconds(out, value.count());
    out.push_back(',');
}

void appendTextField(std::string& out, std::string_view text) {
    out += text;
    out.push_back(',');
}

/// Separated by spaces; nothing where the state is certain.
void appendPossible(std::string& out, StateSet possible) {
    bool isFirst = true;
    for (std::size_t i = 0; i < kStateCount && !possible.isCertain(); ++i) {
        if (!possible.has(static_cast<State>(i)))
            continue;
        if (!isFirst)
            out.push_back(' ');
        out += toText(static_cast<State>(i));
        isFirst = false;
    }
}

void appendEndpointNames(std::string& out, std::string_view prefix) {
    for (const std::string_view name : kEndpointColumns) {
        out += prefix;
        appendTextField(out, name);
    }
    for (const CounterColumn& column : kCounters) {
        out += prefix;
        appendTextField(out, column.name);
    }
}

void appendEndpoint(std::string& out, const EndpointView& endpoint) {
    appendTextField(out, toText(endpoint.address.address));
    appendNumberField(out, endpoint.address.port);
    appendTextField(out, toText(endpoint.state));
    appendNumberField(out, endpoint.segments);
    appendNumberField(out, endpoint.bytes);
    for (const CounterColumn& column : kCounters)
        appendNumberField(out, endpoint.anomalies.*column.counter);
}

/// A name may hold anything.
void appendProcess(std::string& out, const SocketOwner* owner) {
    if (owner == nullptr || !owner->isKnown()) {
        out += ",,";
        return;
    }
    out += ",\"";
    for (const char c : cleanText(owner->name))
        out.append(c == '"' ? 2 : 1, c);
    out += "\",";
    appendNumber(out, static_cast<std::uint64_t>(owner->pid));
}

} // namespace

void appendCsvHeader(std::string& out) {
    out += "stream,incarnation,first,last,duration,packets,syn,fin,rst,reused,origin,";
    appendEndpointNames(out, "client_");
    appendEndpointNames(out, "server_");
    out += "findings,client_possible,server_possible,client_process,client_pid,server_process,server_pid\r\n";
}

void appendConnectionCsv(std::string& out, const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    const ConnectionRow& row = snapshot.row(id);
    appendNumberField(out, indexOf(id));
    appendNumberField(out, row.incarnation);
    appendSecondsField(out, row.first.time_since_epoch());
    appendSecondsField(out, row.last.time_since_epoch());
    appendSecondsField(out, row.last - row.first);
    appendNumberField(out, row.packets());
    appendNumberField(out, row.syn);
    appendNumberField(out, row.fin);
    appendNumberField(out, row.rst);
    appendTextField(out, row.incarnation > 0 ? "true" : "false");
    appendTextField(out, toText(static_cast<Origin>(row.origin)));
    appendEndpoint(out, snapshot.endpoint(id, Side::Initiator));
    appendEndpoint(out, snapshot.endpoint(id, Side::Responder));
    bool isFirst = true;
    for (const Finding& finding : findingsOf(snapshot, id, policy)) {
        if (!isFirst)
            out.push_back(' ');
        out += finding.kind;
        isFirst = false;
    }
    for (const Side side : {Side::Initiator, Side::Responder}) {
        out.push_back(',');
        appendPossible(out, row.possibleOf(side));
    }
    for (const Side side : {Side::Initiator, Side::Responder})
        appendProcess(out, snapshot.owners.of(id, side));
    out += "\r\n";
}

} // namespace synscope
