// SPDX-License-Identifier: Apache-2.0
//
// The order of packets of several interfaces, with a clock and arrivals that the test sets.
#include "app/capture/packet_merge.h"

#include <array>
#include <deque>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

using helper::PacketMerge;
using std::chrono::milliseconds;

/// Interfaces whose packets are the milliseconds they were captured at. What is taken reads "0@10": source, time.
class Interfaces {
public:
    explicit Interfaces(std::size_t count) : m_arrived(count), m_merge(count) {}

    void arrive(std::size_t source, int ms) { m_arrived[source].push_back(at(ms)); }

    /// All that may be taken at this moment of the clock.
    std::string takeAt(int nowMs) {
        std::string taken;
        m_merge.readAgain();
        while (const auto next = m_merge.next([&](std::size_t i) { return fetch(i); }, [&] { return at(nowMs); })) {
            taken += (taken.empty() ? "" : " ") + std::to_string(*next) + "@" + std::to_string(m_held[*next]);
            m_merge.take(*next);
        }
        return taken;
    }
    [[nodiscard]] bool isHolding() const { return m_merge.isHolding(); }

private:
    static Timestamp at(int ms) { return Timestamp(milliseconds(ms)); }

    std::optional<Timestamp> fetch(std::size_t source) {
        if (m_arrived[source].empty())
            return std::nullopt;
        const Timestamp time = m_arrived[source].front();
        m_arrived[source].pop_front();
        m_held[source] = std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
        return time;
    }

    std::vector<std::deque<Timestamp>> m_arrived;
    std::array<long, 3> m_held{};
    PacketMerge m_merge;
};

TEST(PacketMerge, OneInterfaceNeverWaits) {
    Interfaces one(1);
    one.arrive(0, 10);
    one.arrive(0, 11);
    EXPECT_EQ(one.takeAt(11), "0@10 0@11");
    EXPECT_EQ(one.takeAt(12), "");
    EXPECT_FALSE(one.isHolding());
}

TEST(PacketMerge, PacketsOfSeveralAreTakenInOrderOfTime) {
    Interfaces three(3);
    for (const int ms : {10, 40})
        three.arrive(0, ms);
    for (const int ms : {20, 50})
        three.arrive(1, ms);
    for (const int ms : {30, 60})
        three.arrive(2, ms);
    EXPECT_EQ(three.takeAt(100), "0@10 1@20 2@30 0@40 1@50 2@60");
}

TEST(PacketMerge, AFreshPacketWaitsForAnOlderOneOfASilentInterface) {
    Interfaces two(2);
    two.arrive(0, 10);
    EXPECT_EQ(two.takeAt(11), "");
    EXPECT_TRUE(two.isHolding());
    two.arrive(1, 9);
    EXPECT_EQ(two.takeAt(12), "1@9");
    EXPECT_EQ(two.takeAt(14), "");
    EXPECT_EQ(two.takeAt(15), "0@10");
    EXPECT_FALSE(two.isHolding());
}

TEST(PacketMerge, AnOlderPacketThatCameMeanwhileGoesFirst) {
    Interfaces two(2);
    EXPECT_EQ(two.takeAt(5), "");
    two.arrive(0, 20);
    two.arrive(1, 19);
    EXPECT_EQ(two.takeAt(100), "1@19 0@20");
}

TEST(PacketMerge, EqualTimesAreTakenInOrderOfInterfaces) {
    Interfaces two(2);
    two.arrive(1, 10);
    two.arrive(0, 10);
    EXPECT_EQ(two.takeAt(100), "0@10 1@10");
}

TEST(PacketMerge, NobodyWaitsForAClockThatWasPutBack) {
    Interfaces two(2);
    two.arrive(0, 3'600'000);
    EXPECT_EQ(two.takeAt(10), "0@3600000");
}

} // namespace
} // namespace synscope::test
