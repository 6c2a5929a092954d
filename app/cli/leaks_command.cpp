// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli leaks`: the connections that are owed a close, in a capture (see file_leaks.h), on an interface (see
// interface_leaks.h), or on this machine, as the kernel's socket table has them. That is read twice, to see what moves
// and to be sure of descriptors whose socket is gone.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/file_leaks.h"
#include "app/cli/interface_leaks.h"
#include "app/cli/machine_leaks.h"
#include "core/sockets/system_sockets.h"

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

namespace synscope::cli {
namespace {

ExitStatus runMachineLeaks(const Arguments& arguments, Output& output) {
    const std::unique_ptr<SocketSource> source = openLeakTables();
    const Result<SocketTable> first = source->read();
    const Result<SocketTable> second = first ? source->read() : first;
    if (!second) {
        complain(second.error().message);
        return ExitStatus::Failed;
    }
    const std::vector<GhostDescriptor> ghosts = ghostDescriptors(first.value(), second.value());
    const Duration wanted = arguments.duration("--older-than");
    std::vector<ListedLeak> leaks;
    for (Leak& leak : findLeaks(second.value(), &first.value(), ghosts, leakPolicyOf(arguments)))
        if (isAtLeast(leak, wanted))
            leaks.push_back({std::move(leak)});
    writeLeaks(output, leaks, second.value().time, arguments.text("--format") == "ndjson");
    const ExitStatus status = output.finish(ExitStatus::Ok);
    tellGaps(second.value(), leaks);
    return status;
}

ExitStatus run(const Arguments& arguments, Output& output) {
    const bool hasInterface = arguments.has("-i");
    if (arguments.hasFile() && hasInterface) {
        complain("leaks: either FILE or -i INTERFACE; see 'synscope-cli leaks --help'");
        return ExitStatus::Usage;
    }
    if (hasInterface)
        return runInterfaceLeaks(arguments, output);
    return arguments.hasFile() ? runFileLeaks(arguments, output) : runMachineLeaks(arguments, output);
}

constexpr std::string_view kDetails =
    "A socket in CLOSE_WAIT got the peer's FIN, and its program has not called close(). Oldest first.\n"
    "\n"
    "From FILE: who owes closes at the capture's end, how many, since when, and how that grew a\n"
    "minute; those that ended after they were owed for a minute; then each connection with its\n"
    "number (#), what its owner sent, and why it is probably owed. \"perhaps\" where the packets\n"
    "captured do not decide; \"at least\" where CLOSE_WAIT began before the capture.\n"
    "\n"
    "With -i, captures on INTERFACE for a few seconds, which needs the right to capture, and lists what\n"
    "is owed on its addresses: who holds the socket and what it has not read, as the kernel knows, and\n"
    "since when exactly, where the FIN was captured. Ctrl+C ends it early. Ghost descriptors have no\n"
    "address and are left out. \"any\" and \"lo\" are interfaces, too, \"-\" is standard input.\n"
    "\n"
    "Without FILE and -i, reads the kernel's socket table, of all network namespaces that can be seen; no\n"
    "privilege is needed but to name other users' processes. \"at least\" where the kernel knows no more.\n"
    "Data sent after the FIN, or just before it, counts as still-sending until --leak-after is over.\n"
    "A ghost-descriptor is one whose connection is gone already; how old it is cannot be told.\n";

} // namespace

Command leaksCommand() {
    return {
        .name = "leaks",
        .summary = "List the connections that are owed a close, of a capture, an interface or this machine",
        .details = kDetails,
        .options = {{.name = "-i",
                     .valueName = "INTERFACE",
                     .help = "capture there while the kernel's socket table is read"},
                    {.name = "--seconds",
                     .valueName = "SECONDS",
                     .help = "with -i: how long to capture",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "3"},
                    {.name = "--older-than",
                     .valueName = "SECONDS",
                     .help = "only what is known to be owed for longer, and ghost descriptors",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "0"},
                    {.name = "--leak-after",
                     .valueName = "SECONDS",
                     .help = "what was owed for so long without data is a leak",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "60"},
                    {.name = "--half-close-from",
                     .valueName = "SECONDS",
                     .help = "data that long after the peer's FIN is a half-close in use",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "0.2"},
                    {.name = "--most-in-pool",
                     .valueName = "N",
                     .help = "a client that leaves more connections to one server open keeps no pool",
                     .kind = ValueKind::Count,
                     .defaultValue = "16"},
                    {.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"table", "ndjson"},
                     .defaultValue = "table"},
                    setOption(),
                    threadsOption()},
        .run = run,
        .takesFile = TakesFile::Maybe,
    };
}

} // namespace synscope::cli
