// SPDX-License-Identifier: Apache-2.0
//
// docs/filters.md: its examples are filters, and it names every field.
#include "core/store/filter.h"

#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

std::vector<std::string> pageLines() {
    std::ifstream file(SYNSCOPE_SOURCE_DIR "/docs/filters.md");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

TEST(FilterPage, HasExamplesThatAreFilters) {
    bool isExample = false;
    int examples = 0;
    for (const std::string& line : pageLines()) {
        if (line.starts_with("```")) {
            isExample = line == "```filter";
            continue;
        }
        if (!isExample)
            continue;
        const Result<Filter> filter = Filter::parse(line);
        EXPECT_TRUE(filter.hasValue()) << line << ": " << filter.error().message;
        ++examples;
    }
    EXPECT_GT(examples, 30);
}

TEST(FilterPage, TellsWhatEveryFieldAsks) {
    std::string page;
    for (const std::string& line : pageLines())
        page += line + "\n";
    for (const FilterField& field : filterFields()) {
        const std::string row = "| `" + std::string(field.name) + "` | " + std::string(field.description) + " |";
        EXPECT_NE(page.find(row), std::string::npos) << row;
    }
}

} // namespace
} // namespace synscope::test
