// SPDX-License-Identifier: Apache-2.0
//
// JSON as it must come out: commas, escapes, times.
#include "core/export/json_writer.h"

#include <gtest/gtest.h>
#include <limits>

namespace synscope::test {
namespace {

std::string jsonString(std::string_view text) {
    std::string out;
    JsonWriter(out).string(text);
    return out;
}

std::string seconds(std::int64_t nanoseconds, int decimals = 9) {
    std::string out;
    appendSeconds(out, nanoseconds, decimals);
    return out;
}

TEST(JsonWriter, PutsCommasBetweenValuesOnly) {
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    json.key("list").beginArray();
    json.number(1);
    json.boolean(true);
    json.null();
    json.beginArray();
    json.endArray();
    json.endArray();
    json.key("empty").beginObject();
    json.endObject();
    json.key("packet").packet(kNoPacket);
    json.endObject();
    EXPECT_EQ(out, R"({"list":[1,true,null,[]],"empty":{},"packet":null})");
}

TEST(JsonWriter, EscapesWhatJsonReserves) {
    EXPECT_EQ(jsonString("a\"b\\c"), R"("a\"b\\c")");
    EXPECT_EQ(jsonString("line\nend\r\t"), R"("line\nend\r\t")");
    EXPECT_EQ(jsonString(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
}

TEST(JsonWriter, KeepsUtf8AndReplacesWhatIsNot) {
    EXPECT_EQ(jsonString("\u00e9\u20ac\U0001f600"), "\"\u00e9\u20ac\U0001f600\"");
    EXPECT_EQ(jsonString("\xff|"), "\"\ufffd|\"");
    EXPECT_EQ(jsonString("\xe2\x82|"), "\"\ufffd\ufffd|\"") << "cut short";
    EXPECT_EQ(jsonString("\xc0\x80|"), "\"\ufffd\ufffd|\"") << "overlong";
    EXPECT_EQ(jsonString("\xed\xa0\x80|"), "\"\ufffd\ufffd\ufffd|\"") << "a surrogate";
}

TEST(JsonWriter, WritesSecondsExactly) {
    EXPECT_EQ(seconds(1'700'000'000'000'000'001), "1700000000.000000001");
    EXPECT_EQ(seconds(0), "0.000000000");
    EXPECT_EQ(seconds(-1), "-0.000000001");
    EXPECT_EQ(seconds(1'999'999'999, 6), "1.999999");
    EXPECT_EQ(seconds(1'999'999'999, 0), "1");
    EXPECT_EQ(seconds(std::numeric_limits<std::int64_t>::min()), "-9223372036.854775808");
}

} // namespace
} // namespace synscope::test
