// SPDX-License-Identifier: Apache-2.0
//
// Every lesson explained in both languages, against the files under tests/data/explain. With SYNSCOPE_WRITE_GOLDEN set
// the files are written instead; read the difference before committing it.
#include "core/explain/explain.h"
#include "tests/explain/detail_of.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace synscope::test {
namespace {

std::string placeText(const ConnectionDetail& detail, const Explanation& explanation) {
    switch (explanation.place) {
    case StepPlace::Beginning:
        return "at the beginning";
    case StepPlace::End:
        return "at the end";
    case StepPlace::Segment:
        return "after packet " + std::to_string(indexOf(detail.segments[explanation.segment].packet));
    }
    return {};
}

std::string packetsText(const Explanation& explanation) {
    std::string text;
    for (const PacketNumber packet : explanation.packets)
        text += (text.empty() ? "" : ", ") + std::to_string(indexOf(packet));
    return text;
}

std::string toldOf(const ConnectionDetail& detail, Language language) {
    std::string text = "== connection " + std::to_string(indexOf(detail.id)) + '\n';
    for (const Explanation& explanation : explain(detail, {language}))
        text += "\n[" + std::string(toText(explanation.kind)) + "] " + placeText(detail, explanation) + ", rests on " +
                packetsText(explanation) + '\n' + explanationText(detail, explanation, language);
    return text;
}

std::string contentOfFile(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

std::vector<std::string> lessonNames() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(SYNSCOPE_SOURCE_DIR "/resources/lessons")) {
        if (entry.path().extension() == ".pcap")
            names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

class ExplainedLesson : public testing::TestWithParam<std::string> {
protected:
    static void expectUnchanged(const std::string& lesson, Language language) {
        const auto details =
            detailsOfCapture(std::filesystem::path(SYNSCOPE_SOURCE_DIR "/resources/lessons") / (lesson + ".pcap"));
        ASSERT_FALSE(details.empty());
        std::string told;
        for (const ConnectionDetail& detail : details)
            told += (told.empty() ? "" : "\n") + toldOf(detail, language);
        const std::string path = SYNSCOPE_SOURCE_DIR "/tests/data/explain/" + lesson +
                                 (language == Language::English ? ".en.txt" : ".zh.txt");
        if (std::getenv("SYNSCOPE_WRITE_GOLDEN") != nullptr)
            std::ofstream(path) << told;
        EXPECT_EQ(contentOfFile(path), told) << path;
    }
};

TEST_P(ExplainedLesson, isUnchangedInEnglish) {
    expectUnchanged(GetParam(), Language::English);
}

TEST_P(ExplainedLesson, isUnchangedInChinese) {
    expectUnchanged(GetParam(), Language::Chinese);
}

INSTANTIATE_TEST_SUITE_P(All, ExplainedLesson, testing::ValuesIn(lessonNames()), [](const auto& one) {
    std::string name = one.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return "lesson_" + name;
});

} // namespace
} // namespace synscope::test
