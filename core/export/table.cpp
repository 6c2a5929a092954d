// SPDX-License-Identifier: Apache-2.0
//
// Aligned text: see table.h.
#include "core/export/table.h"

#include "core/export/json_writer.h"
#include "core/export/segment_text.h"

#include <algorithm>
#include <array>

namespace synscope {
namespace {

constexpr std::array<TableColumn, 10> kConnectionColumns{{
    {"#", true},
    {"client"},
    {"server"},
    {"client state"},
    {"server state"},
    {"packets", true},
    {"bytes", true},
    {"seconds", true},
    {"retr", true},
    {"findings"},
}};

constexpr std::array<TableColumn, 13> kSegmentColumns{{
    {"packet", true},
    {"seconds", true},
    {"from"},
    {"flags"},
    {"seq", true},
    {"ack", true},
    {"rel seq", true},
    {"rel ack", true},
    {"len", true},
    {"window", true},
    {"a after"},
    {"b after"},
    {"marks"},
}};

std::string numberText(std::uint64_t value) {
    std::string text;
    appendNumber(text, value);
    return text;
}

std::string secondsText(Duration value) {
    std::string text;
    appendSeconds(text, value.count(), 6);
    return text;
}

/// "ESTAB", "ESTAB?" where the packets do not decide.
std::string stateText(State state, StateSet possible) {
    return std::string(toShortText(state)) + (possible.isCertain() ? "" : "?");
}

void appendListed(std::string& list, std::string_view word) {
    if (!list.empty())
        list.push_back(',');
    list += word;
}

} // namespace

TextTable::TextTable(std::span<const TableColumn> columns) : m_columns(columns) {
    for (const TableColumn& column : columns)
        m_widths.push_back(column.title.size());
}

void TextTable::add(std::vector<std::string> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        m_widths[i] = std::max(m_widths[i], cells[i].size());
    m_rows.push_back(std::move(cells));
}

void TextTable::appendBlock(std::string& out) {
    if (!m_titlesWritten) {
        std::vector<std::string> titles;
        for (const TableColumn& column : m_columns)
            titles.emplace_back(column.title);
        appendLine(out, titles);
        m_titlesWritten = true;
    }
    for (const auto& row : m_rows)
        appendLine(out, row);
    m_rows.clear();
}

void TextTable::appendLine(std::string& out, const std::vector<std::string>& cells) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t padding = m_widths[i] - cells[i].size();
        if (i > 0)
            out += "  ";
        if (m_columns[i].alignRight)
            out.append(padding, ' ');
        out += cells[i];
        if (!m_columns[i].alignRight)
            out.append(padding, ' ');
    }
    out.resize(out.find_last_not_of(' ') + 1);
    out.push_back('\n');
}

std::span<const TableColumn> connectionColumns() {
    return kConnectionColumns;
}

std::vector<std::string> connectionCells(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    const ConnectionRow& row = snapshot.row(id);
    const EndpointView client = snapshot.endpoint(id, Side::Initiator);
    const EndpointView server = snapshot.endpoint(id, Side::Responder);
    std::string findings;
    for (const Finding& finding : findingsOf(snapshot, id, policy))
        appendListed(findings, finding.kind);
    return {
        numberText(indexOf(id)),
        toText(client.address),
        toText(server.address),
        stateText(client.state, client.possible),
        stateText(server.state, server.possible),
        numberText(row.packets()),
        numberText(client.bytes + server.bytes),
        secondsText(row.last - row.first),
        numberText(std::uint64_t{client.anomalies.retransmissions} + server.anomalies.retransmissions),
        findings,
    };
}

bool isUndecided(const ConnectionRow& row) {
    return !row.possibleOf(Side::Initiator).isCertain() || !row.possibleOf(Side::Responder).isCertain();
}

bool isUndecided(const DetailSegment& segment) {
    return !segment.possibleAfter[0].isCertain() || !segment.possibleAfter[1].isCertain();
}

void appendDoubtLegend(std::string& out) {
    out += "\n? the likeliest state: the packets captured do not decide; --format ndjson lists all that are possible\n";
}

std::span<const TableColumn> segmentColumns() {
    return kSegmentColumns;
}

std::vector<std::string> segmentCells(const ConnectionDetail& detail, std::size_t index) {
    const DetailSegment& segment = detail.segments[index];
    const bool hasAck = segment.flags.ack();
    std::string flags;
    forEachFlag(segment.flags, [&flags](std::string_view name) { appendListed(flags, name); });
    std::string marks;
    forEachMark(segment.marks, [&marks](std::string_view name) { appendListed(marks, name); });
    return {
        numberText(indexOf(segment.packet)),
        secondsText(segment.time - detail.segments.front().time),
        segment.sender == Side::Initiator ? "a" : "b",
        flags,
        numberText(segment.seq.value()),
        hasAck ? numberText(segment.ack.value()) : "-",
        numberText(segment.relativeSeq),
        hasAck ? numberText(segment.relativeAck) : "-",
        numberText(segment.payloadBytes),
        numberText(segment.window),
        stateText(segment.stateAfter[0], segment.possibleAfter[0]),
        stateText(segment.stateAfter[1], segment.possibleAfter[1]),
        marks,
    };
}

} // namespace synscope
