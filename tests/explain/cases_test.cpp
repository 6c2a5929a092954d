// SPDX-License-Identifier: Apache-2.0
//
// Traces of tests/data/tcp and what has to be told of them: the explanation's kind, the packet after which it stands,
// and words that it has to hold, its key numbers among them. A kind that begins with "no" must not be told at all.
#include "core/explain/explain.h"
#include "tests/explain/detail_of.h"
#include "tests/tcp/trace_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <sstream>

namespace synscope::test {
namespace {

/// A line of tests/data/explain/cases.txt: "trace | connection | kind | packet | words".
struct Told {
    std::string trace;
    std::size_t connection = 0;
    std::string kind;
    std::string packet; ///< "begin", "end", "any", or the number of the packet after which it stands
    std::string words;
};

void PrintTo(const Told& told, std::ostream* out) {
    *out << told.trace << ' ' << told.kind;
}

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<Told> casesToTell() {
    std::vector<Told> cases;
    std::istringstream lines(contentOf(SYNSCOPE_SOURCE_DIR "/tests/data/explain/cases.txt"));
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, '|');)
            cells.push_back(trimmed(cell));
        if (line.starts_with('#') || cells.size() < 4)
            continue;
        cells.resize(5);
        cases.push_back({cells[0], std::stoul(cells[1]), cells[2], cells[3], cells[4]});
    }
    return cases;
}

std::string placeOf(const ConnectionDetail& detail, const Explanation& e) {
    if (e.place != StepPlace::Segment)
        return e.place == StepPlace::Beginning ? "begin" : "end";
    return std::to_string(indexOf(detail.segments[e.segment].packet));
}

std::string allTold(const ConnectionDetail& detail, const std::vector<Explanation>& explanations) {
    std::string text;
    for (const Explanation& e : explanations)
        text += std::string(toText(e.kind)) + " at " + placeOf(detail, e) + ": " +
                explanationText(detail, e, Language::English);
    return text;
}

class ExplainedCase : public testing::TestWithParam<Told> {};

TEST_P(ExplainedCase, isTold) {
    const Told& wanted = GetParam();
    std::filesystem::path trace = traceFolder() / "cases" / (wanted.trace + ".trace");
    if (!std::filesystem::exists(trace))
        trace = traceFolder() / (wanted.trace + ".trace");
    const std::vector<ConnectionDetail> details = detailsOfTrace(trace);
    ASSERT_LT(wanted.connection, details.size());
    const ConnectionDetail& detail = details[wanted.connection];
    const std::vector<Explanation> told = explain(detail, {});
    const bool isUnwanted = wanted.kind.starts_with("no ");
    const std::string kind = wanted.kind.substr(isUnwanted ? 3 : 0);
    const auto found = std::find_if(told.begin(), told.end(), [&](const Explanation& e) {
        return toText(e.kind) == kind && (wanted.packet == "any" || placeOf(detail, e) == wanted.packet) &&
               explanationText(detail, e, Language::English).find(wanted.words) != std::string::npos;
    });
    EXPECT_EQ(found == told.end(), isUnwanted) << allTold(detail, told);
}

INSTANTIATE_TEST_SUITE_P(All, ExplainedCase, testing::ValuesIn(casesToTell()), [](const auto& one) {
    std::string name = "case_" + one.param.trace + '_' + one.param.kind + '_' + std::to_string(one.index);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '-' || c == ' '; }, '_');
    return name;
});

} // namespace
} // namespace synscope::test
