// SPDX-License-Identifier: Apache-2.0
#include "app/cli/machine_leaks.h"

#include "core/diagnose/detectors.h"
#include "core/export/escape.h"
#include "core/export/json_writer.h"
#include "core/export/table.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace synscope::cli {
namespace {

constexpr std::array<TableColumn, 8> kColumns{{
    {"age"},
    {"cause"},
    {"local"},
    {"peer"},
    {"recv-q", true},
    {"send-q", true},
    {"process"},
    {"what"},
}};

/// "7 min 2 s", "at least 7 min 2 s", "-" where nothing is known.
std::string ageText(const std::optional<LeakAge>& age) {
    if (!age)
        return "-";
    const std::string length = age->atLeast < std::chrono::milliseconds(1) ? "0 ms" : durationInWords(age->atLeast);
    return (age->isLowerBound ? "at least " : "") + length;
}

/// "10.2.0.1:8080 got FIN from 10.2.0.42:51812 7 min 2 s ago and was not closed: …"
std::string sentence(const ListedLeak& listed) {
    const Leak& leak = listed.leak;
    if (leak.ghost)
        return leak.text;
    std::string text = toText(leak.socket.local) + " got FIN from " + toText(leak.socket.remote);
    if (leak.age)
        text += " " + ageText(leak.age) + " ago";
    if (listed.fin != kNoPacket)
        text += " (packet " + std::to_string(indexOf(listed.fin)) + ")";
    return text + " and was not closed: " + leak.text;
}

void writeAddress(JsonWriter& json, const Leak& leak, const SocketAddress& address) {
    if (leak.ghost) {
        json.null();
        return;
    }
    json.beginObject();
    json.key("addr").plain(toText(address.address));
    json.key("port").number(address.port);
    json.endObject();
}

void writeProcess(JsonWriter& json, const Ownership& owner) {
    if (owner.holders.empty()) {
        json.null();
        return;
    }
    json.beginObject();
    json.key("pid").number(static_cast<std::uint64_t>(owner.holders.front()->pid));
    json.key("name").string(owner.holders.front()->name);
    json.endObject();
}

/// The queues of a ghost are gone with its connection.
void writeQueue(JsonWriter& json, const Leak& leak, std::uint32_t bytes) {
    leak.ghost ? json.null() : json.number(bytes);
}

void appendNdjson(std::string& out, const ListedLeak& listed, Timestamp now) {
    const Leak& leak = listed.leak;
    const LeakAge age = leak.age.value_or(LeakAge{});
    JsonWriter json(out);
    json.beginObject();
    writeAddress(json.key("local"), leak, leak.socket.local);
    writeAddress(json.key("peer"), leak, leak.socket.remote);
    json.key("listener").boolean(leak.isServerSide);
    writeProcess(json.key("process"), leak.owner);
    json.key("uid").number(leak.socket.uid);
    json.key("inode").number(leak.socket.inode);
    json.key("since");
    age.isLowerBound ? json.null() : json.time(now - age.atLeast);
    json.key("age").seconds(age.atLeast);
    json.key("age_is_lower_bound").boolean(age.isLowerBound);
    json.key("cause").plain(toText(leak.cause));
    writeQueue(json.key("receive_queue"), leak, leak.socket.receiveQueue);
    writeQueue(json.key("send_queue"), leak, leak.socket.sendQueue);
    json.key("first_closer");
    leak.ghost ? json.null() : json.plain("peer");
    json.key("text").string(sentence(listed));
    json.endObject();
    out.push_back('\n');
}

/// "orders-api (4711)", "docker 0123456789ab" added where it runs in one.
std::string processText(const Leak& leak) {
    if (leak.owner.holders.empty())
        return leak.socket.inode == 0 ? "-" : "? (uid " + std::to_string(leak.socket.uid) + ")";
    const Process& process = *leak.owner.holders.front();
    std::string text = process.name + " (" + std::to_string(process.pid) + ")";
    if (leak.owner.holders.size() > 1)
        text += " +" + std::to_string(leak.owner.holders.size() - 1);
    const std::string confinement = toText(process.confinement);
    return cleanText(confinement.empty() ? text : text + " in " + confinement);
}

std::vector<std::string> cells(const ListedLeak& listed) {
    const Leak& leak = listed.leak;
    const std::string seen =
        listed.fin == kNoPacket ? "" : " (FIN: packet " + std::to_string(indexOf(listed.fin)) + ")";
    const bool isGhost = leak.ghost.has_value();
    return {
        ageText(leak.age),
        std::string(toText(leak.cause)),
        isGhost ? "-" : toText(leak.socket.local),
        isGhost ? "-" : toText(leak.socket.remote),
        isGhost ? "-" : std::to_string(leak.socket.receiveQueue),
        isGhost ? "-" : std::to_string(leak.socket.sendQueue),
        processText(leak),
        leak.text + seen,
    };
}

} // namespace

void writeLeaks(Output& output, std::span<const ListedLeak> leaks, Timestamp now, bool asNdjson) {
    TextTable table(kColumns);
    for (const ListedLeak& listed : leaks) {
        if (asNdjson)
            appendNdjson(output.buffer(), listed, now);
        else
            table.add(cells(listed));
        if (!output.flushIfFull())
            return;
    }
    if (!asNdjson)
        table.appendBlock(output.buffer());
}

void tellGaps(const SocketTable& table, std::span<const ListedLeak> leaks) {
    for (const std::string& note : table.notes)
        complain(note);
    const auto hidden = std::ranges::count_if(
        leaks, [](const ListedLeak& listed) { return listed.leak.owner.kind == Ownership::Kind::MayNotBeRead; });
    if (hidden > 0)
        complain("the processes of " + std::to_string(hidden) +
                 " sockets are other users' and may not be read; root sees them, and their ghost descriptors");
}

LeakPolicy leakPolicyOf(const Arguments& arguments) {
    LeakPolicy policy{.mostInPool = static_cast<std::size_t>(arguments.count("--most-in-pool"))};
    if (arguments.has("--half-close-from"))
        policy.halfCloseFrom = arguments.duration("--half-close-from");
    if (arguments.has("--leak-after"))
        policy.leakAfter = arguments.duration("--leak-after");
    return policy;
}

bool isAtLeast(const Leak& leak, Duration wanted) {
    return leak.ghost || leak.age.value_or(LeakAge{}).atLeast >= wanted;
}

} // namespace synscope::cli
