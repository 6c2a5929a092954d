// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/byte_ledger.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr ConnectionId kConnection{7};

TEST(ByteLedger, countsOnlyTheBytesThatLayInHoles) {
    ByteLedger ledger;
    ledger.addHole(kConnection, Side::Initiator, SeqNum(100), SeqNum(200));
    EXPECT_EQ(ledger.fill(kConnection, Side::Responder, SeqNum(100), SeqNum(200)), 0U);
    EXPECT_EQ(ledger.fill(kConnection, Side::Initiator, SeqNum(150), SeqNum(250)), 50U);
    EXPECT_EQ(ledger.fill(kConnection, Side::Initiator, SeqNum(0), SeqNum(300)), 50U);
    EXPECT_EQ(ledger.fill(kConnection, Side::Initiator, SeqNum(0), SeqNum(300)), 0U);
}

TEST(ByteLedger, fillingAHoleByteByByteLeavesABoundedNumberOfHoles) {
    ByteLedger ledger;
    constexpr std::uint32_t kPieces = 4 * ByteLedger::kMaxHoles;
    ledger.addHole(kConnection, Side::Initiator, SeqNum(0), SeqNum(2 * kPieces));
    for (std::uint32_t i = 0; i < kPieces; ++i)
        EXPECT_EQ(ledger.fill(kConnection, Side::Initiator, SeqNum(2 * i + 1), SeqNum(2 * i + 2)), 1U);
    EXPECT_EQ(ledger.fill(kConnection, Side::Initiator, SeqNum(0), SeqNum(2 * kPieces)), ByteLedger::kMaxHoles);
}

} // namespace
} // namespace synscope::test
