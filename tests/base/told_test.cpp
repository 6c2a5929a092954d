// SPDX-License-Identifier: Apache-2.0
//
// Sentences made in English and said again in Chinese, with sentences inside of them.
#include "core/base/phrases.h"
#include "core/base/told.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::string inChinese(const std::string& sentence) {
    return retold(Language::Chinese, sentence);
}

TEST(Told, SaysASentenceAgain) {
    const std::string sentence = told("packet {0} claims {1} bytes, the limit is {2}", {"7", "99", "10"});
    EXPECT_EQ(sentence, "packet 7 claims 99 bytes, the limit is 10");
    EXPECT_EQ(retold(Language::English, sentence), sentence);
    EXPECT_EQ(inChinese(sentence), "第 7 个分组自称有 99 字节，上限是 10");
}

TEST(Told, SaysSentencesInsideOfSentences) {
    EXPECT_EQ(inChinese(told("cannot open {0}: {1}", {"a.pcap", "No such file or directory"})),
              "无法打开 a.pcap：没有那个文件或目录");
    const std::string inner = told("the {0} data is damaged: {1}", {"gzip", told("it cannot be unpacked")});
    EXPECT_EQ(inChinese(told("cannot read {0}: {1}", {told("standard input"), inner})),
              "无法读取 标准输入：gzip 数据已损坏：无法解压");
}

TEST(Told, KnowsANameThatLooksLikeMore) {
    EXPECT_EQ(inChinese(told("cannot open {0}: {1}", {"/tmp/a: b.pcap", "No such file or directory"})),
              "无法打开 /tmp/a: b.pcap：没有那个文件或目录");
    EXPECT_EQ(inChinese(told("{0} is given twice: it is {1}", {"a is given twice", "b: c"})),
              "a is given twice 给了两次：它就是 b: c");
    EXPECT_EQ(inChinese(told("cannot open {0}: {1}", {"a: b", "on fire"})), "无法打开 a：b: on fire")
        << "nothing tells where the name ends";
}

TEST(Told, IsNotHeldUpByANameWithManyReadings) {
    std::string name;
    while (name.size() < 4000)
        name += "cannot open a: b cannot be read: ";
    EXPECT_NE(inChinese(told("cannot open {0}: {1}", {name, "File exists"})), "");
}

TEST(Told, TakesTheTemplateThatSaysMost) {
    EXPECT_EQ(inChinese("cannot open a.pcap: too many open files"), "无法打开 a.pcap：打开的文件太多");
    EXPECT_EQ(inChinese("a.pcap is given twice: it is b.pcap"), "a.pcap 给了两次：它就是 b.pcap");
}

TEST(Told, LeavesWhatNobodyTold) {
    for (const std::string sentence : {"", "x", "the disk is on fire", "无法打开", "packet claims bytes"})
        EXPECT_EQ(inChinese(sentence), sentence);
}

/// Each template is found again by itself, whatever the others look like.
TEST(Told, KnowsEachOfItsTemplates) {
    for (const Phrase& phrase : chineseToldPhrases()) {
        const std::string sentence = told(phrase.english, {"A1", "B2", "C3", "D4"});
        EXPECT_EQ(inChinese(sentence), say(Language::English, phrase.chinese, {"A1", "B2", "C3", "D4"})) << sentence;
    }
}

} // namespace
} // namespace synscope::test
