// SPDX-License-Identifier: Apache-2.0
//
// What the kernel tells of this machine's local ports and addresses.
#include "core/engine/this_host.h"

#include "tests/app/scratch_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace synscope::test {
namespace {

class ThisHostTest : public testing::Test {
protected:
    ThisHostTest() { std::filesystem::create_directories(m_folder.path() / "sys/net/ipv4"); }
    void write(const char* name, const char* text) const {
        std::ofstream(m_folder.path() / "sys/net/ipv4" / name) << text;
    }
    [[nodiscard]] std::optional<ThisHost> ask() const { return askThisHost(m_folder.path().string()); }

    ScratchFolder m_folder; ///< laid out as /proc is
};

TEST_F(ThisHostTest, TellsItsPortsLessTheReserved) {
    write("ip_local_port_range", "30000\t30009\n");
    write("ip_local_reserved_ports", "8080,30005-30006\n");
    const std::optional<ThisHost> host = ask();
    ASSERT_TRUE(host);
    EXPECT_EQ(host->ports.range, (PortSpan{30000, 30009}));
    EXPECT_EQ(host->ports.size(), 8U);
    EXPECT_FALSE(host->ports.has(30005));
}

TEST_F(ThisHostTest, TellsNothingWhereTheKernelDoesNot) {
    EXPECT_FALSE(ask());
}

TEST_F(ThisHostTest, HasTheLoopbackAmongItsAddresses) {
    write("ip_local_port_range", "30000\t30009\n");
    const std::optional<ThisHost> host = ask();
    ASSERT_TRUE(host);
    EXPECT_TRUE(host->has(*parseIpAddress("127.0.0.1")));
    EXPECT_FALSE(host->has(*parseIpAddress("192.0.2.1")));
}

} // namespace
} // namespace synscope::test
