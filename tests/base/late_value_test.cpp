// SPDX-License-Identifier: Apache-2.0
#include "core/base/late_value.h"

#include "core/base/chunked_log.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

namespace synscope::test {
namespace {

struct Entry {
    std::uint32_t fixed = 0;
    LateValue<std::uint32_t> late;
};

TEST(LateValue, isSeenThroughViewsTakenBefore) {
    ChunkedLog<Entry, 4> log;
    log.append(Entry{7, LateValue<std::uint32_t>(1)});
    const auto view = log.view();
    log.late(0).late.set(2);
    EXPECT_EQ(view[0].late.get(), 2U);
    EXPECT_EQ(view[0].fixed, 7U);
}

TEST(LateValue, copiesTheValueAsItIs) {
    LateValue<std::uint32_t> first(5);
    const LateValue<std::uint32_t> copy = first;
    first.set(6);
    EXPECT_EQ(copy.get(), 5U);
}

TEST(LateValue, maySetWhileAnotherThreadReads) {
    ChunkedLog<Entry, 4> log;
    log.append(Entry{});
    const auto view = log.view();
    std::thread reader([&view] {
        std::uint32_t seen = 0;
        while (seen != 1000) {
            const std::uint32_t now = view[0].late.get();
            EXPECT_GE(now, seen);
            seen = now;
        }
    });
    for (std::uint32_t i = 1; i <= 1000; ++i)
        log.late(0).late.set(i);
    reader.join();
}

} // namespace
} // namespace synscope::test
