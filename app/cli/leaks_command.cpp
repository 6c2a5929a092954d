// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli leaks`: the connections that are owed a close, in a capture (see file_leaks.h) or on this machine, as
// the kernel's socket table has them. That is read twice, to see what moves and to be sure of descriptors whose socket
// is gone. The ndjson is a contract.
#include "app/cli/commands.h"
#include "app/cli/file_leaks.h"
#include "app/cli/output.h"
#include "core/diagnose/detectors.h"
#include "core/export/escape.h"
#include "core/export/json_writer.h"
#include "core/export/table.h"
#include "core/sockets/leaks.h"
#include "core/sockets/system_sockets.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

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
std::string sentence(const Leak& leak) {
    if (leak.ghost)
        return leak.text;
    std::string text = toText(leak.socket.local) + " got FIN from " + toText(leak.socket.remote);
    if (leak.age)
        text += " " + ageText(leak.age) + " ago";
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

void appendNdjson(std::string& out, const Leak& leak, Timestamp now) {
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
    json.key("text").string(sentence(leak));
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

std::vector<std::string> cells(const Leak& leak) {
    const bool isGhost = leak.ghost.has_value();
    return {
        ageText(leak.age),
        std::string(toText(leak.cause)),
        isGhost ? "-" : toText(leak.socket.local),
        isGhost ? "-" : toText(leak.socket.remote),
        isGhost ? "-" : std::to_string(leak.socket.receiveQueue),
        isGhost ? "-" : std::to_string(leak.socket.sendQueue),
        processText(leak),
        leak.text,
    };
}

void write(Output& output, const std::vector<Leak>& leaks, Timestamp now, bool asNdjson) {
    TextTable table(kColumns);
    for (const Leak& leak : leaks) {
        if (asNdjson)
            appendNdjson(output.buffer(), leak, now);
        else
            table.add(cells(leak));
        if (!output.flushIfFull())
            return;
    }
    if (!asNdjson)
        table.appendBlock(output.buffer());
}

/// What the list cannot show, and how to see it.
void tellGaps(const SocketTable& table, const std::vector<Leak>& leaks) {
    for (const std::string& note : table.notes)
        complain(note);
    const auto hidden = std::count_if(
        leaks.begin(), leaks.end(), [](const Leak& leak) { return leak.owner.kind == Ownership::Kind::MayNotBeRead; });
    if (hidden > 0)
        complain("the processes of " + std::to_string(hidden) +
                 " sockets are other users' and may not be read; root sees them, and their ghost descriptors");
}

ExitStatus runMachineLeaks(const Arguments& arguments, Output& output) {
    SystemSocketOptions options;
    options.now = [] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); };
    options.scanAtMostEvery = {};
    const std::unique_ptr<SocketSource> source = openSystemSockets(options);
    const Result<SocketTable> first = source->read();
    const Result<SocketTable> second = first ? source->read() : first;
    if (!second) {
        complain(second.error().message);
        return ExitStatus::Failed;
    }
    const std::vector<GhostDescriptor> ghosts = ghostDescriptors(first.value(), second.value());
    std::vector<Leak> leaks = findLeaks(second.value(), &first.value(), ghosts);
    const Duration wanted = arguments.duration("--older-than");
    std::erase_if(leaks,
                  [wanted](const Leak& leak) { return !leak.ghost && leak.age.value_or(LeakAge{}).atLeast < wanted; });
    write(output, leaks, second.value().time, arguments.text("--format") == "ndjson");
    const ExitStatus status = output.finish(ExitStatus::Ok);
    tellGaps(second.value(), leaks);
    return status;
}

ExitStatus run(const Arguments& arguments, Output& output) {
    return arguments.hasFile() ? runFileLeaks(arguments, output) : runMachineLeaks(arguments, output);
}

} // namespace

Command leaksCommand() {
    return {
        .name = "leaks",
        .summary = "List the connections that are owed a close, of a capture or of this machine",
        .details = "A socket in CLOSE_WAIT got the peer's FIN, and its program has not called close(). Oldest first.\n"
                   "\n"
                   "From FILE: who owes closes at the capture's end, how many, since when, and how that grew a\n"
                   "minute; those that ended after they were owed for a minute; then each connection with its\n"
                   "number (#), what its owner sent, and why it is probably owed. \"perhaps\" where the packets\n"
                   "captured do not decide; \"at least\" where CLOSE_WAIT began before the capture.\n"
                   "\n"
                   "Without FILE, reads the kernel's socket table, of all network namespaces that can be seen; no "
                   "privilege is\n"
                   "needed but to name other users' processes. \"at least\" where the kernel knows no more.\n"
                   "A ghost-descriptor is one whose connection is gone already; how old it is cannot be told.\n",
        .options = {{.name = "--older-than",
                     .valueName = "SECONDS",
                     .help = "only what is known to be owed for longer, and ghost descriptors",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "0"},
                    {.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"table", "ndjson"},
                     .defaultValue = "table"}},
        .run = run,
        .takesFile = TakesFile::Maybe,
    };
}

} // namespace synscope::cli
