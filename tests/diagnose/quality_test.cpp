// SPDX-License-Identifier: Apache-2.0
//
// How well the capture shows a connection.
#include "core/diagnose/quality.h"

#include <gtest/gtest.h>

#include <string>

namespace synscope::test {
namespace {

ConnectionRow wellSeen() {
    ConnectionRow row;
    row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
    row.segments = {5, 4};
    row.syn = 2;
    return row;
}

std::string keysOf(const ConnectionRow& row) {
    std::string keys;
    for (const QualityNote& note : qualityOf(row))
        keys += std::string(note.key) + " ";
    return keys;
}

TEST(Quality, OfAWholeConnectionHasNoNotes) {
    EXPECT_EQ(keysOf(wellSeen()), "");
}

TEST(Quality, NamesEachBit) {
    const std::pair<QualityBit, std::string> names[] = {
        {QualityBit::MissedFromInitiator, "missed-from-a "}, {QualityBit::MissedFromResponder, "missed-from-b "},
        {QualityBit::DuplicateFrames, "duplicate-frames "},  {QualityBit::CutHeaders, "cut-headers "},
        {QualityBit::SuperSegments, "super-segments "},      {QualityBit::ClockBackwards, "clock-backwards "},
    };
    for (const auto& [bit, name] : names) {
        ConnectionRow row = wellSeen();
        row.quality = static_cast<std::uint8_t>(bit);
        EXPECT_EQ(keysOf(row), name);
    }
}

TEST(Quality, SeesWhereTheCaptureBeganLate) {
    ConnectionRow row = wellSeen();
    row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    EXPECT_EQ(keysOf(row), "midstream ");
    row.rolesGuessed = 1;
    EXPECT_EQ(keysOf(row), "midstream roles-guessed ");
}

TEST(Quality, SeesASilentDirection) {
    ConnectionRow row = wellSeen();
    row.segments = {0, 4};
    row.syn = 1;
    EXPECT_EQ(keysOf(row), "one-direction ");
}

TEST(Quality, TakesNeitherSynNorResetForASilentDirection) {
    ConnectionRow row = wellSeen();
    row.segments = {4, 0};
    row.syn = 3;
    row.rst = 1;
    EXPECT_EQ(keysOf(row), "") << "openings in vain, then given up";
    row.segments = {5, 0};
    EXPECT_EQ(keysOf(row), "one-direction ") << "it acknowledged something";
}

TEST(Quality, NamesTheSideAsFarAsItIsKnown) {
    ConnectionRow row = wellSeen();
    row.quality = static_cast<std::uint8_t>(QualityBit::MissedFromResponder);
    EXPECT_EQ(qualityOf(row).at(0).text,
              "Packets that the server sent were not captured; its states and counts may lack something.");
    EXPECT_EQ(qualityOf(row).at(0).shortText, "server's packets missing");
    row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    EXPECT_EQ(qualityOf(row).at(0).shortText, "other side's packets missing");
}

TEST(Quality, SaysWhatEachNoteIsAbout) {
    ConnectionRow row = wellSeen();
    row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    row.rolesGuessed = 1;
    row.quality = static_cast<std::uint8_t>(QualityBit::CutHeaders);
    const std::vector<QualityNote> notes = qualityOf(row);
    ASSERT_EQ(notes.size(), 3U);
    EXPECT_EQ(notes[0].topic, QualityTopic::Capture);
    EXPECT_EQ(notes[1].topic, QualityTopic::Beginning);
    EXPECT_EQ(notes[2].topic, QualityTopic::Roles);
}

TEST(Quality, PutsTheGravestFirst) {
    ConnectionRow row = wellSeen();
    row.quality =
        static_cast<unsigned>(QualityBit::SuperSegments) | static_cast<unsigned>(QualityBit::MissedFromResponder);
    EXPECT_EQ(keysOf(row), "missed-from-b super-segments ");
}

} // namespace
} // namespace synscope::test
