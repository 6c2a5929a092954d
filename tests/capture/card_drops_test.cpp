// SPDX-License-Identifier: Apache-2.0
#include "core/capture/card_drops.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace synscope::test {
namespace {

class CardDropsOfEth0 : public testing::Test {
protected:
    void SetUp() override {
        m_folder = std::filesystem::temp_directory_path() / ("synscope-drops-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder / "eth0/statistics");
        tell(40, 2);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    /// As the kernel does: another number in the same file.
    void tell(int missed, int overrun) const {
        std::ofstream(m_folder / "eth0/statistics/rx_missed_errors") << missed << "\n";
        std::ofstream(m_folder / "eth0/statistics/rx_fifo_errors") << overrun << "\n";
    }

    std::filesystem::path m_folder;
};

TEST_F(CardDropsOfEth0, AreCountedFromTheBegin) {
    CardDrops drops;
    drops.begin("eth0", m_folder.string());
    EXPECT_EQ(drops.count(), 0U);
    tell(45, 9);
    EXPECT_EQ(drops.count(), 12U);
}

TEST_F(CardDropsOfEth0, ThatBeginAnewAreNotNegative) {
    CardDrops drops;
    drops.begin("eth0", m_folder.string());
    tell(0, 0);
    EXPECT_EQ(drops.count(), 0U);
}

TEST_F(CardDropsOfEth0, AreNoneWhereTheSystemDoesNotTell) {
    CardDrops drops;
    drops.begin("eth1", m_folder.string());
    EXPECT_EQ(drops.count(), 0U);
    EXPECT_EQ(CardDrops().count(), 0U);
}

} // namespace
} // namespace synscope::test
