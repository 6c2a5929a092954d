// SPDX-License-Identifier: Apache-2.0
//
// A result is a value or an error, also where the value cannot be copied.
#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace synscope::test {
namespace {

TEST(Result, HoldsAValue) {
    const Result<std::string> result = std::string("text");
    ASSERT_TRUE(result.hasValue());
    EXPECT_TRUE(static_cast<bool>(result));
    EXPECT_EQ(result.value(), "text");
}

TEST(Result, HoldsAnErrorWithItsPlace) {
    const Result<int> result = Error{"cannot read", 24, 3};
    ASSERT_FALSE(result.hasValue());
    EXPECT_FALSE(static_cast<bool>(result));
    EXPECT_EQ(result.error().message, "cannot read");
    EXPECT_EQ(result.error().byteOffset, 24U);
    EXPECT_EQ(result.error().packet, 3U);
}

TEST(Result, GivesItsValueAway) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 7);
}

TEST(Result, ValueCanBeChangedInPlace) {
    Result<int> result = 1;
    result.value() = 2;
    EXPECT_EQ(result.value(), 2);
}

} // namespace
} // namespace synscope::test
