// SPDX-License-Identifier: Apache-2.0
//
// What is gathered of a whole capture: connections by fault, and listeners with openings that never completed.
#include "core/store/capture_facts.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::uint8_t bits(QualityBit one, QualityBit two = QualityBit{}) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(one) | static_cast<unsigned>(two));
}

/// Openings of one client at one server, as many seconds before the capture's end; each from a port of its own.
void addOpenings(SnapshotBuilder& builder, int count, std::int64_t secondsBeforeEnd, const char* client = "10.0.0.1",
                 const char* server = "10.0.0.2", State serverState = State::Listen) {
    for (int i = 0; i < count; ++i)
        builder.add({.client = client,
                     .clientPort = static_cast<std::uint16_t>(1000 + i),
                     .server = server,
                     .clientState = State::SynSent,
                     .serverState = serverState,
                     .durationSeconds = secondsBeforeEnd,
                     .segments = {1, 0}});
}

/// "10.0.0.2:80 12 from 10.0.0.1", a line a flood of at least ten openings.
std::string floodsIn(SnapshotBuilder& builder) {
    DiagnosePolicy policy;
    policy.floodOpenings = 10;
    const Snapshot snapshot = builder.build();
    std::string lines;
    for (const FloodedListener& flood : captureFactsOf(snapshot, policy).floods)
        lines += toText(flood.listener) + " " + std::to_string(flood.openings) + " from " +
                 (flood.onlySource ? toText(*flood.onlySource) : "many") + "\n";
    return lines;
}

TEST(CaptureFacts, CountConnectionsByFault) {
    Snapshot snapshot = SnapshotBuilder()
                            .add({})
                            .add({.quality = bits(QualityBit::MissedFromInitiator, QualityBit::MissedFromResponder)})
                            .add({.quality = bits(QualityBit::MissedFromResponder, QualityBit::DuplicateFrames)})
                            .add({.segments = {9, 0}})
                            .build();
    snapshot.counts.add(PacketFate::CutBySnapLength);
    snapshot.load.kernelDrops = 5;
    const CaptureFacts facts = captureFactsOf(snapshot, {});
    EXPECT_EQ(facts.connections, 4U);
    EXPECT_EQ(facts.missingPackets, 2U);
    EXPECT_EQ(facts.duplicatedFrames, 1U);
    EXPECT_EQ(facts.oneDirection, 1U);
    EXPECT_EQ(facts.lostHeaders, 1U);
    EXPECT_EQ(facts.kernelDrops, 5U);
}

TEST(Floods, NeedTheirNumberOfOpenings) {
    SnapshotBuilder few;
    addOpenings(few, 9, 100);
    EXPECT_EQ(floodsIn(few), "");
    SnapshotBuilder enough;
    addOpenings(enough, 10, 100);
    EXPECT_EQ(floodsIn(enough), "10.0.0.2:80 10 from 10.0.0.1\n");
}

TEST(Floods, NeedTheirNumberWithinTheWindow) {
    SnapshotBuilder slow;
    addOpenings(slow, 5, 100);
    addOpenings(slow, 5, 90);
    EXPECT_EQ(floodsIn(slow), "") << "ten seconds apart";
    SnapshotBuilder fast;
    addOpenings(fast, 5, 100);
    addOpenings(fast, 5, 91);
    EXPECT_EQ(floodsIn(fast), "10.0.0.2:80 10 from 10.0.0.1\n");
}

TEST(Floods, AreCountedByListener) {
    SnapshotBuilder builder;
    addOpenings(builder, 5, 100, "10.0.0.1", "10.0.0.2");
    addOpenings(builder, 5, 100, "10.0.0.1", "10.0.0.3");
    EXPECT_EQ(floodsIn(builder), "") << "a scan of hosts floods none of them";
}

TEST(Floods, TellOneSourceFromMany) {
    SnapshotBuilder builder;
    addOpenings(builder, 5, 100, "10.0.0.1");
    addOpenings(builder, 5, 99, "10.0.0.9", "10.0.0.2", State::SynReceived);
    EXPECT_EQ(floodsIn(builder), "10.0.0.2:80 10 from many\n");
}

TEST(Floods, AreNotMadeOfConnectionsThatOpened) {
    SnapshotBuilder builder;
    addOpenings(builder, 20, 100, "10.0.0.1", "10.0.0.2", State::Established);
    EXPECT_EQ(floodsIn(builder), "");
}

TEST(Floods, ComeBiggestFirstAndKnowIpv6) {
    SnapshotBuilder builder;
    addOpenings(builder, 10, 100, "10.0.0.1", "10.0.0.2");
    addOpenings(builder, 12, 50, "2001:db8::1", "2001:db8::2");
    EXPECT_EQ(floodsIn(builder), "[2001:db8::2]:80 12 from 2001:db8::1\n"
                                 "10.0.0.2:80 10 from 10.0.0.1\n");
}

} // namespace
} // namespace synscope::test
