// SPDX-License-Identifier: Apache-2.0
//
// Pieces of sentences.
#include "core/diagnose/words.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

TEST(Words, SpellDurationsWithTwoUnitsAtMost) {
    using namespace std::chrono_literals;
    EXPECT_EQ(durationInWords(41us), "41 µs");
    EXPECT_EQ(durationInWords(8'190us), "8.1 ms");
    EXPECT_EQ(durationInWords(8'090us), "8 ms");
    EXPECT_EQ(durationInWords(12'900us), "12 ms");
    EXPECT_EQ(durationInWords(999ms), "999 ms");
    EXPECT_EQ(durationInWords(1'250ms), "1.2 s");
    EXPECT_EQ(durationInWords(723s), "12 min 3 s");
    EXPECT_EQ(durationInWords(90min), "1 h 30 min");
    EXPECT_EQ(durationInWords(50h), "2 d 2 h");
}

TEST(Words, CountWithSingularAndPlural) {
    EXPECT_EQ(counted(0, "packet"), "0 packets");
    EXPECT_EQ(counted(1, "packet"), "1 packet");
    EXPECT_EQ(counted(2, "packet"), "2 packets");
}

TEST(Words, NameTheSidesByWhatIsKnownOfThem) {
    EXPECT_EQ(theRole(Origin::Handshake, Side::Responder), "the server");
    EXPECT_EQ(theRole(Origin::Midstream, Side::Initiator), "the first sender");
    EXPECT_EQ(theRole(Origin::SocketTable, Side::Responder), "the server");
    EXPECT_EQ(withoutArticle("the first sender"), "first sender");
}

TEST(Words, NameThePossibleStatesInTheLanguage) {
    const StateSet two{State::Established, State::CloseWait};
    EXPECT_EQ(statesInWords(Language::English, State::CloseWait, two), "CLOSE_WAIT or ESTABLISHED");
    EXPECT_EQ(statesInWords(Language::Chinese, State::CloseWait, two), "CLOSE_WAIT 或 ESTABLISHED");
    EXPECT_EQ(statesInWords(Language::Chinese, State::Closed, StateSet{State::Closed}), "CLOSED");
}

} // namespace
} // namespace synscope::test
