// SPDX-License-Identifier: Apache-2.0
//
// docs/findings.md describes every kind of finding, as the program makes them.
#include "core/diagnose/capture_findings.h"
#include "core/diagnose/detectors.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace synscope::test {
namespace {

const std::filesystem::path kPage = std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "docs/findings.md";

/// The kinds in the first column of the page's tables.
std::multiset<std::string> documentedKinds() {
    std::ifstream page(kPage);
    std::multiset<std::string> kinds;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("| `"))
            kinds.insert(line.substr(3, line.find('`', 3) - 3));
    }
    return kinds;
}

TEST(FindingsPage, NamesEveryKindOnceAndNoOther) {
    std::multiset<std::string> kinds;
    for (const Detector& detector : detectors())
        kinds.emplace(detector.kind);
    for (const std::string_view kind : captureFindingKinds())
        kinds.emplace(kind);
    EXPECT_EQ(documentedKinds(), kinds);
}

TEST(FindingsPage, CitesTheSourceAndSeverityOfEachDetector) {
    std::ifstream page(kPage);
    std::ostringstream text;
    text << page.rdbuf();
    for (const Detector& detector : detectors()) {
        const std::string row =
            "| `" + std::string(detector.kind) + "` | " + std::string(toText(detector.severity)) + " |";
        const std::size_t place = text.str().find(row);
        ASSERT_NE(place, std::string::npos) << row;
        const std::string line = text.str().substr(place, text.str().find('\n', place) - place);
        EXPECT_NE(line.find("| " + std::string(detector.rfc) + " |"), std::string::npos) << line;
    }
}

} // namespace
} // namespace synscope::test
