// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli connections`: one line a connection, those that a filter lets through.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/help.h"
#include "app/cli/output.h"
#include "core/export/csv.h"
#include "core/export/ndjson.h"
#include "core/export/table.h"
#include "core/store/filter.h"

namespace synscope::cli {
namespace {

/// Calls `use(id)` for each connection let through, until it answers false.
template <typename Use>
void forEachMatch(const Snapshot& snapshot, const Filter& filter, Use use) {
    for (const ConnectionId id : snapshot.connections()) {
        if (filter.matches(snapshot, id) && !use(id))
            return;
    }
}

void writeNdjson(Output& output, const Snapshot& snapshot, const Filter& filter) {
    forEachMatch(snapshot, filter, [&](ConnectionId id) {
        appendConnectionNdjson(output.buffer(), snapshot, id, {});
        return output.flushIfFull();
    });
}

void writeCsv(Output& output, const Snapshot& snapshot, const Filter& filter) {
    appendCsvHeader(output.buffer());
    forEachMatch(snapshot, filter, [&](ConnectionId id) {
        appendConnectionCsv(output.buffer(), snapshot, id, {});
        return output.flushIfFull();
    });
}

void writeTable(Output& output, const Snapshot& snapshot, const Filter& filter) {
    constexpr std::size_t kBlockRows = 1000;
    TextTable table(connectionColumns());
    bool isDoubtful = false;
    forEachMatch(snapshot, filter, [&](ConnectionId id) {
        isDoubtful = isDoubtful || isUndecided(snapshot.row(id));
        table.add(connectionCells(snapshot, id, {}));
        if (table.pending() == kBlockRows)
            table.appendBlock(output.buffer());
        return output.flushIfFull();
    });
    table.appendBlock(output.buffer());
    if (isDoubtful)
        appendDoubtLegend(output.buffer());
}

ExitStatus run(const Arguments& arguments, Output& output) {
    const std::optional<Filter> filter = parseFilter(arguments);
    if (!filter)
        return ExitStatus::Usage;
    LoadOptions options;
    options.timeWait = arguments.duration("--time-wait");
    options.keepPackets = false;
    const std::optional<LoadedCapture> capture = loadInput(arguments, options);
    if (!capture)
        return ExitStatus::Failed;

    const std::string_view format = arguments.text("--format");
    const auto write = format == "ndjson" ? writeNdjson : format == "csv" ? writeCsv : writeTable;
    write(output, *capture->snapshot, *filter);
    const ExitStatus status = output.finish(statusOf(*capture->snapshot));
    tellDamage(arguments, *capture->snapshot, status);
    return status;
}

} // namespace

Command connectionsCommand() {
    return {
        .name = "connections",
        .summary = "List the connections, with the states of both ends at the end of the capture",
        .details = "",
        .options = {{.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"table", "ndjson", "csv"},
                     .defaultValue = "table"},
                    {.name = "--filter", .valueName = "EXPR", .help = "only connections for which this holds"},
                    {.name = "--time-wait",
                     .valueName = "SECONDS",
                     .help = "how long TIME_WAIT lasts",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "60"},
                    setOption(),
                    threadsOption()},
        .run = run,
        .moreHelp = filterHelp,
    };
}

} // namespace synscope::cli
