// SPDX-License-Identifier: Apache-2.0
#include "core/engine/interface_traffic.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope {
namespace {

constexpr const char* kTable = R"(Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:  250640    1893    0    0    0     0          0         0   250640    1893    0    0    0     0       0          0
eth0:1:98765432109  100    0    0    0     0          0         0        0      11    0    0    0     0       0          0
  veth:  12 garbage
)";

TEST(InterfaceTraffic, addsWhatCameAndWhatWent) {
    const std::vector<InterfaceTraffic> all = parseInterfaceTraffic(kTable);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].name, "lo");
    EXPECT_EQ(all[0].packets, 2U * 1893);
    EXPECT_EQ(all[1].name, "eth0:1");
    EXPECT_EQ(all[1].packets, 111U);
    EXPECT_EQ(all[2].name, "any");
    EXPECT_EQ(all[2].packets, 2U * 1893 + 111);
}

TEST(InterfaceTraffic, isEmptyWithoutATable) {
    EXPECT_TRUE(parseInterfaceTraffic("").empty());
    EXPECT_TRUE(parseInterfaceTraffic("nothing of the kind\n:\n").empty());
}

TEST(InterfaceTraffic, knowsTheLoopbackOfThisMachine) {
    const std::vector<InterfaceTraffic> all = interfaceTraffic();
    if (all.empty())
        GTEST_SKIP() << "no /proc/net/dev here";
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const auto& one) { return one.name == "lo"; }));
}

} // namespace
} // namespace synscope
