// SPDX-License-Identifier: Apache-2.0
#include "core/base/say.h"

#include "core/base/language.h"
#include "core/base/phrases.h"

#include <gtest/gtest.h>

#include <set>

namespace synscope::test {
namespace {

TEST(Say, putsArgumentsIntoTheTemplate) {
    EXPECT_EQ(say(Language::English, "{0} got FIN from {1}", {"a", "b"}), "a got FIN from b");
    EXPECT_EQ(say(Language::English, "{1} before {0} and {1}", {"a", "b"}), "b before a and b");
}

TEST(Say, leavesBracesAndPlaceholdersWithoutArgumentAlone) {
    EXPECT_EQ(say(Language::English, "{0} {1} {x} {", {"a"}), "a {1} {x} {");
    EXPECT_EQ(say(Language::English, ""), "");
}

TEST(Say, doesNotReplaceWhatArgumentsBring) {
    EXPECT_EQ(say(Language::English, "{0} {1}", {"{1}", "b"}), "{1} b");
}

TEST(Say, speaksChineseWhereThereIsATranslation) {
    EXPECT_EQ(say(Language::Chinese, "the client"), "客户端");
    EXPECT_EQ(say(Language::English, "the client"), "the client");
    EXPECT_EQ(say(Language::Chinese, "no such template {0}", {"x"}), "no such template x");
}

TEST(ErrorSaying, IsTranslatedWhenItIsShown) {
    const Error error = errorSaying("'{0}' is no port from 0 to 65535", {"70000"});
    EXPECT_EQ(error.message, "'70000' is no port from 0 to 65535");
    EXPECT_EQ(messageIn(Language::English, error), error.message);
    EXPECT_EQ(messageIn(Language::Chinese, error), "“70000”不是 0 到 65535 之间的端口");
    const Error nested = errorSaying("in the pattern: {0}", {"this '(' is not closed"});
    EXPECT_EQ(messageIn(Language::Chinese, nested), "正则表达式中：这个“(”没有闭合");
    EXPECT_EQ(messageIn(Language::Chinese, Error{"made elsewhere", {}, {}}), "made elsewhere");
}

TEST(Phrases, translateEachTemplateOnce) {
    std::set<std::string_view> seen;
    for (const Phrase& entry : chineseCommonPhrases())
        EXPECT_TRUE(seen.insert(entry.english).second) << entry.english;
}

TEST(LanguageFromText, KnowsTheCodesOfFilesAndLocales) {
    for (const char* code : {"zh_CN", "zh", "zh-CN", "zh_CN.UTF-8"})
        EXPECT_EQ(languageFromText(code), Language::Chinese) << code;
    EXPECT_EQ(languageFromText("en"), Language::English);
    EXPECT_EQ(languageFromText("en_GB.UTF-8"), Language::English);
    for (const char* code : {"", "C", "fr", "english"})
        EXPECT_FALSE(languageFromText(code)) << code;
}

} // namespace
} // namespace synscope::test
