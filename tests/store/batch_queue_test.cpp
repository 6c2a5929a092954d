// SPDX-License-Identifier: Apache-2.0
#include "core/store/batch_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace synscope {
namespace {

TEST(BatchQueue, handsEveryBatchOverInOrder) {
    BatchQueue<int, 4> queue;
    constexpr int kCount = 20000;
    std::jthread producer([&queue] {
        for (int i = 0; i < kCount; ++i) {
            *queue.beginPush() = i;
            queue.endPush();
        }
    });
    for (int i = 0; i < kCount; ++i) {
        ASSERT_EQ(queue.beginPop(), i);
        queue.endPop();
    }
}

TEST(BatchQueue, closingWakesAProducerThatWaitsForASlot) {
    BatchQueue<int, 2> queue;
    int pushed = 0;
    std::jthread producer([&queue, &pushed] {
        while (int* slot = queue.beginPush()) {
            *slot = pushed++;
            queue.endPush();
        }
    });
    EXPECT_EQ(queue.beginPop(), 0);
    queue.close();
    producer.join();
    EXPECT_GE(pushed, 1);
}

} // namespace
} // namespace synscope
