// SPDX-License-Identifier: Apache-2.0
//
// Published rows do not change; a page is copied when it is written after that, and only then.
#include "core/base/paged_rows.h"

#include <gtest/gtest.h>

#include <vector>

namespace synscope::test {
namespace {

using SmallRows = PagedRows<int, 4>;

SmallRows rowsOf(int count) {
    SmallRows rows;
    for (int i = 0; i < count; ++i)
        rows.append(i);
    return rows;
}

std::vector<int> contentOf(const SmallRows::View& view) {
    std::vector<int> content;
    for (std::size_t i = 0; i < view.size(); ++i)
        content.push_back(view[i]);
    return content;
}

TEST(PagedRows, APublishedViewDoesNotChange) {
    SmallRows rows = rowsOf(6);
    const SmallRows::View before = rows.publish();
    rows.at(1) = 100;
    rows.append(6);
    EXPECT_EQ(contentOf(before), (std::vector<int>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(contentOf(rows.publish()), (std::vector<int>{0, 100, 2, 3, 4, 5, 6}));
}

TEST(PagedRows, OnlyAWrittenPageBecomesAnotherObject) {
    SmallRows rows = rowsOf(12);
    const SmallRows::View before = rows.publish();
    rows.at(5) = 50;
    const SmallRows::View after = rows.publish();
    ASSERT_EQ(after.pageCount(), 3U);
    EXPECT_EQ(before.pageIdentity(0), after.pageIdentity(0));
    EXPECT_NE(before.pageIdentity(1), after.pageIdentity(1));
    EXPECT_EQ(before.pageIdentity(2), after.pageIdentity(2));
}

TEST(PagedRows, AppendingIntoAPublishedPageIsAWrite) {
    SmallRows rows = rowsOf(3);
    const SmallRows::View before = rows.publish();
    rows.append(3);
    const SmallRows::View after = rows.publish();
    EXPECT_NE(before.pageIdentity(0), after.pageIdentity(0));
    EXPECT_EQ(before.size(), 3U);
    EXPECT_EQ(after.size(), 4U);
}

TEST(PagedRows, APageIsCopiedOnceBetweenViews) {
    SmallRows rows = rowsOf(4);
    const SmallRows::View before = rows.publish();
    rows.at(0) = 10;
    const int* copied = &rows[0];
    rows.at(1) = 20;
    EXPECT_EQ(&rows[0], copied);
    EXPECT_NE(&before[0], copied);
}

TEST(PagedRows, ReadingCopiesNothing) {
    SmallRows rows = rowsOf(4);
    const SmallRows::View before = rows.publish();
    EXPECT_EQ(rows[2], 2);
    EXPECT_EQ(rows.publish().pageIdentity(0), before.pageIdentity(0));
}

TEST(PagedRows, PublishingTwiceGivesTheSamePages) {
    SmallRows rows = rowsOf(9);
    const SmallRows::View first = rows.publish();
    const SmallRows::View second = rows.publish();
    for (std::size_t page = 0; page < first.pageCount(); ++page)
        EXPECT_EQ(first.pageIdentity(page), second.pageIdentity(page));
}

TEST(PagedRows, AViewOutlivesTheRows) {
    SmallRows::View view;
    {
        SmallRows rows = rowsOf(5);
        view = rows.publish();
    }
    EXPECT_EQ(contentOf(view), (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(PagedRows, APageGivenAwayIsWrittenAnew) {
    SmallRows from = rowsOf(9);
    SmallRows to = rowsOf(4);
    const int* const memory = &from[0];
    from.givePageTo(to, 0);
    EXPECT_EQ(from[4], 4);
    EXPECT_EQ(to.append(7), 4U);
    EXPECT_EQ(&to[4], memory);
    EXPECT_EQ(to[4], 7);
}

TEST(PagedRows, APageThatAViewHoldsIsNotWrittenAnew) {
    SmallRows from = rowsOf(9);
    SmallRows to = rowsOf(4);
    const SmallRows::View view = from.publish();
    from.givePageTo(to, 0);
    to.append(7);
    EXPECT_EQ(contentOf(view), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(PagedRows, BytesCountWholePages) {
    EXPECT_EQ(rowsOf(0).bytes(), 0U);
    EXPECT_EQ(rowsOf(5).bytes(), 8 * sizeof(int));
}

} // namespace
} // namespace synscope::test
