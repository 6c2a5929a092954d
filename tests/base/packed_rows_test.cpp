// SPDX-License-Identifier: Apache-2.0
//
// Old pages of rows that are nearly alike are packed; nobody can tell but by the room they take.
#include "core/base/packed_page.h"
#include "core/base/paged_rows.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::size_t kPage = 64;
constexpr std::size_t kOpen = 2; ///< pages
using Row = std::array<std::uint32_t, 16>;
using Page = PackedPage<Row, kPage>;
using Rows = PagedRows<Row, kPage, kOpen>;

Row rowOf(std::size_t i) {
    Row row{7, 7, 7};
    row[3] = static_cast<std::uint32_t>(i);
    row[15] = static_cast<std::uint32_t>(i * i);
    return row;
}

Rows rowsOf(std::size_t count) {
    Rows rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.append(rowOf(i));
    rows.packOld();
    return rows;
}

std::vector<Row> contentOf(const Rows::View& view) {
    std::vector<Row> content;
    for (std::size_t i = 0; i < view.size(); ++i)
        content.push_back(view[i]);
    return content;
}

std::vector<Row> usual(std::size_t count) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back(rowOf(i));
    return rows;
}

TEST(PackedPage, TellsTheRowsItWasMadeOf) {
    std::mt19937 random(1);
    for (unsigned differing = 0; differing <= 4; ++differing) {
        for (unsigned bits = 1; bits <= 32; ++bits) {
            std::vector<Row> rows(kPage);
            for (Row& row : rows) {
                row.fill(0xdeadbeef);
                for (unsigned w = 0; w < differing; ++w)
                    row[w * 5] ^= static_cast<std::uint32_t>(random()) >> (32 - bits);
            }
            const auto page = Page::of(rows.data());
            if (!page)
                continue; // not worthwhile
            for (std::size_t i = 0; i < kPage; ++i)
                ASSERT_EQ(page->at(i), rows[i]) << differing << " words of " << bits << " bits, row " << i;
            EXPECT_LE(page->bytes(), Page::kWorthwhile + 64);
        }
    }
}

TEST(PackedPage, IsNotMadeOfRowsThatDiffer) {
    std::mt19937 random(1);
    std::vector<Row> rows(kPage);
    for (Row& row : rows)
        for (std::uint32_t& word : row)
            word = static_cast<std::uint32_t>(random());
    EXPECT_EQ(Page::of(rows.data()), nullptr);
    const std::vector<Row> same(kPage, rows[0]);
    EXPECT_NE(Page::of(same.data()), nullptr);
}

TEST(PackedRows, TakeLessRoom) {
    Rows rows = rowsOf(10 * kPage);
    EXPECT_LT(rows.bytes(), 10 * kPage * sizeof(Row) / 2);
    EXPECT_GE(rows.bytes(), kOpen * kPage * sizeof(Row));
    EXPECT_EQ(contentOf(rows.publish()), usual(10 * kPage));
    for (std::size_t i = 0; i < rows.size(); ++i)
        ASSERT_EQ(rows.valueOf(i), rowOf(i));
}

TEST(PackedRows, AreUnpackedWhenWritten) {
    Rows rows = rowsOf(10 * kPage);
    const Rows::View before = rows.publish();
    const std::size_t packed = rows.bytes();
    rows.at(5)[0] = 99;
    EXPECT_EQ(rows[5][0], 99U);
    EXPECT_EQ(rows[6], rowOf(6));
    EXPECT_GT(rows.bytes(), packed);
    EXPECT_EQ(contentOf(before), usual(10 * kPage));
    std::vector<Row> after = usual(10 * kPage);
    after[5][0] = 99;
    const Rows::View now = rows.publish();
    EXPECT_EQ(contentOf(now), after);
    EXPECT_NE(now.pageIdentity(0), before.pageIdentity(0));
    EXPECT_EQ(now.pageIdentity(1), before.pageIdentity(1));
}

TEST(PackedRows, AreUnpackedWhenTheWriterAsksForThem) {
    Rows rows = rowsOf(10 * kPage);
    const std::size_t packed = rows.bytes();
    EXPECT_EQ(rows[kPage], rowOf(kPage));
    EXPECT_GT(rows.bytes(), packed);
    rows.packOld(); // once only: it will be asked for again
    EXPECT_GT(rows.bytes(), packed);
    EXPECT_EQ(contentOf(rows.publish()), usual(10 * kPage));
}

TEST(PackedRows, LeaveViewsAlone) {
    Rows rows;
    for (std::size_t i = 0; i < 10 * kPage; ++i)
        rows.append(rowOf(i));
    const Rows::View open = rows.publish();
    rows.packOld();
    const Rows::View packed = rows.publish();
    for (std::size_t i = 0; i < 5 * kPage; ++i)
        rows.append(rowOf(0)); // would take the room of what was packed
    EXPECT_EQ(contentOf(open), usual(10 * kPage));
    EXPECT_EQ(contentOf(packed), usual(10 * kPage));
}

TEST(PackedRows, GiveTheirPagesAway) {
    Rows rows = rowsOf(10 * kPage);
    Rows others;
    for (std::size_t page = 0; page < 10; ++page) {
        for (std::size_t i = page * kPage; i < (page + 1) * kPage; ++i)
            others.append(rows.valueOf(i));
        rows.givePageTo(others, page);
        others.packOld();
    }
    EXPECT_EQ(contentOf(others.publish()), usual(10 * kPage));
    EXPECT_LT(others.bytes(), 10 * kPage * sizeof(Row) / 2);
}

TEST(PackedRows, MayBeLetGo) {
    Rows rows = rowsOf(10 * kPage);
    const Rows::View before = rows.publish();
    rows.letGoBefore(4 * kPage, std::make_shared<const KeptNumbers::Numbers>(KeptNumbers::Numbers{3, kPage + 1}));
    for (std::size_t i = 10 * kPage; i < 14 * kPage; ++i)
        rows.append(rowOf(i));
    rows.packOld();
    const Rows::View after = rows.publish();
    EXPECT_EQ(after[3], rowOf(3));
    EXPECT_EQ(after[kPage + 1], rowOf(kPage + 1));
    for (std::size_t i = 4 * kPage; i < 14 * kPage; ++i)
        ASSERT_EQ(after[i], rowOf(i));
    EXPECT_LT(rows.bytes(), 10 * kPage * sizeof(Row) / 2);
    EXPECT_EQ(contentOf(before), usual(10 * kPage));
}

} // namespace
} // namespace synscope::test
