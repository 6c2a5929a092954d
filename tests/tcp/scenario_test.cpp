// SPDX-License-Identifier: Apache-2.0
//
// Every pair tests/data/tcp/NAME.trace and NAME.moves: the segments, and what the tracker must say of them.
#include "tests/tcp/trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "tests/data/tcp";

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> scenarioNames() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".trace")
            names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, movesAsWritten) {
    const std::string expected = contentOf(kFolder / (GetParam() + ".moves"));
    ASSERT_FALSE(expected.empty()) << "no expectation for " << GetParam();
    EXPECT_EQ(runTrace(contentOf(kFolder / (GetParam() + ".trace"))), expected);
}

INSTANTIATE_TEST_SUITE_P(Tcp, Scenario, testing::ValuesIn(scenarioNames()),
                         [](const auto& scenario) { return scenario.param; });

} // namespace
} // namespace synscope::test
