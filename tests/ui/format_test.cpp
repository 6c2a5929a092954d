// SPDX-License-Identifier: Apache-2.0
#include "ui/format.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

std::string text(const QString& qstring) {
    return qstring.toStdString();
}

TEST(Format, GroupsDigitsByThinSpaces) {
    EXPECT_EQ(text(ui::groupedNumber(0)), "0");
    EXPECT_EQ(text(ui::groupedNumber(999)), "999");
    EXPECT_EQ(text(ui::groupedNumber(18402)), "18\u2009402");
    EXPECT_EQ(text(ui::groupedNumber(1234567)), "1\u2009234\u2009567");
}

TEST(Format, WritesBytesInPowersOfThousand) {
    EXPECT_EQ(text(ui::byteCount(999)), "999 B");
    EXPECT_EQ(text(ui::byteCount(1204)), "1.2 kB");
    EXPECT_EQ(text(ui::byteCount(999'999)), "1.0 MB");
    EXPECT_EQ(text(ui::byteCount(340'000'000)), "340 MB");
}

TEST(Format, WritesAgesAsClocksDo) {
    EXPECT_EQ(text(ui::ageText(41s)), "0:41");
    EXPECT_EQ(text(ui::ageText(6min + 58s)), "6:58");
    EXPECT_EQ(text(ui::ageText(1h + 2min + 3s)), "1:02:03");
    EXPECT_EQ(text(ui::ageText(76h + 5min)), "3 d 04:05");
    EXPECT_EQ(text(ui::ageText(-1s)), "0:00");
}

TEST(Format, ShowsShortLengthsWithTheirUnit) {
    EXPECT_EQ(text(ui::lengthText(410us)), "410 µs");
    EXPECT_EQ(text(ui::lengthText(4100us)), "4.1 ms");
    EXPECT_EQ(text(ui::lengthText(12400ms)), "12.4 s");
    EXPECT_EQ(text(ui::lengthText(418s)), "6:58");
}

TEST(Format, AccountsForEveryPacketByName) {
    PacketCounts counts;
    counts.byFate[static_cast<std::size_t>(PacketFate::Tracked)] = 12400;
    counts.byFate[static_cast<std::size_t>(PacketFate::NotTcp)] = 80;
    EXPECT_EQ(text(ui::accountingText(counts)), "12\u2009480 packets: 12\u2009400 tracked, 80 not TCP");
    EXPECT_EQ(text(ui::accountingText({})), "0 packets");
}

TEST(Format, TellsTheEndsOfAShortAxisApart) {
    const auto ends = ui::axisEnds(timestampFromNs(0), timestampFromNs(1'500'000'000));
    EXPECT_NE(ends.begin, ends.end);
    EXPECT_TRUE(ends.end.endsWith(QStringLiteral(":01.500")));
}

} // namespace
} // namespace synscope::test
