// SPDX-License-Identifier: Apache-2.0
//
// What must hold whatever arrives: segments made at random, from plausible to absurd, the same for a seed.
#include "core/tcp/flow_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::uint32_t kFlows = 12;
constexpr std::size_t kSegments = 4000;

/// Both ends of one 4-tuple, as far as it takes to make numbers that nearly fit.
struct Talk {
    std::array<SeqNum, 2> iss;
    std::array<SeqNum, 2> next;
};

class Traffic {
public:
    explicit Traffic(std::uint64_t seed) : m_random(seed), m_talks(kFlows) {
        for (Talk& talk : m_talks)
            startAgain(talk);
    }

    std::vector<Segment> make(std::size_t count) {
        std::vector<Segment> segments;
        while (segments.size() < count)
            segments.push_back(one());
        return segments;
    }

private:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_random() % limit); }

    void startAgain(Talk& talk) {
        for (std::size_t side = 0; side < 2; ++side)
            talk.iss[side] = talk.next[side] = SeqNum(static_cast<std::uint32_t>(m_random()));
    }

    SeqNum near(SeqNum iss, SeqNum next) {
        const std::uint32_t dice = below(20);
        if (dice < 13)
            return next;
        const std::array<SeqNum, 7> odd{
            next - 1, next + 1, iss, iss + 1, next - 100, next + 1000, SeqNum(static_cast<std::uint32_t>(m_random()))};
        return odd[dice - 13];
    }

    std::uint16_t someFlags() {
        constexpr std::array<std::uint16_t, 20> kFlags{0x02, 0x02, 0x12, 0x12, 0x10, 0x10, 0x10, 0x10, 0x10, 0x18,
                                                       0x18, 0x18, 0x11, 0x11, 0x11, 0x04, 0x14, 0x14, 0x00, 0x03};
        return kFlags[below(kFlags.size())];
    }

    Segment one() {
        const std::uint32_t flow = below(kFlows);
        Talk& talk = m_talks[flow];
        if (below(60) == 0)
            startAgain(talk);
        const std::size_t from = below(2);
        Segment segment;
        const SocketAddress low{IpAddress::fromV4(0x0a000001), static_cast<std::uint16_t>(1000 + flow)};
        const SocketAddress high{IpAddress::fromV4(0x0a000002), 80};
        segment.source = from == 0 ? low : high;
        segment.destination = from == 0 ? high : low;
        segment.time = tick();
        segment.packet = PacketNumber{++m_packets};
        segment.flags.bits = someFlags();
        segment.seq = near(talk.iss[from], talk.next[from]);
        segment.ack = near(talk.iss[1 - from], talk.next[1 - from]);
        segment.payloadBytes = segment.flags.syn() || below(2) == 0 ? 0 : std::array{1U, 100U, 1000U}[below(3)];
        segment.window = static_cast<std::uint16_t>(below(10) == 0 ? 0 : 65535);
        segment.ipId = static_cast<std::uint16_t>(below(4));
        if (segment.seq == talk.next[from])
            talk.next[from] = segment.end();
        return segment;
    }

    Timestamp tick() {
        m_timeNs += 1000 * below(2'000'000);
        if (below(200) == 0)
            m_timeNs += 61'000'000'000;
        return timestampFromNs(m_timeNs);
    }

    std::mt19937_64 m_random;
    std::vector<Talk> m_talks;
    std::int64_t m_timeNs = 1'700'000'000'000'000'000;
    std::uint64_t m_packets = 0;
};

/// One fed table and what it answered, segment by segment.
struct FedTable {
    explicit FedTable(const RestPolicy& rest = {}) : table(std::chrono::seconds(60), {}, rest) {}
    FlowTable table;
    std::vector<TrackedSegment> answers;
    std::vector<SegmentId> ids;
};

bool isAny(const Segment& /*segment*/) {
    return true;
}

template <typename Wanted>
FedTable feed(const std::vector<Segment>& segments, Wanted wanted, const RestPolicy& rest = {}) {
    FedTable run(rest);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!wanted(segments[i]))
            continue;
        run.ids.push_back(SegmentId{static_cast<std::uint32_t>(i)});
        run.answers.push_back(run.table.track(segments[i], run.ids.back()));
    }
    run.table.advanceClock(segments.back().time, SegmentId{static_cast<std::uint32_t>(segments.size())});
    return run;
}

std::vector<Transition> chainOf(const FlowTable& table, ConnectionId id, bool withDisproved = false) {
    std::vector<Transition> chain;
    for (TransitionId t = table.row(id).lastTransition; t != kNoTransition;
         t = table.transitions()[indexOf(t)].previous()) {
        if (withDisproved || !table.transitions()[indexOf(t)].isDisproved())
            chain.push_back(table.transitions()[indexOf(t)]);
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

std::string toLine(const Transition& t) {
    return std::to_string(t.timeNs()) + " #" + std::to_string(indexOf(t.segment())) + " side " +
           std::to_string(static_cast<int>(t.side())) + " " + std::string(toText(t.from())) + " -> " +
           std::string(toText(t.to())) + " (" + std::string(toText(t.basis())) + ")\n";
}

bool isInTable(State from, State to) {
    return std::any_of(kTransitionRules.begin(), kTransitionRules.end(),
                       [=](const TransitionRule& rule) { return rule.from == from && rule.to == to; });
}

/// A listener that refuses, or opens itself, was none: LISTEN becomes CLOSED without a transition.
bool follows(State before, State after) {
    return before == after || (before == State::Listen && after == State::Closed);
}

/// All of one 4-tuple's connections as text, from whichever table.
std::string connectionsOf(FedTable& run, FlowId flow) {
    std::string text;
    for (std::uint32_t i = 0; i < run.table.rows().size(); ++i) {
        const ConnectionRow& row = run.table.row(ConnectionId{i});
        if (row.flow != flow)
            continue;
        text += "connection of " + std::to_string(row.segments[0]) + "+" + std::to_string(row.segments[1]) +
                " segments, " + std::to_string(row.bytes[0]) + "+" + std::to_string(row.bytes[1]) + " bytes, #" +
                std::to_string(indexOf(row.firstSegment)) + " to #" + std::to_string(indexOf(row.lastSegment)) + "\n";
        for (const Transition& t : chainOf(run.table, ConnectionId{i}))
            text += toLine(t);
    }
    return text;
}

class Properties : public testing::TestWithParam<std::uint64_t> {
protected:
    const std::vector<Segment> m_segments = Traffic(GetParam()).make(kSegments);
    FedTable m_all = feed(m_segments, isAny);
};

TEST_P(Properties, everyTransitionIsInTheTable) {
    for (std::size_t i = 0; i < m_all.table.transitions().size(); ++i) {
        const Transition& t = m_all.table.transitions()[i];
        EXPECT_TRUE(t.from() == State::Unknown || isInTable(t.from(), t.to())) << toLine(t);
    }
}

TEST_P(Properties, everyTransitionIsInTheChainOfOneConnection) {
    std::size_t inChains = 0;
    for (std::uint32_t i = 0; i < m_all.table.rows().size(); ++i)
        inChains += chainOf(m_all.table, ConnectionId{i}, true).size();
    EXPECT_EQ(inChains, m_all.table.transitions().size());
}

TEST_P(Properties, eachEndpointGoesFromStateToStateAndNeverBackInTime) {
    for (std::uint32_t i = 0; i < m_all.table.rows().size(); ++i) {
        const ConnectionRow& row = m_all.table.row(ConnectionId{i});
        std::array<const Transition*, 2> before{};
        const std::vector<Transition> chain = chainOf(m_all.table, ConnectionId{i});
        for (const Transition& t : chain) {
            const Transition*& last = before[static_cast<std::size_t>(t.side())];
            EXPECT_TRUE(last == nullptr || follows(last->to(), t.from())) << "connection " << i << " " << toLine(t);
            EXPECT_TRUE(last == nullptr || last->timeNs() <= t.timeNs()) << "connection " << i << " " << toLine(t);
            last = &t;
        }
        for (std::size_t side = 0; side < 2; ++side)
            EXPECT_TRUE(before[side] == nullptr || follows(before[side]->to(), row.state[side])) << "connection " << i;
    }
}

TEST_P(Properties, everySegmentIsCountedOnce) {
    std::uint64_t counted = 0;
    for (std::uint32_t i = 0; i < m_all.table.rows().size(); ++i)
        counted += m_all.table.row(ConnectionId{i}).packets();
    EXPECT_EQ(counted, m_segments.size());
}

TEST_P(Properties, aConnectionsLastSegmentIsTheNewestGivenToIt) {
    std::vector<SegmentId> newest(m_all.table.rows().size(), kNoSegment);
    std::vector<ConnectionId> owner(m_segments.size(), kNoConnection);
    for (std::size_t i = 0; i < m_all.answers.size(); ++i) {
        owner[i] = m_all.answers[i].connection;
        if (m_all.answers[i].adopted)
            owner[indexOf(*m_all.answers[i].adopted)] = m_all.answers[i].connection;
    }
    for (std::size_t i = 0; i < owner.size(); ++i)
        newest[indexOf(owner[i])] = SegmentId{static_cast<std::uint32_t>(i)};
    for (std::uint32_t i = 0; i < newest.size(); ++i)
        EXPECT_EQ(m_all.table.row(ConnectionId{i}).lastSegment, newest[i]) << "connection " << i;
}

TEST_P(Properties, aFourTupleAloneGetsTheSameAnswers) {
    for (std::uint32_t flow = 0; flow < kFlows; ++flow) {
        const auto port = static_cast<std::uint16_t>(1000 + flow);
        FedTable alone =
            feed(m_segments, [port](const Segment& s) { return s.source.port == port || s.destination.port == port; });
        ASSERT_FALSE(alone.ids.empty());
        EXPECT_EQ(connectionsOf(alone, FlowId{0}),
                  connectionsOf(m_all, m_all.answers[indexOf(alone.ids.front())].flow));
        for (std::size_t i = 0; i < alone.ids.size(); ++i)
            EXPECT_EQ(alone.answers[i].marks, m_all.answers[indexOf(alone.ids[i])].marks)
                << "segment " << indexOf(alone.ids[i]);
    }
}

TEST_P(Properties, connectionsThatRestAreTheSameWhenTheyGoOn) {
    FedTable resting = feed(m_segments, isAny, RestPolicy::atOnce());
    for (std::uint32_t flow = 0; flow < kFlows; ++flow)
        EXPECT_EQ(connectionsOf(resting, FlowId{flow}), connectionsOf(m_all, FlowId{flow}));
    ASSERT_EQ(resting.table.rows().size(), m_all.table.rows().size());
    for (std::uint32_t i = 0; i < m_all.table.rows().size(); ++i) {
        EXPECT_EQ(resting.table.row(ConnectionId{i}), m_all.table.row(ConnectionId{i})) << "connection " << i;
        EXPECT_EQ(resting.table.connection(ConnectionId{i}), m_all.table.connection(ConnectionId{i})) << "of " << i;
    }
    for (std::size_t i = 0; i < m_all.answers.size(); ++i)
        EXPECT_EQ(resting.answers[i].marks, m_all.answers[i].marks) << "segment " << i;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Properties, testing::Range<std::uint64_t>(1, 21));

} // namespace
} // namespace synscope::test
