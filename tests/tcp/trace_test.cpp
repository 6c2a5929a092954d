// SPDX-License-Identifier: Apache-2.0
//
// The words of traces themselves: an expectation that does not hold is reported with its place and with what was there,
// and a slip of the pen never passes for one that holds.
#include "tests/tcp/trace.h"
#include "tests/tcp/trace_files.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const std::string kOpen = "0.00 > S seq=100\n0.01 < SA seq=500 ack=101\n0.02 > A seq=101 ack=501\n";

std::string failuresOf(const std::string& expectation) {
    return joined(runTrace(kOpen + expectation + "\n", "t").failures);
}

TEST(Trace, SaysWhereWhatWasExpectedAndWhatWasThere) {
    const TraceReport refused = runTrace("0 > S seq=100\n0.01 < RA ack=101\nexpect SYN_SENT ?\n", "t");
    EXPECT_EQ(joined(refused.failures), "t:3: expect SYN_SENT ?, but there was CLOSED* CLOSED\n");
    EXPECT_EQ(failuresOf("expect no opens-connection #1"),
              "t:4: expect no opens-connection #1, but there was opens-connection\n");
}

TEST(Trace, ReportsEveryFailureOfAFile) {
    const TraceReport report =
        runTrace(kOpen + "expect connections 2\nexpect connections 1\nexpect owner #3 c1\n", "t");
    EXPECT_EQ(report.expectations, 3U);
    EXPECT_EQ(joined(report.failures), "t:4: expect connections 2, but there was 1\n"
                                       "t:6: expect owner #3 c1, but there was c0\n");
}

TEST(Trace, StatesCanBeAskedForInEveryWay) {
    for (const char* holds : {"expect ESTABLISHED ESTABLISHED", "expect ESTABLISHED ESTABLISHED*", "expect ? ?",
                              "expect ? ESTABLISHED+", "expect c0 ESTABLISHED ?", "expect no CLOSED ?"})
        EXPECT_EQ(failuresOf(holds), "");
    for (const char* fails : {"expect ESTABLISHED|CLOSED ?", "expect ESTABLISHED,CLOSED ?", "expect CLOSED+ ?",
                              "expect CLOSED|ESTABLISHED ?", "expect no ? ESTABLISHED"})
        EXPECT_NE(failuresOf(fails), "") << fails;
}

TEST(Trace, RefusesWhatItDoesNotKnow) {
    for (const char* nonsense :
         {"expect", "expect ESTABLISHED", "expect ? ? ?", "expect OPEN ?", "expect c1 ? ?", "expect mark #4 stale",
          "expect mark #1 odd", "expect no odd #1", "expect incident odd", "expect owner #1 0",
          "expect proven nobody CLOSED SYN_SENT", "expect count client odd 1", "expect quality odd", "1.0 > X seq=1",
          "1.0 > A odd=1", "1.0 A seq=1", "odd"})
        EXPECT_NE(failuresOf(nonsense), "") << nonsense;
}

} // namespace
} // namespace synscope::test
