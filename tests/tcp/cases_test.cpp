// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of what a tracker must get right: every tests/data/tcp/cases/NNN_NAME.trace states what has to hold
// after which segment, and the table in its README.md names a test for each number.
#include "tests/tcp/trace.h"
#include "tests/tcp/trace_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

namespace synscope::test {
namespace {

constexpr int kCases = 116;

std::filesystem::path caseFolder() {
    return traceFolder() / "cases";
}

class Case : public testing::TestWithParam<std::string> {};

TEST_P(Case, holds) {
    const TraceReport report = runTrace(contentOf(caseFolder() / (GetParam() + ".trace")), GetParam() + ".trace");
    EXPECT_GT(report.expectations, 0U);
    EXPECT_TRUE(report.failures.empty()) << joined(report.failures);
}

INSTANTIATE_TEST_SUITE_P(Tcp, Case, testing::ValuesIn(traceNames(caseFolder())),
                         [](const auto& one) { return one.param; });

/// A row of the table: its number and the tests in its last cell.
struct Row {
    int number = 0;
    std::vector<std::string> tests;
};

std::vector<Row> table() {
    static const std::regex kRow(R"(\| *(\d+) *\|.*\|([^|]*)\| *)");
    static const std::regex kTest("`([^`]+)`");
    std::vector<Row> rows;
    std::istringstream lines(contentOf(caseFolder() / "README.md"));
    std::smatch match;
    for (std::string line; std::getline(lines, line);) {
        if (!std::regex_match(line, match, kRow))
            continue;
        Row row{std::stoi(match[1]), {}};
        const std::string tests = match[2];
        for (std::sregex_iterator test(tests.begin(), tests.end(), kTest); test != std::sregex_iterator(); ++test)
            row.tests.push_back((*test)[1]);
        rows.push_back(row);
    }
    return rows;
}

bool isTrace(const std::string& test) {
    return test.ends_with(".trace");
}

/// `tests/wire/fragments_test.cpp Fragments.InOrder`: the file has this test.
bool isTestOfProgram(const std::string& test) {
    static const std::regex kReference(R"((tests/[a-z_/]+\.cpp) (\w+)\.(\w+))");
    std::smatch match;
    if (!std::regex_match(test, match, kReference))
        return false;
    const std::string source = contentOf(std::filesystem::path(SYNSCOPE_SOURCE_DIR) / match[1].str());
    return std::regex_search(source,
                             std::regex(R"(TEST(_F|_P)?\()" + match[2].str() + ", " + match[3].str() + R"(\))"));
}

TEST(Cases, theTableHasEveryNumberOnce) {
    std::vector<int> numbers;
    for (const Row& row : table())
        numbers.push_back(row.number);
    std::vector<int> expected;
    for (int number = 1; number <= kCases; ++number)
        expected.push_back(number);
    EXPECT_EQ(numbers, expected);
}

TEST(Cases, everyNumberHasATestThatExists) {
    for (const Row& row : table()) {
        EXPECT_FALSE(row.tests.empty()) << "case " << row.number;
        for (const std::string& test : row.tests) {
            if (isTrace(test))
                EXPECT_TRUE(std::filesystem::exists(caseFolder() / test)) << "case " << row.number << ": " << test;
            else
                EXPECT_TRUE(isTestOfProgram(test)) << "case " << row.number << ": " << test;
        }
    }
}

TEST(Cases, everyTraceStandsInTheRowOfItsNumber) {
    std::vector<std::string> named;
    for (const Row& row : table()) {
        for (const std::string& test : row.tests) {
            if (!isTrace(test))
                continue;
            named.push_back(test.substr(0, test.size() - std::string(".trace").size()));
            EXPECT_EQ(std::stoi(test), row.number) << test;
        }
    }
    std::sort(named.begin(), named.end());
    EXPECT_EQ(named, traceNames(caseFolder()));
}

} // namespace
} // namespace synscope::test
