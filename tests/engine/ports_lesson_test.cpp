// SPDX-License-Identifier: Apache-2.0
//
// TIME_WAIT, local ports and openings of real captures: those of the lessons.
#include "core/engine/engine.h"
#include "core/store/openings.h"
#include "core/store/port_use.h"
#include "core/store/time_waits.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

SnapshotPtr lesson(const std::string& name) {
    return loadCapture(SYNSCOPE_SOURCE_DIR "/resources/lessons/" + name + ".pcap", {}).value().snapshot;
}

TEST(PortsOfLessons, TheClientThatClosedWaits) {
    const SnapshotPtr snapshot = lesson("01-open-and-close");
    const TimeWaits waits = timeWaitsOf(*snapshot, 5);
    EXPECT_EQ(waits.count, 1U);
    ASSERT_EQ(waits.groups.size(), 1U);
    EXPECT_FALSE(waits.groups[0].holderListens());
    EXPECT_GT(waits.next.at(0).ends, snapshot->end);
    EXPECT_LE(waits.next.at(0).ends, snapshot->end + snapshot->timeWait);
    const PortUses uses = portUsesOf(*snapshot, {});
    ASSERT_EQ(uses.uses.size(), 1U);
    EXPECT_EQ(uses.uses[0].used, 0U);
    EXPECT_EQ(uses.uses[0].timeWait, 1U);
}

TEST(PortsOfLessons, TheServerThatClosedWaits) {
    const SnapshotPtr snapshot = lesson("03-server-closes-first");
    const TimeWaits waits = timeWaitsOf(*snapshot, 5);
    ASSERT_EQ(waits.groups.size(), 1U);
    EXPECT_TRUE(waits.groups[0].holderListens());
    EXPECT_TRUE(portUsesOf(*snapshot, {}).uses.empty()); // the client's port is free
}

/// A FIN that is sent again begins 2MSL anew; the transition alone would have it over a little earlier.
TEST(PortsOfLessons, ALostLastAckMakesTheWaitLonger) {
    const SnapshotPtr snapshot = lesson("05-last-ack-lost");
    const TimeWaits waits = timeWaitsOf(*snapshot, 5);
    ASSERT_EQ(waits.count, 1U);
    const TimeWaitEntry& entry = waits.next.at(0);
    const std::optional<Transition> began = snapshot->newestTransition(snapshot->row(entry.connection), entry.side);
    EXPECT_GT(entry.ends, began->time() + snapshot->timeWait);
}

TEST(PortsOfLessons, AnOpeningWhoseSynWasLostIsOverOnceItIsAnswered) {
    const Openings openings = openingsOf(*lesson("08-syn-lost"), {});
    EXPECT_EQ(openings.all.waiting(), 0U);
    EXPECT_TRUE(openings.listeners.empty());
}

} // namespace
} // namespace synscope::test
