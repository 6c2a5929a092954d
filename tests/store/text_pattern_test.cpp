// SPDX-License-Identifier: Apache-2.0
//
// Patterns of the filter's `matches`: what they find, what is refused, and that no pattern takes long.
#include "core/store/text_pattern.h"

#include <gtest/gtest.h>
#include <random>
#include <string>

namespace synscope::test {
namespace {

bool isIn(std::string_view pattern, std::string_view text) {
    return TextPattern::compile(pattern).value().isIn(text);
}

/// "PLACE: message".
std::string errorOf(const std::string& pattern) {
    const Result<TextPattern> compiled = TextPattern::compile(pattern);
    if (compiled)
        return "no error";
    return std::to_string(compiled.error().byteOffset.value_or(9999)) + ": " + compiled.error().message;
}

TEST(TextPattern, FindsLettersAnywhereAndInEitherCase) {
    EXPECT_TRUE(isIn("", ""));
    EXPECT_TRUE(isIn("wait", "CLOSE_WAIT"));
    EXPECT_TRUE(isIn("WAIT", "time-wait"));
    EXPECT_FALSE(isIn("wait", "LAST_ACK"));
    EXPECT_TRUE(isIn("c.o", "CLOSE"));
}

TEST(TextPattern, KnowsBothEndsOfTheText) {
    EXPECT_TRUE(isIn("^10", "10.0.0.1"));
    EXPECT_FALSE(isIn("^0", "10.0.0.1"));
    EXPECT_TRUE(isIn("\\.1$", "10.0.0.1"));
    EXPECT_FALSE(isIn("\\.1$", "10.0.0.12"));
    EXPECT_TRUE(isIn("^$", ""));
    EXPECT_FALSE(isIn("^$", "a"));
}

TEST(TextPattern, RepeatsAndChooses) {
    EXPECT_TRUE(isIn("^a*$", ""));
    EXPECT_TRUE(isIn("^a*$", "aaaa"));
    EXPECT_FALSE(isIn("^a+$", ""));
    EXPECT_TRUE(isIn("^ab?c$", "ac"));
    EXPECT_TRUE(isIn("^ab?c*$", "abccc"));
    EXPECT_TRUE(isIn("^a?b*c+$", "bbc"));
    EXPECT_TRUE(isIn("^(a|bc)*$", "abcbca"));
    EXPECT_FALSE(isIn("^(a|bc)*$", "abb"));
    EXPECT_TRUE(isIn("^(?:a|b|c)d$", "cd"));
    EXPECT_TRUE(isIn("^(a|b)c*$", "bcc"));
    EXPECT_TRUE(isIn("^((a*)*)*$", "aaa"));
    EXPECT_TRUE(isIn("^(|a)b$", "b"));
    EXPECT_TRUE(isIn("^a**$", "aa"));
}

TEST(TextPattern, KnowsSetsOfCharacters) {
    EXPECT_TRUE(isIn("^10\\.0\\.0\\.[1-3]$", "10.0.0.2"));
    EXPECT_FALSE(isIn("^10\\.0\\.0\\.[1-3]$", "10.0.0.4"));
    EXPECT_TRUE(isIn("^[^0-9]+$", "abc"));
    EXPECT_FALSE(isIn("^[^a]$", "A"));
    EXPECT_TRUE(isIn("^[]x]$", "]"));
    EXPECT_TRUE(isIn("^[a-]$", "-"));
    EXPECT_TRUE(isIn("^\\d+\\s\\w+$", "42 states_1"));
    EXPECT_TRUE(isIn("^\\D$", "x"));
    EXPECT_TRUE(isIn("^[\\d.]+$", "10.2"));
    EXPECT_TRUE(isIn("^a\\.b$", "a.b"));
    EXPECT_FALSE(isIn("^a\\.b$", "axb"));
}

TEST(TextPattern, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(errorOf("a(b"), "1: this '(' is not closed");
    EXPECT_EQ(errorOf("ab)"), "2: this ')' closes nothing");
    EXPECT_EQ(errorOf("a[b"), "1: this '[' is not closed");
    EXPECT_EQ(errorOf("a[z-a]"), "2: this range ends before it begins");
    EXPECT_EQ(errorOf("*a"), "0: there is nothing to repeat here");
    EXPECT_EQ(errorOf("a|+"), "2: there is nothing to repeat here");
    EXPECT_EQ(errorOf("ab\\"), "2: a character is missing after this '\\'");
    EXPECT_EQ(errorOf("a{3}"), "1: repetition with { } is not known; write \\{ for the character");
}

TEST(TextPattern, RefusesWhatWouldExhaustIt) {
    EXPECT_EQ(errorOf(std::string(600, 'a')), "0: the pattern is too long");
    EXPECT_EQ(errorOf(std::string(400, '(')), "51: the pattern is nested too deeply");
    EXPECT_EQ(errorOf(std::string(400, '|')), "51: the pattern is nested too deeply");
}

/// std::regex would not come back from these.
TEST(TextPattern, TakesTimeInProportionToTheText) {
    const std::string text(20'000, 'a');
    EXPECT_FALSE(isIn("^(a*)*b$", text));
    EXPECT_FALSE(isIn("(a|a)*(a|a)*(a|aa)*c", text));
}

/// A pattern with an alternative that no text here has, but that leaves too many places for a table.
TEST(TextPattern, AnswersTheSameWithAndWithoutATable) {
    const std::string beyondTables = "|x(b|x)*b(b|x)(b|x)(b|x)(b|x)(b|x)(b|x)(b|x)(b|x)x";
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same patterns each time
    const std::string_view signs = "aab.*+?|()^$";
    std::size_t asked = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::string pattern;
        for (auto i = random() % 10; i > 0; --i)
            pattern += signs[random() % signs.size()];
        const Result<TextPattern> quick = TextPattern::compile(pattern);
        if (!quick)
            continue;
        const TextPattern slow = TextPattern::compile(pattern + beyondTables).value();
        for (const char* text : {"", "a", "b", "ab", "ba", "aab", "abab", "bbbaa"}) {
            EXPECT_EQ(quick.value().isIn(text), slow.isIn(text)) << pattern << " in " << text;
            ++asked;
        }
    }
    EXPECT_GE(asked, 4'000U);
}

TEST(TextPattern, TakesATextLiterally) {
    const std::string text = "a.b*[c]{2}(d|e)^$+?\\-";
    const TextPattern pattern = TextPattern::compile(TextPattern::literally(text)).value();
    EXPECT_TRUE(pattern.isIn("before " + text + " after"));
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string other = text;
        other[i] = '!';
        EXPECT_FALSE(pattern.isIn(other)) << other;
    }
}

TEST(TextPattern, AnswersAnythingThatIsThrownAtIt) {
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same patterns each time
    const std::string_view signs = "ab.*+?|()[]^$\\-{}";
    for (int round = 0; round < 20'000; ++round) {
        std::string pattern;
        for (auto i = random() % 12; i > 0; --i)
            pattern += signs[random() % signs.size()];
        const Result<TextPattern> compiled = TextPattern::compile(pattern);
        if (compiled)
            EXPECT_TRUE(compiled.value().isIn("ab") || !compiled.value().isIn("ab")) << pattern;
        else
            EXPECT_LE(compiled.error().byteOffset.value_or(9999), pattern.size()) << pattern;
    }
}

} // namespace
} // namespace synscope::test
