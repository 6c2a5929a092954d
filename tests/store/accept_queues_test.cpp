// SPDX-License-Identifier: Apache-2.0
//
// The accept queues of a machine's listeners.
#include "core/store/accept_queues.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

MachineSocket listener(std::uint16_t port, std::uint32_t waiting, std::optional<std::uint32_t> limit) {
    MachineSocket socket;
    socket.local = {*parseIpAddress("10.0.0.2"), port};
    socket.state = State::Listen;
    socket.receiveQueue = waiting;
    socket.backlogLimit = limit;
    return socket;
}

TEST(AcceptQueues, AreThoseOfListenersFullestFirst) {
    MachineReading reading;
    MachineSocket other = listener(9000, 50, 10);
    other.state = State::Established;
    reading.sockets = {listener(80, 0, 128), listener(443, 60, 128), other, listener(8080, 3, 4)};
    const AcceptQueues queues = acceptQueuesOf(reading, 2);
    EXPECT_EQ(queues.listeners, 3U);
    EXPECT_EQ(queues.withWaiting, 2U);
    EXPECT_EQ(queues.full, 0U);
    EXPECT_EQ(queues.more, 1U);
    ASSERT_EQ(queues.queues.size(), 2U);
    EXPECT_EQ(queues.queues[0].listener.port, 8080);
    EXPECT_DOUBLE_EQ(queues.queues[0].share(), 0.6);
    EXPECT_EQ(queues.queues[1].listener.port, 443);
}

TEST(AcceptQueues, AreFullWithOneMoreThanTheLimit) {
    MachineReading reading;
    reading.sockets = {listener(80, 4, 4), listener(81, 5, 4), listener(82, 9, std::nullopt)};
    const AcceptQueues queues = acceptQueuesOf(reading, 3);
    EXPECT_EQ(queues.full, 1U);
    EXPECT_EQ(queues.queues[0].listener.port, 81);
    EXPECT_TRUE(queues.queues[0].isFull());
    EXPECT_DOUBLE_EQ(queues.queues[0].share(), 1);
    EXPECT_FALSE(queues.queues[1].isFull());
    EXPECT_DOUBLE_EQ(queues.queues[2].share(), 0); // no limit is told
}

TEST(AcceptQueues, NameTheProgramWhereItIsKnown) {
    MachineReading reading;
    MachineProcess process;
    process.name = "orders";
    reading.processes.push_back(process);
    reading.sockets = {listener(80, 0, 4), listener(81, 0, 4)};
    reading.sockets[0].process = 0;
    const AcceptQueues queues = acceptQueuesOf(reading, 2);
    EXPECT_EQ(queues.queues[0].process, "orders");
    EXPECT_EQ(queues.queues[1].process, "");
}

} // namespace
} // namespace synscope::test
