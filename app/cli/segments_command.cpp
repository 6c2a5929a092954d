// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli segments`: every segment of one connection, with what it did to both ends.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/diagram/certainty_text.h"
#include "core/export/ndjson.h"
#include "core/export/table.h"

namespace synscope::cli {
namespace {

void writeNdjson(Output& output, const ConnectionDetail& detail) {
    std::size_t elsewhere = 0;
    const auto writeElsewhere = [&](Timestamp until) {
        for (; elsewhere < detail.seenElsewhere.size() && detail.seenElsewhere[elsewhere].time <= until; ++elsewhere)
            appendElsewhereNdjson(output.buffer(), detail, elsewhere);
    };
    for (std::size_t i = 0; i < detail.segments.size() && output.flushIfFull(); ++i) {
        writeElsewhere(detail.segments[i].time);
        appendSegmentNdjson(output.buffer(), detail, i);
    }
    writeElsewhere(detail.captureEnd);
}

void writeTable(Output& output, const ConnectionDetail& detail) {
    constexpr std::size_t kBlockRows = 1000;
    TextTable table(segmentColumns());
    bool isDoubtful = false;
    for (std::size_t i = 0; i < detail.segments.size() && output.flushIfFull(); ++i) {
        isDoubtful = isDoubtful || isUndecided(detail.segments[i]);
        table.add(segmentCells(detail, i));
        if (table.pending() == kBlockRows)
            table.appendBlock(output.buffer());
    }
    table.appendBlock(output.buffer());
    if (isDoubtful)
        appendDoubtLegend(output.buffer());
}

ExitStatus run(const Arguments& arguments, Output& output) {
    const std::optional<LoadedCapture> capture = loadInput(arguments, {});
    if (!capture)
        return ExitStatus::Failed;
    const Replayed replayed = replayInput(arguments, *capture);
    if (replayed.details.empty())
        return ExitStatus::Failed;
    const ConnectionDetail& detail = *replayed.details.front();

    const auto write = arguments.text("--format") == "ndjson" ? writeNdjson : writeTable;
    write(output, detail);
    const ExitStatus status = output.finish(statusOf(*capture->snapshot, replayed));
    tellDamage(arguments, *capture->snapshot, status);
    if (detail.ends)
        complain(endsText(detail));
    if (detail.omittedSegments > 0)
        complain("the newest " + std::to_string(detail.omittedSegments) + " segments are beyond the limit, not shown");
    return status;
}

} // namespace

Command segmentsCommand() {
    return {
        .name = "segments",
        .summary = "List the segments of one connection, with the states after each",
        .details =
            "The sides are a, which opened, and b. In the table, times count from the connection's first\n"
            "segment; in ndjson they are seconds since the epoch.\n"
            "\n"
            "With --other, a capture of the same traffic at another place, ndjson tells of each segment when it\n"
            "left the one place and arrived at the other, by this capture's clock, and which were lost between.\n",
        .options = {{.name = "--connection",
                     .valueName = "N",
                     .help = "number of the connection, from 0, as connections lists it",
                     .kind = ValueKind::Count,
                     .isRequired = true},
                    otherOption(),
                    {.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"table", "ndjson"},
                     .defaultValue = "table"},
                    setOption(),
                    threadsOption()},
        .run = run,
    };
}

} // namespace synscope::cli
