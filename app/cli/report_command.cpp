// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli report`: a folder for a bug ticket, about the connections that are owed a close, or others.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/engine/issue_report_folder.h"

#include <algorithm>

namespace synscope::cli {
namespace {

bool hasLeak(const Snapshot& snapshot, ConnectionId id) {
    const std::vector<Finding> findings = findingsOf(snapshot, id, {});
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.kind == "close-wait-leak"; });
}

/// All connections for which `isWanted(id)` holds.
template <typename IsWanted>
std::vector<ConnectionId> connectionsThat(const Snapshot& snapshot, IsWanted isWanted) {
    std::vector<ConnectionId> ids;
    for (const ConnectionId id : snapshot.connections()) {
        if (isWanted(id))
            ids.push_back(id);
    }
    return ids;
}

/// Empty where there is nothing to report: that has been told then.
std::vector<ConnectionId> chosen(const Arguments& arguments, const Snapshot& snapshot, const Filter& filter) {
    std::vector<ConnectionId> ids;
    for (const std::uint64_t wanted : arguments.counts("--connection")) {
        if (!hasConnection(arguments, snapshot, wanted))
            return {};
        ids.push_back(ConnectionId{static_cast<std::uint32_t>(wanted)});
    }
    if (!ids.empty())
        return ids;
    if (!filter.empty()) {
        ids = connectionsThat(snapshot, [&](ConnectionId id) { return filter.matches(snapshot, id); });
        if (ids.empty())
            complain("the filter holds for no connection of " + arguments.fileTitle());
        return ids;
    }
    ids = connectionsThat(snapshot, [&](ConnectionId id) { return hasLeak(snapshot, id); });
    if (ids.empty())
        complain("no connection of " + arguments.fileTitle() +
                 " is known to be owed a close; choose others with --connection or --filter");
    return ids;
}

void tellResult(Output& output, const IssueReportRequest& request, const IssueReportResult& result) {
    std::string& text = output.buffer();
    text += request.directory + ": " + std::to_string(result.connections) +
            (result.connections == 1 ? " connection, " : " connections, ") + std::to_string(result.packets) +
            " packets, " + (request.anonymise ? "addresses anonymised\n" : "addresses as captured\n");
    for (const std::string& file : result.files)
        text += "  " + file + "\n";
}

/// What options together mean nothing; empty where all is well.
std::string_view contradiction(const Arguments& arguments) {
    if (arguments.has("--connection") && arguments.has("--filter"))
        return "report: give --connection or --filter, not both";
    if (arguments.has("--keep-payload") && !arguments.has("--anonymise"))
        return "report: --keep-payload belongs to --anonymise; without it payloads are kept anyway";
    return arguments.text("--output").empty() ? "report: --output is empty: name a folder" : "";
}

std::string nameOf(const Arguments& arguments) {
    const std::string title = arguments.fileTitle();
    return title.substr(title.find_last_of('/') + 1);
}

ExitStatus run(const Arguments& arguments, Output& output) {
    if (const std::string_view wrong = contradiction(arguments); !wrong.empty()) {
        complain(wrong);
        return ExitStatus::Usage;
    }
    const std::optional<Filter> filter = parseFilter(arguments);
    if (!filter)
        return ExitStatus::Usage;
    const std::optional<LoadedCapture> capture = loadInput(arguments, {});
    if (!capture)
        return ExitStatus::Failed;

    IssueReportRequest request;
    request.snapshot = capture->snapshot;
    request.fetch = capture->fetch;
    request.connections = chosen(arguments, *capture->snapshot, *filter);
    if (request.connections.empty())
        return ExitStatus::Failed;
    request.directory = arguments.text("--output");
    request.anonymise = arguments.has("--anonymise");
    request.keepPayload = arguments.has("--keep-payload");
    request.program = "synscope-cli " SYNSCOPE_VERSION;
    request.origin.name = nameOf(arguments);
    const Result<IssueReportResult> result = writeIssueReport(request);
    if (!result) {
        complainOf(result.error());
        return ExitStatus::Failed;
    }
    tellResult(output, request, result.value());
    const ExitStatus status = output.finish(statusOf(*capture->snapshot));
    tellDamage(arguments, *capture->snapshot, status);
    return status;
}

} // namespace

Command reportCommand() {
    return {
        .name = "report",
        .summary = "Write a folder for a bug ticket: the evidence, diagrams and a small capture",
        .details = "Makes report.md (who owes what to whom, since when, which packets show it, what to look for),\n"
                   "sequence diagrams as SVG and Mermaid, and connections.pcapng with the packets of these\n"
                   "connections alone. Without a choice, it is about the connections that are owed a close.\n"
                   "With --anonymise no file holds an address of the capture: IP and MAC addresses get stand-ins and\n"
                   "payloads are cut away; ports, sequence numbers and times stay.\n",
        .options = {{.name = "--output", .valueName = "DIR", .help = "the folder to make", .isRequired = true},
                    {.name = "--connection",
                     .valueName = "N,...",
                     .help = "only these connections, as connections numbers them",
                     .kind = ValueKind::Counts},
                    {.name = "--filter", .valueName = "EXPR", .help = "only connections for which this holds"},
                    {.name = "--anonymise",
                     .valueName = "",
                     .help = "stand-ins instead of addresses, and no payloads",
                     .kind = ValueKind::Flag},
                    {.name = "--keep-payload",
                     .valueName = "",
                     .help = "when anonymising: keep payloads, whatever they hold",
                     .kind = ValueKind::Flag},
                    setOption(),
                    threadsOption()},
        .run = run,
    };
}

} // namespace synscope::cli
