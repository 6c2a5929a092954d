// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_order.h"

#include "tests/ui/fake_session.h"
#include "ui/models/connection_columns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string_view>

namespace synscope::test {
namespace {

using ui::Order;
using ui::OrderRequest;

const std::atomic<bool> kGoOn{false};

int columnNamed(std::string_view name) {
    const auto columns = ui::connectionColumns();
    return static_cast<int>(std::ranges::find(columns, name, &ui::ConnectionColumn::name) - columns.begin());
}

ui::FilterPtr filterOf(std::string_view text) {
    return std::make_shared<const Filter>(Filter::parse(text).value());
}

SnapshotPtr hundredThousand() {
    FakeCapture capture;
    for (int i = 0; i < 100'000; ++i) {
        const ConnectionId id =
            i % 10 == 0 ? capture.addLeak(i * 0.001, 150 + i % 97) : capture.addEstablished(i * 0.001);
        capture.row(id).bytes = {static_cast<std::uint64_t>((i * 7919LL) % 100'003), 0};
    }
    capture.setEnd(300);
    return capture.snapshot();
}

TEST(ConnectionOrder, SortsAHundredThousandByBytes) {
    const SnapshotPtr snapshot = hundredThousand();
    const auto order = ui::orderedConnections({snapshot, nullptr, {}, columnNamed("bytes"), true}, kGoOn);
    ASSERT_TRUE(order);
    ASSERT_EQ(order->size(), 100'000U);
    const auto bytes = [&](std::uint32_t id) { return snapshot->row(ConnectionId{id}).bytes[0]; };
    EXPECT_TRUE(std::ranges::is_sorted(*order, std::greater<>(), bytes));
    Order everyone = *order;
    std::ranges::sort(everyone);
    EXPECT_TRUE(std::ranges::adjacent_find(everyone) == everyone.end());
}

TEST(ConnectionOrder, FiltersAHundredThousandByState) {
    const SnapshotPtr snapshot = hundredThousand();
    const auto order = ui::orderedConnections({snapshot, filterOf("close_wait"), {}, -1, false}, kGoOn);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->size(), 10'000U);
    EXPECT_TRUE(std::ranges::all_of(*order, [](std::uint32_t id) { return id % 10 == 0; }));
    EXPECT_TRUE(std::ranges::is_sorted(*order));
}

TEST(ConnectionOrder, KeepsTheOrderOfFirstPacketsWhereKeysAreEqual) {
    FakeCapture capture;
    for (int i = 0; i < 20; ++i)
        capture.addEstablished(i);
    const int server = columnNamed("server");
    for (const bool descending : {false, true}) {
        const auto order = ui::orderedConnections({capture.snapshot(), nullptr, {}, server, descending}, kGoOn);
        EXPECT_TRUE(std::ranges::is_sorted(*order));
    }
}

TEST(ConnectionOrder, PutsTheLongestCloseWaitOnTopOfAges) {
    FakeCapture capture;
    capture.addEstablished(0);
    capture.addLeak(1, 50);
    capture.addLeak(2, 20);
    capture.addClosing(3, 60);
    const auto order = ui::orderedConnections({capture.snapshot(), nullptr, {}, columnNamed("age"), true}, kGoOn);
    EXPECT_EQ(*order, (Order{2, 1, 0, 3}));
}

TEST(ConnectionOrder, KeepsConnectionsAliveInTheStretchOfTime) {
    FakeCapture capture;
    const ConnectionId over = capture.addClosing(0, 10);
    capture.change(over, {20, Side::Initiator, State::Closed});
    capture.addEstablished(5);
    capture.addEstablished(80);
    capture.setEnd(100);
    const ui::TimeRange range{FakeCapture::at(30), FakeCapture::at(60)};
    const auto order = ui::orderedConnections({capture.snapshot(), nullptr, range, -1, false}, kGoOn);
    EXPECT_EQ(*order, (Order{1}));
}

TEST(ConnectionOrder, SortsAddressesAsNumbersAndIPv4First) {
    FakeCapture capture;
    for (int i = 0; i < 12; ++i)
        capture.addEstablished(i);
    const auto snapshot = capture.snapshot();
    const auto order = ui::orderedConnections({snapshot, nullptr, {}, columnNamed("client"), false}, kGoOn);
    EXPECT_EQ(order->at(2), 2U); // 10.0.2.1 before 10.0.10.1
    EXPECT_EQ(order->at(10), 10U);
}

TEST(ConnectionOrder, StopsWhenCancelled) {
    FakeCapture capture;
    capture.addEstablished(0);
    const std::atomic<bool> cancelled{true};
    EXPECT_FALSE(ui::orderedConnections({capture.snapshot(), nullptr, {}, columnNamed("age"), true}, cancelled));
}

} // namespace
} // namespace synscope::test
