// SPDX-License-Identifier: Apache-2.0
//
// Every pair tests/data/tcp/NAME.trace and NAME.moves: the segments, and what the tracker must say of them.
#include "tests/tcp/trace.h"
#include "tests/tcp/trace_files.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, movesAsWritten) {
    const std::string expected = contentOf(traceFolder() / (GetParam() + ".moves"));
    ASSERT_FALSE(expected.empty()) << "no expectation for " << GetParam();
    const TraceReport report = runTrace(contentOf(traceFolder() / (GetParam() + ".trace")), GetParam() + ".trace");
    EXPECT_EQ(report.moves, expected);
    EXPECT_TRUE(report.failures.empty()) << joined(report.failures);
}

INSTANTIATE_TEST_SUITE_P(Tcp, Scenario, testing::ValuesIn(traceNames(traceFolder())),
                         [](const auto& scenario) { return scenario.param; });

} // namespace
} // namespace synscope::test
