// SPDX-License-Identifier: Apache-2.0
//
// The manual page says what --help says: it names every command, option, field of filters and
// kind of finding. The fields stand in that of the window, too.
#include "app/cli/commands.h"
#include "app/cli/watch_metrics.h"
#include "core/diagnose/capture_findings.h"
#include "core/diagnose/detectors.h"
#include "core/store/filter.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

namespace synscope::test {
namespace {

/// The page without the backslashes of its markup.
std::string manPage(const std::string& name = "synscope-cli.1") {
    std::ifstream file(SYNSCOPE_SOURCE_DIR "/resources/man/" + name);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    std::erase(text, '\\');
    return text;
}

void expectNamed(const std::string& page, std::string_view name) {
    EXPECT_NE(page.find(name), std::string::npos) << name << " is not in the manual page";
}

TEST(ManPage, NamesEveryCommandAndItsOptions) {
    const std::string page = manPage();
    for (const cli::Command& command : cli::commands()) {
        expectNamed(page, ".B synscope-cli " + std::string(command.name));
        expectNamed(page, command.summary);
        for (const cli::Option& option : command.options) {
            expectNamed(page, option.name);
            for (const std::string_view choice : option.choices)
                expectNamed(page, choice);
        }
    }
}

TEST(ManPage, NamesEveryFieldOfFilters) {
    for (const char* name : {"synscope-cli.1", "synscope.1"}) {
        const std::string page = manPage(name);
        for (const FilterField& field : filterFields())
            expectNamed(page, ".B " + std::string(field.name) + "\n" + std::string(field.description) + "\n");
    }
}

TEST(ManPage, NamesEveryKindOfFinding) {
    const std::string page = manPage();
    for (const Detector& detector : detectors())
        expectNamed(page, detector.kind);
    for (const std::string_view kind : captureFindingKinds())
        expectNamed(page, kind);
}

TEST(ManPage, NamesEveryMetric) {
    const std::string page = manPage();
    cli::WatchState state;
    state.census = SocketCensus{};
    cli::CaptureCount capture;
    capture.summary = CaptureSummary{};
    const cli::WatchExtras extras{.textFileFailures = 0, .capture = std::make_shared<const cli::CaptureCount>(capture)};
    for (const MetricFamily& family : cli::watchMetrics(state, extras))
        expectNamed(page, sampleNameOf(family));
}

} // namespace
} // namespace synscope::test
