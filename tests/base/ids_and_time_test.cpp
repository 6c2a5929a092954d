// SPDX-License-Identifier: Apache-2.0
//
// Index types give their number back and do not mix; packet time keeps its nanoseconds.
#include "core/base/ids.h"
#include "core/base/time.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

static_assert(!std::is_convertible_v<SegmentId, FlowId>);
static_assert(!std::is_convertible_v<FlowId, std::uint32_t>);

TEST(Ids, GiveTheirNumberBack) {
    EXPECT_EQ(indexOf(FlowId{7}), 7U);
    EXPECT_EQ(indexOf(kNoPacket), 0U);
    EXPECT_EQ(indexOf(kNoConnection), 0xffffffffU);
}

TEST(Time, KeepsNanosecondsOnBothSidesOfTheEpoch) {
    EXPECT_EQ(nsSinceEpoch(timestampFromNs(1'700'000'000'123'456'789)), 1'700'000'000'123'456'789);
    EXPECT_EQ(nsSinceEpoch(timestampFromNs(-1)), -1);
    EXPECT_EQ(timestampFromNs(1'500'000'000) - timestampFromNs(500'000'000), std::chrono::seconds(1));
}

} // namespace
} // namespace synscope::test
