// SPDX-License-Identifier: Apache-2.0
#include "core/export/leak_lines.h"

#include "core/diagnose/words.h"
#include "core/export/json_writer.h"

#include <array>
#include <cstdio>

namespace synscope {
namespace {

constexpr std::array<TableColumn, 8> kGroupColumns{{
    {"owes the close"},
    {"owed", true},
    {"perhaps", true},
    {"no leak", true},
    {"oldest", true},
    {"per minute", true},
    {"ended", true},
    {"longest ended", true},
}};

constexpr std::array<TableColumn, 8> kOwedColumns{{
    {"age"},
    {"cause"},
    {"local"},
    {"peer"},
    {"#", true},
    {"sent", true},
    {"last sent"},
    {"what"},
}};

/// "0 ms" where nothing was measured: the table is ASCII but for µs.
std::string lengthText(Duration length) {
    return length < std::chrono::milliseconds(1) ? "0 ms" : durationInWords(length);
}

std::string ageText(const OwedClose& owed) {
    return (owed.ageIsLowerBound ? "at least " : "") + lengthText(owed.age);
}

/// When the owner last sent data, seen from the FIN: "-", "1.2 s before FIN", "3 min 1 s after FIN".
std::string lastSentText(const OwedClose& owed) {
    if (!owed.ownersLastData)
        return "-";
    const Duration later = *owed.ownersLastData - owed.since;
    return later < Duration::zero() ? lengthText(-later) + " before FIN" : lengthText(later) + " after FIN";
}

void writeAddress(JsonWriter& json, const SocketAddress& address) {
    json.beginObject();
    json.key("addr").plain(toText(address.address));
    json.key("port").number(address.port);
    json.endObject();
}

void writeFirstCloser(JsonWriter& json, FirstCloser closer) {
    switch (closer) {
    case FirstCloser::Owner:
        return json.plain("local");
    case FirstCloser::Peer:
        return json.plain("peer");
    case FirstCloser::Both:
        return json.plain("both");
    case FirstCloser::Unknown:
        return json.null();
    }
}

/// Two programs of one host may be clients of the same server.
std::string namedOwner(const LeakGroup& group) {
    const bool isNamed = !group.ownerListens() && group.process;
    return isNamed ? ownerText(group) + " (" + group.process->name + " " + std::to_string(group.process->pid) + ")"
                   : ownerText(group);
}

} // namespace

void appendLeakNdjson(std::string& out, const OwedClose& owed) {
    JsonWriter json(out);
    json.beginObject();
    writeAddress(json.key("local"), owed.owner);
    writeAddress(json.key("peer"), owed.peer);
    json.key("listener").boolean(owed.side == Side::Responder);
    for (const char* kernelOnly : {"process", "uid", "inode"})
        json.key(kernelOnly).null();
    json.key("since");
    owed.ageIsLowerBound ? json.null() : json.time(owed.since);
    json.key("age").seconds(owed.age);
    json.key("age_is_lower_bound").boolean(owed.ageIsLowerBound);
    json.key("cause").plain(toText(owed.cause));
    for (const char* kernelOnly : {"receive_queue", "send_queue"})
        json.key(kernelOnly).null();
    writeFirstCloser(json.key("first_closer"), owed.firstCloser);
    json.key("text").string(owedSentence(owed));
    json.endObject();
    out.push_back('\n');
}

std::span<const TableColumn> leakGroupColumns() {
    return kGroupColumns;
}

std::vector<std::string> leakGroupCells(const LeakLedger& ledger, const LeakGroup& group) {
    return {
        namedOwner(group),
        std::to_string(group.owed),
        std::to_string(group.perhaps),
        std::to_string(group.harmless()),
        group.owed == 0 ? "-" : lengthText(ledger.end - group.oldest),
        growthText(group),
        std::to_string(group.ended),
        group.ended == 0 ? "-" : lengthText(group.longestEnded),
    };
}

std::span<const TableColumn> owedCloseColumns() {
    return kOwedColumns;
}

std::vector<std::string> owedCloseCells(const OwedClose& owed) {
    return {
        ageText(owed),
        std::string(toText(owed.cause)),
        toText(owed.owner),
        toText(owed.peer),
        std::to_string(indexOf(owed.connection)),
        std::to_string(owed.ownersBytes),
        lastSentText(owed),
        causeSentence(owed),
    };
}

std::string growthText(const LeakGroup& group) {
    if (!group.perMinute)
        return "-";
    char text[32];
    std::snprintf(text, sizeof(text), "%+.1f", *group.perMinute);
    const std::string signedText(text);
    return signedText == "+0.0" || signedText == "-0.0" ? "0.0" : signedText;
}

void appendLeakReport(std::string& out, const Snapshot& snapshot, const LeakLedger& ledger, std::uint32_t group,
                      const DiagnosePolicy& policy) {
    TextTable groups(leakGroupColumns());
    groups.add(leakGroupCells(ledger, ledger.groups[group]));
    groups.appendBlock(out);
    out += "\n";
    TextTable sockets(owedCloseColumns());
    for (const std::uint32_t i : ledger.entriesOf(group))
        sockets.add(owedCloseCells(owedCloseOf(snapshot, ledger, ledger.entries[i], policy)));
    sockets.appendBlock(out);
}

} // namespace synscope
