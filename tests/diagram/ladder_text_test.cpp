// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_text.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const LabelFits kAlways = [](const SegmentLabel&) { return true; };
const LabelFits kNever = [](const SegmentLabel&) { return false; };

TEST(DurationText, SpeaksAsPeopleDo) {
    EXPECT_EQ(durationText(0ns), "0 ns");
    EXPECT_EQ(durationText(850ns), "850 ns");
    EXPECT_EQ(durationText(4'100ns), "4.1 µs");
    EXPECT_EQ(durationText(41us), "41 µs");
    EXPECT_EQ(durationText(4ms), "4 ms");
    EXPECT_EQ(durationText(21'340us), "21.3 ms");
    EXPECT_EQ(durationText(1'189ms), "1.189 s");
    EXPECT_EQ(durationText(1'200ms), "1.2 s");
    EXPECT_EQ(durationText(59'980ms), "59.98 s");
    EXPECT_EQ(durationText(418s), "6 min 58 s");
    EXPECT_EQ(durationText(192min), "3 h 12 min");
    EXPECT_EQ(durationText(48h), "2 d");
    EXPECT_EQ(durationText(-41us), "-41 µs");
}

TEST(ByteCountText, UsesDecimalUnits) {
    EXPECT_EQ(byteCountText(312), "312 B");
    EXPECT_EQ(byteCountText(9'999), "9 999 B");
    EXPECT_EQ(byteCountText(290'000), "290 kB");
    EXPECT_EQ(byteCountText(1'234'567), "1.2 MB");
    EXPECT_EQ(byteCountText(UINT64_MAX), "18 EB");
}

TEST(GroupedNumber, GroupsFromTheRight) {
    EXPECT_EQ(groupedNumber(7), "7");
    EXPECT_EQ(groupedNumber(1'000), "1 000");
    EXPECT_EQ(groupedNumber(2'914'220'117), "2 914 220 117");
}

TEST(SecondsText, HasSixDecimalsInGroups) {
    EXPECT_EQ(secondsText(0ns), "0.000 000");
    EXPECT_EQ(secondsText(21'340us), "0.021 340");
    EXPECT_EQ(secondsText(-1us), "-0.000 001");
}

TEST(ClockText, IsUtcWithMilliseconds) {
    EXPECT_EQ(clockText(timestampFromNs(kStartNs) + 114ms), "22:13:20.114");
    EXPECT_EQ(clockText(timestampFromNs(-1)), "23:59:59.999");
}

TEST(FlagsText, PutsTheTellingFlagFirst) {
    EXPECT_EQ(flagsText({0x12}), "SYN + ACK");
    EXPECT_EQ(flagsText({0x18}), "PSH + ACK");
    EXPECT_EQ(flagsText({0x19}), "FIN + ACK");
    EXPECT_EQ(flagsText({0x04}), "RST");
    EXPECT_EQ(flagsText({0}), "no flags");
}

TEST(SegmentLabel, OfASynNamesWhatItOffers) {
    const Detail detail = closedInFour();
    const SegmentLabel label = segmentLabel(detail->segments[0], true, kAlways);
    EXPECT_EQ(label.flags, "SYN");
    EXPECT_EQ(label.figures, "seq 0 mss 1460 ws 128 sack ts");
    EXPECT_EQ(segmentLabel(detail->segments[0], false, kAlways).figures, "seq 2914220117 mss 1460 ws 128 sack ts");
}

TEST(SegmentLabel, OfDataShowsBytesAndPreview) {
    EXPECT_EQ(segmentLabel(closedInFour()->segments[3], true, kAlways).figures, "seq 1 312 B ack 1 GET /orders/17");
}

TEST(SegmentLabel, DropsTheLeastImportantFirst) {
    const Detail detail = closedInFour();
    const LabelFits atMost = [](const SegmentLabel& label) { return label.figures.size() <= 20; };
    EXPECT_EQ(segmentLabel(detail->segments[0], true, atMost).figures, "seq 0 mss 1460");
    EXPECT_EQ(segmentLabel(detail->segments[3], true, atMost).figures, "312 B GET /orders/17");
}

TEST(SegmentLabel, ShortensAPreviewWordByWordBeforeItGoes) {
    const auto labelOf = [](std::size_t room) {
        const LabelFits atMost = [room](const SegmentLabel& label) { return label.figures.size() <= room; };
        return segmentLabel(closedInFour()->segments[3], true, atMost).figures;
    };
    EXPECT_EQ(labelOf(15), "312 B GET");
    EXPECT_EQ(labelOf(8), "312 B");
}

TEST(SegmentLabel, KeepsItsFlagsWhenNothingFits) {
    const SegmentLabel label = segmentLabel(unanswered()->segments[1], true, kNever);
    EXPECT_EQ(label.flags, "SYN");
    EXPECT_EQ(label.marks, "");
    EXPECT_EQ(label.figures, "");
}

TEST(MarkWords, SayWhatColourAndDashSay) {
    Marks marks;
    marks.add(Mark::Retransmission);
    marks.add(Mark::ZeroWindow);
    EXPECT_EQ(markWords(marks), (std::vector<std::string>{"retransmission", "window 0"}));
    EXPECT_TRUE(markWords({}).empty());
}

TEST(WrapText, BreaksAtSpacesOnly) {
    const double width = estimateTextWidth("aaa bbb", Face::Numbers, 10);
    EXPECT_EQ(wrapText("aaa bbb ccc longerthanthis", Face::Numbers, 10, width),
              (std::vector<std::string>{"aaa bbb", "ccc", "longerthanthis"}));
    EXPECT_TRUE(wrapText("", Face::Numbers, 10, width).empty());
}

TEST(ElideMiddle, KeepsBothEnds) {
    const double width = estimateTextWidth("12345", Face::Numbers, 10);
    EXPECT_EQ(elideMiddle("12345", Face::Numbers, 10, width), "12345");
    EXPECT_EQ(elideMiddle("1234567", Face::Numbers, 10, width), "12…67");
}

} // namespace
} // namespace synscope::test
