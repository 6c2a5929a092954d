// SPDX-License-Identifier: Apache-2.0
//
// Views of a log stay as they were while the log grows, and entries never move.
#include "core/base/chunked_log.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>
#include <vector>

namespace synscope::test {
namespace {

using SmallLog = ChunkedLog<int, 4>;

SmallLog logOf(int count) {
    SmallLog log;
    for (int i = 0; i < count; ++i)
        log.append(i);
    return log;
}

std::vector<int> contentOf(const SmallLog::View& view) {
    std::vector<int> content;
    for (std::size_t i = 0; i < view.size(); ++i)
        content.push_back(view[i]);
    return content;
}

TEST(ChunkedLog, AppendTellsThePosition) {
    SmallLog log = logOf(4);
    EXPECT_EQ(log.append(40), 4U);
    EXPECT_EQ(log.append(50), 5U);
    EXPECT_EQ(log.size(), 6U);
    EXPECT_EQ(log[4], 40);
}

TEST(ChunkedLog, AViewStaysAsItWasWhileTheLogGrows) {
    SmallLog log = logOf(6);
    const SmallLog::View view = log.view();
    for (int i = 6; i < 100; ++i)
        log.append(i);
    EXPECT_EQ(contentOf(view), (std::vector<int>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(log.view().size(), 100U);
}

TEST(ChunkedLog, EntriesNeverMove) {
    SmallLog log = logOf(1);
    const int* first = &log[0];
    const SmallLog::View view = log.view();
    for (int i = 0; i < 1000; ++i)
        log.append(i);
    EXPECT_EQ(&log[0], first);
    EXPECT_EQ(&view[0], first);
}

TEST(ChunkedLog, AViewOutlivesTheLog) {
    SmallLog::View view;
    {
        const SmallLog log = logOf(5);
        view = log.view();
    }
    EXPECT_EQ(contentOf(view), (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(ChunkedLog, AnEmptyLogHasAnEmptyView) {
    const SmallLog log;
    EXPECT_EQ(log.view().size(), 0U);
    EXPECT_EQ(log.bytes(), 0U);
}

TEST(ChunkedLog, BytesCountWholeChunks) {
    EXPECT_EQ(logOf(4).bytes(), 4 * sizeof(int));
    EXPECT_EQ(logOf(5).bytes(), 8 * sizeof(int));
}

TEST(ChunkedLog, AViewMayBeReadWhileTheWriterAppends) {
    SmallLog log = logOf(1001);
    const SmallLog::View view = log.view();
    long sum = 0;
    std::thread reader([&] {
        for (std::size_t i = 0; i < view.size(); ++i)
            sum += view[i];
    });
    for (int i = 0; i < 1000; ++i)
        log.append(i);
    reader.join();
    EXPECT_EQ(sum, 500500);
}

/// Positions that no log has given are not read.
TEST(ChunkedLog, SeveralShareTheirNumbers) {
    std::vector<SmallLog> logs;
    for (std::uint32_t lane = 0; lane < 4; ++lane)
        logs.emplace_back(Lane{lane, 2});
    std::map<std::size_t, int> expected;
    for (int i = 0; i < 100; ++i) {
        SmallLog& log = logs[static_cast<std::size_t>(i * i % 7 % 4)];
        const std::size_t position = log.append(i);
        EXPECT_TRUE(expected.emplace(position, i).second) << position;
        EXPECT_EQ(log[position], i);
        EXPECT_EQ(log.end(), position + 1);
    }
    const SmallLog::View view = SmallLog::viewOf({&logs[0], &logs[1], &logs[2], &logs[3]});
    for (const auto& [position, value] : expected) {
        ASSERT_LT(position, view.size());
        EXPECT_EQ(view[position], value);
    }
}

} // namespace
} // namespace synscope::test
