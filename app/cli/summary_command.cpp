// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli summary`: the whole capture in figures, and what loading it cost.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/export/summary.h"

#include <chrono>
#include <sys/resource.h>

namespace synscope::cli {
namespace {

std::uint64_t peakRssBytes() {
    constexpr std::uint64_t kBytesPerUnit = 1024; // Linux counts ru_maxrss in kibibytes
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return static_cast<std::uint64_t>(usage.ru_maxrss) * kBytesPerUnit;
}

ExitStatus run(const Arguments& arguments, Output& output) {
    using Clock = std::chrono::steady_clock;
    LoadOptions options;
    options.keepPackets = false;
    const Clock::time_point begin = Clock::now();
    const std::optional<LoadedCapture> capture = loadInput(arguments, options);
    if (!capture)
        return ExitStatus::Failed;
    const LoadCost cost{std::chrono::duration_cast<Duration>(Clock::now() - begin), peakRssBytes()};

    const CaptureSummary summary = summarise(*capture->snapshot, {});
    if (arguments.text("--format") == "json")
        appendSummaryJson(output.buffer(), summary, cost);
    else
        appendSummaryText(output.buffer(), summary, arguments.fileTitle(), cost);
    const ExitStatus status = output.finish(statusOf(*capture->snapshot));
    tellDamage(arguments, *capture->snapshot, status);
    return status;
}

} // namespace

Command summaryCommand() {
    return {
        .name = "summary",
        .summary = "Count packets, connections by state and findings, and judge the capture",
        .details = "",
        .options = {{.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"text", "json"},
                     .defaultValue = "text"},
                    setOption(),
                    threadsOption()},
        .run = run,
    };
}

} // namespace synscope::cli
