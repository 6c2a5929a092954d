// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/connection_row.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

Timestamp at(Duration since) {
    return timestampFromNs(1'700'000'000'123'456'789) + since;
}

TEST(ConnectionRow, knowsWhenItsDataCame) {
    ConnectionRow row;
    row.first = at(0ns);
    EXPECT_FALSE(row.lastDataOf(Side::Responder));
    row.noteData(Side::Responder, at(2500us));
    ASSERT_TRUE(row.lastDataOf(Side::Responder));
    EXPECT_LE(*row.lastDataOf(Side::Responder), at(2500us));
    EXPECT_GT(*row.lastDataOf(Side::Responder), at(1500us));
    row.noteData(Side::Initiator, at(0ns));
    EXPECT_EQ(row.lastDataOf(Side::Initiator), at(0ns));
}

/// Clocks go backwards, and a socket table is read later than the packets of its connections come.
TEST(ConnectionRow, keepsTheTimeOfItsDataWhereItBeginsEarlierThanWasThought) {
    ConnectionRow row;
    row.first = at(0ns);
    row.noteData(Side::Initiator, at(7ms));
    const auto known = row.lastDataOf(Side::Initiator);
    for (const Duration earlier : std::initializer_list<Duration>{400us, 999us, 1700us, 1h}) {
        row.noteFirst(at(-earlier));
        EXPECT_EQ(row.first, at(-earlier));
        EXPECT_EQ(row.lastDataOf(Side::Initiator), known);
    }
    row.noteData(Side::Responder, at(-2h)); // its own first packet
    EXPECT_EQ(row.first, at(-2h));
    EXPECT_EQ(row.lastDataOf(Side::Responder), at(-2h));
    EXPECT_EQ(row.lastDataOf(Side::Initiator), known);
}

} // namespace
} // namespace synscope::test
