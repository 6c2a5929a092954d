// SPDX-License-Identifier: Apache-2.0
#include "app/cli/file_leaks.h"

#include "app/cli/capture_input.h"
#include "app/cli/output.h"
#include "core/export/leak_lines.h"

namespace synscope::cli {
namespace {

void writeNdjson(Output& output, const Snapshot& snapshot, const LeakLedger& ledger, const DiagnosePolicy& policy) {
    for (const LedgerEntry& entry : ledger.entries) {
        appendLeakNdjson(output.buffer(), owedCloseOf(snapshot, ledger, entry, policy));
        if (!output.flushIfFull())
            return;
    }
}

void writeGroups(Output& output, const LeakLedger& ledger) {
    TextTable table(leakGroupColumns());
    for (const LeakGroup& group : ledger.groups)
        table.add(leakGroupCells(ledger, group));
    table.appendBlock(output.buffer());
}

void writeTables(Output& output, const Snapshot& snapshot, const LeakLedger& ledger, const DiagnosePolicy& policy) {
    constexpr std::size_t kBlockRows = 1000;
    if (ledger.groups.empty()) {
        output.buffer() += "Nobody owes a close at the end of this capture.\n";
        return;
    }
    writeGroups(output, ledger);
    if (ledger.entries.empty())
        return;
    output.buffer() += "\n";
    TextTable table(owedCloseColumns());
    for (const LedgerEntry& entry : ledger.entries) {
        table.add(owedCloseCells(owedCloseOf(snapshot, ledger, entry, policy)));
        if (table.pending() == kBlockRows)
            table.appendBlock(output.buffer());
        if (!output.flushIfFull())
            return;
    }
    table.appendBlock(output.buffer());
}

} // namespace

ExitStatus runFileLeaks(const Arguments& arguments, Output& output) {
    LoadOptions load;
    load.keepPackets = false;
    const std::optional<LoadedCapture> capture = loadInput(arguments, load);
    if (!capture)
        return ExitStatus::Failed;
    const Snapshot& snapshot = *capture->snapshot;
    LedgerOptions options;
    options.olderThan = arguments.duration("--older-than");
    options.policy.leakAfter = arguments.duration("--leak-after");
    options.policy.halfCloseFrom = arguments.duration("--half-close-from");
    options.policy.mostInPool = arguments.count("--most-in-pool");
    const LeakLedger ledger = ledgerOf(snapshot, options);
    if (arguments.text("--format") == "ndjson")
        writeNdjson(output, snapshot, ledger, options.policy);
    else
        writeTables(output, snapshot, ledger, options.policy);
    const ExitStatus status = output.finish(statusOf(snapshot));
    tellDamage(arguments, snapshot, status);
    return status;
}

} // namespace synscope::cli
