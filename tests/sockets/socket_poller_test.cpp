// SPDX-License-Identifier: Apache-2.0
//
// Reading again and again: how often, what is kept, and how promptly it ends.
#include "core/sockets/socket_poller.h"

#include <atomic>
#include <chrono>
#include <gtest/gtest.h>
#include <semaphore>
#include <thread>
#include <vector>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

/// Numbers its tables by their `malformed`; fails on every reading after `failAfter`.
class CountingSource : public SocketSource {
public:
    CountingSource(std::atomic<std::uint64_t>& readings, std::uint64_t failAfter)
        : m_readings(readings), m_failAfter(failAfter) {}
    Result<SocketTable> read() override {
        const std::uint64_t number = ++m_readings;
        if (number > m_failAfter)
            return Error{"the kernel is silent", {}, {}};
        SocketTable table;
        table.malformed = number;
        return table;
    }

private:
    std::atomic<std::uint64_t>& m_readings;
    std::uint64_t m_failAfter;
};

class Poller : public ::testing::Test {
protected:
    std::unique_ptr<SocketSource> source(std::uint64_t failAfter = 1'000'000) {
        return std::make_unique<CountingSource>(m_readings, failAfter);
    }
    SocketPoller::Listener listener() {
        return [this](const PolledTable&) { m_readOnce.release(); };
    }
    std::atomic<std::uint64_t> m_readings = 0;
    std::counting_semaphore<> m_readOnce{0};
};

constexpr PollOptions kNeverAgain{.atLeast = 1h, .atMost = 1h};
constexpr PollOptions kAtOnce{.atLeast = 0s, .atMost = 0s};

TEST(RestAfter, IsTwentyTimesTheReadingWithinItsBounds) {
    EXPECT_EQ(restAfter(1ms, {}), 1s);
    EXPECT_EQ(restAfter(50ms, {}), 1s);
    EXPECT_EQ(restAfter(100ms, {}), 2s);
    EXPECT_EQ(restAfter(1500ms, {}), 30s);
    EXPECT_EQ(restAfter(1h, {}), 30s);
}

TEST_F(Poller, ReadsAtOnceAndKeepsTheTable) {
    const SocketPoller poller(source(), kNeverAgain, listener());
    m_readOnce.acquire();
    ASSERT_NE(poller.latest(), nullptr);
    EXPECT_EQ(poller.latest()->malformed, 1U);
    EXPECT_FALSE(poller.lastError().has_value());
}

/// Says how long it took, at least.
class TimedSource : public SocketSource {
public:
    explicit TimedSource(std::chrono::nanoseconds& took) : m_took(took) {}
    Result<SocketTable> read() override {
        const auto begin = std::chrono::steady_clock::now();
        SocketTable table;
        table.entries.resize(1000);
        m_took = std::chrono::steady_clock::now() - begin;
        return table;
    }

private:
    std::chrono::nanoseconds& m_took;
};

TEST_F(Poller, TellsHowLongAReadingTook) {
    std::chrono::nanoseconds atLeast{};
    std::chrono::nanoseconds told{};
    SocketPoller poller(std::make_unique<TimedSource>(atLeast), kNeverAgain, [&](const PolledTable& polled) {
        told = polled.took;
        m_readOnce.release();
    });
    m_readOnce.acquire();
    poller.stop();
    EXPECT_GT(atLeast, 0ns);
    EXPECT_GE(told, atLeast);
}

TEST_F(Poller, ReadsAgainWhenWoken) {
    SocketPoller poller(source(), kNeverAgain, listener());
    m_readOnce.acquire();
    const auto first = poller.latest();
    poller.wake();
    m_readOnce.acquire();
    EXPECT_EQ(poller.latest()->malformed, 2U);
    EXPECT_EQ(first->malformed, 1U) << "a table never changes";
}

TEST_F(Poller, ReadsAgainAfterItsRest) {
    SocketPoller poller(source(), kAtOnce, listener());
    for (int i = 0; i < 5; ++i)
        m_readOnce.acquire();
    poller.stop();
    EXPECT_GE(m_readings.load(), 5U);
}

TEST_F(Poller, KeepsTheLastTableWhenAReadingFails) {
    SocketPoller poller(source(1), kNeverAgain, listener());
    m_readOnce.acquire();
    poller.wake();
    m_readOnce.acquire();
    EXPECT_EQ(poller.latest()->malformed, 1U);
    ASSERT_TRUE(poller.lastError().has_value());
    EXPECT_EQ(poller.lastError()->message, "the kernel is silent");
}

TEST_F(Poller, TellsItsListenerWhatAReadingCameTo) {
    std::vector<PolledTable> told;
    SocketPoller poller(source(1), kNeverAgain, [&](const PolledTable& polled) {
        told.push_back(polled);
        m_readOnce.release();
    });
    m_readOnce.acquire();
    poller.wake();
    m_readOnce.acquire();
    poller.stop();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0].table, poller.latest());
    EXPECT_FALSE(told[0].error.has_value());
    EXPECT_EQ(told[1].table, poller.latest());
    EXPECT_EQ(told[1].error.value().message, "the kernel is silent");
}

TEST_F(Poller, StopsInTheMiddleOfARestAndReadsNothingAfterwards) {
    SocketPoller poller(source(), kNeverAgain, listener());
    m_readOnce.acquire();
    poller.stop(); // would take an hour
    poller.wake();
    poller.stop();
    EXPECT_EQ(m_readings.load(), 1U);
}

TEST_F(Poller, MayBeReadFromOtherThreadsWhileItReads) {
    SocketPoller poller(source(), kAtOnce, listener());
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> last = 0;
    std::jthread reader([&] {
        while (!stop.load())
            if (const auto table = poller.latest())
                last.store(table->malformed);
    });
    while (last.load() < 100)
        m_readOnce.acquire();
    stop.store(true);
    reader.join();
    poller.stop();
    EXPECT_EQ(poller.latest()->malformed, m_readings.load());
}

} // namespace
} // namespace synscope::test
