// SPDX-License-Identifier: Apache-2.0
//
// Counting and printing a capture's figures: see summary.h. Text leaves out what is zero, JSON never does.
#include "core/export/summary.h"

#include "core/export/json_writer.h"
#include "core/store/capture_facts.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::array<Side, 2> kSides{Side::Initiator, Side::Responder};

std::uint64_t stateCount(const CaptureSummary& summary, Side side, State state) {
    return summary.byState[static_cast<std::size_t>(side)][static_cast<std::size_t>(state)];
}

/// A line "  text .... count" of a list.
void appendCount(std::string& out, std::string_view text, std::uint64_t count) {
    constexpr std::size_t kTextWidth = 24;
    constexpr std::size_t kCountWidth = 12;
    std::string digits;
    appendNumber(digits, count);
    out += "  ";
    out += text;
    out.append(text.size() < kTextWidth ? kTextWidth - text.size() : 1, ' ');
    out.append(digits.size() < kCountWidth ? kCountWidth - digits.size() : 0, ' ');
    out += digits;
    out.push_back('\n');
}

void appendCountIfAny(std::string& out, std::string_view text, std::uint64_t count) {
    if (count > 0)
        appendCount(out, text, count);
}

void appendPacketsText(std::string& out, const CaptureSummary& summary) {
    out += "\nPackets\n";
    appendCount(out, "total", summary.packets.total());
    for (std::size_t fate = 0; fate < kPacketFateCount; ++fate)
        appendCountIfAny(out, toText(static_cast<PacketFate>(fate)), summary.packets.byFate[fate]);
}

void appendStatesText(std::string& out, const CaptureSummary& summary) {
    if (summary.connections == 0)
        return;
    constexpr std::size_t kWidth = 12;
    out += "\nStates at the end          client      server\n";
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        const std::uint64_t client = stateCount(summary, Side::Initiator, state);
        const std::uint64_t server = stateCount(summary, Side::Responder, state);
        if (client + server == 0)
            continue;
        appendCount(out, toShortText(state), client);
        out.pop_back();
        std::string digits;
        appendNumber(digits, server);
        out.append(digits.size() < kWidth ? kWidth - digits.size() : 1, ' ');
        out += digits;
        out.push_back('\n');
    }
}

void appendConnectionsText(std::string& out, const CaptureSummary& summary) {
    out += "\nConnections\n";
    appendCount(out, "total", summary.connections);
    for (std::size_t origin = 0; origin < summary.byOrigin.size(); ++origin)
        appendCountIfAny(out, toText(static_cast<Origin>(origin)), summary.byOrigin[origin]);
    appendCountIfAny(out, "ended, let go", summary.connectionsLetGo);
    appendCountIfAny(out, "reused ports", summary.reused);
    appendStatesText(out, summary);
}

/// The findings of the whole capture about one topic, a line each.
void appendSentences(std::string& out, const CaptureSummary& summary, CaptureTopic topic) {
    for (const CaptureFinding& finding : summary.captureFindings) {
        if (finding.topic == topic)
            out += "  " + finding.text + "\n";
    }
}

void appendFindingsText(std::string& out, const CaptureSummary& summary) {
    std::string lines;
    for (const auto& [kind, count] : summary.findings)
        appendCount(lines, kind, count);
    appendSentences(lines, summary, CaptureTopic::Traffic);
    if (!lines.empty())
        out += "\nFindings\n" + lines;
}

void appendDamageText(std::string& out, const Damage& damage) {
    out += damage.file.empty() ? "  damaged at byte " : "  " + damage.file + " damaged at byte ";
    appendNumber(out, damage.byteOffset);
    out += ", packet ";
    appendNumber(out, damage.packet);
    out += ": " + damage.reason + "\n";
    for (const Damage& other : damage.others)
        appendDamageText(out, other);
}

void appendQualityText(std::string& out, const CaptureSummary& summary) {
    const LoadState& load = summary.load;
    std::string lines;
    appendCountIfAny(lines, "cut packets", load.cutPackets);
    appendCountIfAny(lines, "clock backwards", load.clockBackwards);
    appendCountIfAny(lines, "dropped by kernel", load.kernelDrops);
    appendCountIfAny(lines, "super segments", load.superSegments);
    appendCountIfAny(lines, "one direction only", summary.oneDirection);
    if (load.damage)
        appendDamageText(lines, *load.damage);
    appendSentences(lines, summary, CaptureTopic::Quality);
    out += "\nQuality of the capture\n";
    out += lines.empty() ? "  no fault seen\n" : lines;
}

void appendLoadText(std::string& out, const CaptureSummary& summary, const LoadCost& cost) {
    out += "\nLoaded in ";
    appendSeconds(out, cost.time.count(), 3);
    out += " s";
    if (cost.peakRssBytes > 0) {
        out += " with at most ";
        appendNumber(out, cost.peakRssBytes / 1'000'000);
        out += " MB of memory";
    }
    out += summary.load.finished ? ".\n" : ", not to the end.\n";
}

/// "not-ip" as a key: "not_ip".
std::string keyOf(std::string_view text) {
    std::string key(text);
    std::replace(key.begin(), key.end(), '-', '_');
    return key;
}

void writePacketsJson(JsonWriter& json, const PacketCounts& packets) {
    json.key("packets").beginObject();
    json.key("total").number(packets.total());
    for (std::size_t fate = 0; fate < kPacketFateCount; ++fate) {
        json.key(keyOf(toText(static_cast<PacketFate>(fate)))).number(packets.byFate[fate]);
    }
    json.endObject();
}

void writeConnectionsJson(JsonWriter& json, const CaptureSummary& summary) {
    json.key("connections").beginObject();
    json.key("total").number(summary.connections);
    json.key("let_go").number(summary.connectionsLetGo);
    json.key("reused").number(summary.reused);
    json.key("origin").beginObject();
    for (std::size_t origin = 0; origin < summary.byOrigin.size(); ++origin)
        json.key(keyOf(toText(static_cast<Origin>(origin)))).number(summary.byOrigin[origin]);
    json.endObject();
    json.key("final").beginObject();
    for (const Side side : kSides) {
        json.key(side == Side::Initiator ? "a" : "b").beginObject();
        for (std::size_t state = 0; state < kStateCount; ++state)
            json.key(toText(static_cast<State>(state))).number(stateCount(summary, side, static_cast<State>(state)));
        json.endObject();
    }
    json.endObject();
    json.endObject();
}

void writeFindingsJson(JsonWriter& json, const CaptureSummary& summary) {
    json.key("findings").beginObject();
    for (const auto& [kind, count] : summary.findings)
        json.key(kind).number(count);
    json.endObject();
    json.key("capture_findings").beginArray();
    for (const CaptureFinding& finding : summary.captureFindings) {
        json.beginObject();
        json.key("kind").plain(finding.kind);
        json.key("text").string(finding.text);
        json.key("count").number(finding.count);
        json.endObject();
    }
    json.endArray();
}

/// A capture without packets has no beginning.
void writeTimeJson(JsonWriter& json, const CaptureSummary& summary) {
    const bool hasTime = summary.packets.total() > 0;
    json.key("time").beginObject();
    json.key("begin");
    hasTime ? json.time(summary.begin) : json.null();
    json.key("end");
    hasTime ? json.time(summary.end) : json.null();
    json.key("seconds").seconds(summary.end - summary.begin);
    json.endObject();
}

/// Of several files, each says which it is of.
void writeDamageJson(JsonWriter& json, const Damage& damage) {
    json.beginObject();
    if (!damage.file.empty())
        json.key("file").string(damage.file);
    json.key("byte").number(damage.byteOffset);
    json.key("packet").number(damage.packet);
    json.key("reason").string(damage.reason);
    if (!damage.others.empty()) {
        json.key("others").beginArray();
        for (const Damage& other : damage.others)
            writeDamageJson(json, other);
        json.endArray();
    }
    json.endObject();
}

void writeQualityJson(JsonWriter& json, const CaptureSummary& summary) {
    const LoadState& load = summary.load;
    json.key("quality").beginObject();
    json.key("cut_packets").number(load.cutPackets);
    json.key("clock_backwards").number(load.clockBackwards);
    json.key("kernel_drops").number(load.kernelDrops);
    json.key("super_segments").number(load.superSegments);
    json.key("one_direction").number(summary.oneDirection);
    json.key("damage");
    if (load.damage)
        writeDamageJson(json, *load.damage);
    else
        json.null();
    json.endObject();
}

} // namespace

CaptureSummary summarise(const Snapshot& snapshot, const DiagnosePolicy& policy) {
    CaptureSummary summary;
    summary.packets = snapshot.counts;
    summary.connections = snapshot.size();
    summary.connectionsLetGo = snapshot.connectionsLetGo();
    summary.load = snapshot.load;
    summary.begin = snapshot.begin;
    summary.end = snapshot.end;
    const CaptureFacts facts = captureFactsOf(snapshot, policy);
    summary.oneDirection = facts.oneDirection;
    summary.captureFindings = captureFindings(facts, policy);
    for (const ConnectionId id : snapshot.connections()) {
        const ConnectionRow& row = snapshot.row(id);
        for (const Side side : kSides) {
            const auto place = static_cast<std::size_t>(side);
            ++summary.byState[place][static_cast<std::size_t>(row.stateOf(side))];
        }
        ++summary.byOrigin[std::min<std::size_t>(row.origin, summary.byOrigin.size() - 1)];
        summary.reused += row.incarnation > 0 ? 1 : 0;
        for (const Finding& finding : bareFindings(snapshot, id, policy))
            ++summary.findings[finding.kind];
    }
    return summary;
}

void appendSummaryText(std::string& out, const CaptureSummary& summary, std::string_view name, const LoadCost& cost) {
    out += name;
    out += ": ";
    appendNumber(out, summary.packets.total());
    out += " packets, ";
    appendNumber(out, summary.connections);
    out += " TCP connections, ";
    appendSeconds(out, (summary.end - summary.begin).count(), 6);
    out += " s\n";
    appendPacketsText(out, summary);
    appendConnectionsText(out, summary);
    appendFindingsText(out, summary);
    appendQualityText(out, summary);
    appendLoadText(out, summary, cost);
}

void appendSummaryJson(std::string& out, const CaptureSummary& summary, const LoadCost& cost) {
    JsonWriter json(out);
    json.beginObject();
    writePacketsJson(json, summary.packets);
    writeConnectionsJson(json, summary);
    writeFindingsJson(json, summary);
    writeQualityJson(json, summary);
    writeTimeJson(json, summary);
    json.key("load").beginObject();
    json.key("packets").number(summary.load.packets);
    json.key("seconds").seconds(cost.time);
    json.key("peak_rss_bytes").number(cost.peakRssBytes);
    json.endObject();
    json.endObject();
    out.push_back('\n');
}

} // namespace synscope
