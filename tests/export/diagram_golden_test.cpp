// SPDX-License-Identifier: Apache-2.0
//
// The text forms of each conversation's diagram against the files under tests/data/diagram. With
// SYNSCOPE_WRITE_GOLDEN set the files are written instead; read the difference before committing it.
#include "core/export/diagram_formats.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace synscope::test {
namespace {

struct Golden {
    std::string_view name;
    Detail (*make)();
};

constexpr std::array kConversations{
    Golden{"close-in-four", closedInFour},
    Golden{"close-in-three", closedInThree},
    Golden{"leak", leak},
    Golden{"refused", refused},
    Golden{"reset", reset},
    Golden{"unanswered", unanswered},
    Golden{"troubled", troubled},
    Golden{"midstream", midstream},
    Golden{"fin-lost", finLost},
    Golden{"undecided", undecided},
    Golden{"long-run", [] { return longRun(213); }},
};

std::vector<std::string> linesOf(std::istream& in) {
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

/// The first lines that differ, expected above actual; empty when there are none.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
    std::ostringstream text;
    int shown = 0;
    for (std::size_t i = 0; i < std::max(expected.size(), actual.size()) && shown < 5; ++i) {
        const std::string want = i < expected.size() ? expected[i] : "(end of file)";
        const std::string got = i < actual.size() ? actual[i] : "(end of output)";
        if (want == got)
            continue;
        text << "line " << i + 1 << "\n  expected: " << want << "\n  actual:   " << got << '\n';
        ++shown;
    }
    return text.str();
}

class DiagramGolden : public testing::TestWithParam<std::tuple<std::size_t, Golden>> {};

TEST_P(DiagramGolden, IsUnchanged) {
    const DiagramFormat& format = diagramFormats()[std::get<0>(GetParam())];
    const Golden& golden = std::get<1>(GetParam());
    const std::string path = std::string(SYNSCOPE_SOURCE_DIR "/tests/data/diagram/") + std::string(golden.name) + '.' +
                             std::string(format.suffix);
    std::stringstream actual;
    format.write(actual, golden.make(), {});
    if (std::getenv("SYNSCOPE_WRITE_GOLDEN") != nullptr)
        std::ofstream(path) << actual.str();
    std::ifstream file(path);
    ASSERT_TRUE(file) << path;
    EXPECT_EQ(difference(linesOf(file), linesOf(actual)), "") << path;
}

std::string nameOf(const testing::TestParamInfo<std::tuple<std::size_t, Golden>>& info) {
    std::string name;
    for (const char c : std::get<1>(info.param).name)
        name += c == '-' ? '_' : c;
    return name + '_' + std::string(diagramFormats()[std::get<0>(info.param)].name);
}

INSTANTIATE_TEST_SUITE_P(Mermaid, DiagramGolden,
                         testing::Combine(testing::Values(1), testing::ValuesIn(kConversations)), nameOf);
INSTANTIATE_TEST_SUITE_P(Plantuml, DiagramGolden,
                         testing::Combine(testing::Values(2), testing::Values(kConversations[0], kConversations[9])),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(Text, DiagramGolden, testing::Combine(testing::Values(3), testing::ValuesIn(kConversations)),
                         nameOf);

} // namespace
} // namespace synscope::test
