// SPDX-License-Identifier: Apache-2.0
#include "core/base/boxed.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace synscope::test {
namespace {

using Box = Boxed<std::string>;

Box holding(const std::string& text) {
    Box box;
    box.set(text);
    return box;
}

TEST(Boxed, IsAPlainValueWhereThereIsNone) {
    const Box box;
    EXPECT_FALSE(box.isThere());
    EXPECT_EQ(*box, "");
    static_assert(sizeof(Box) == sizeof(void*));
}

TEST(Boxed, CopiesTheValue) {
    Box box = holding("one");
    Box copy = box;
    box.set("two");
    EXPECT_EQ(*copy, "one");
    copy = box;
    EXPECT_EQ(*copy, "two");
    copy = Box();
    EXPECT_FALSE(copy.isThere());
    EXPECT_EQ(*box, "two");
}

TEST(Boxed, IsAssignedToItself) {
    Box box = holding("one");
    const Box& same = box;
    box = same;
    EXPECT_EQ(*box, "one");
}

TEST(Boxed, MovesTheValueItself) {
    Box box = holding("one");
    const std::string* const value = &*box;
    const Box moved = std::move(box);
    EXPECT_EQ(&*moved, value);
}

TEST(Boxed, IsEmptied) {
    Box box = holding("one");
    box.reset();
    EXPECT_FALSE(box.isThere());
}

} // namespace
} // namespace synscope::test
