// SPDX-License-Identifier: Apache-2.0
//
// The short way for usual segments: wherever it is taken, the long way comes to the same. Conversations made at random,
// mostly in order, the same for a seed.
#include "core/tcp/connection_machine.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <type_traits>

namespace synscope::test {
namespace {

constexpr int kSegments = 30'000;

template <typename Value>
bool areSame(const Value& a, const Value& b) {
    static_assert(std::is_trivially_copyable_v<Value>);
    return std::memcmp(&a, &b, sizeof(Value)) == 0;
}

template <typename Value>
void copyBytes(Value& to, const Value& from) {
    static_assert(std::is_trivially_copyable_v<Value>);
    std::memcpy(static_cast<void*>(&to), &from, sizeof(Value)); // padding, too
}

/// Two ends that open, talk and close, and whatever else may be on the wire now and then.
class Conversation {
public:
    explicit Conversation(std::uint64_t seed) : m_random(seed) { begin(); }

    /// Whether a new connection begins with the next segment.
    [[nodiscard]] bool begins() const { return m_step == 0; }

    Segment next() {
        Segment segment;
        m_from = m_step < 3 ? m_step % 2 : below(2);
        segment.flags.bits = m_step < 3 ? std::array<std::uint16_t, 3>{0x02, 0x12, 0x10}[m_step] : someFlags();
        segment.seq = SeqNum(m_next[m_from]);
        segment.ack = SeqNum(below(12) == 0 ? m_acknowledged[m_from] : m_next[1 - m_from]);
        if (segment.flags.syn())
            offer(segment.options);
        else if (m_step >= 3 && below(3) > 0)
            segment.payloadBytes = std::array{1U, 100U, 1400U, 1400U}[below(4)];
        if (m_step >= 3 && below(15) == 0)
            makeOdd(segment);
        segment.options.hasTimestamps = m_hasTimestamps;
        segment.options.tsValue = ++m_clock - (below(40) == 0 ? 5 : 0);
        segment.window = below(25) == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(1000 + below(60'000));
        segment.ipId =
            m_isNumbered ? static_cast<std::uint16_t>(++m_ipId - (below(20) == 0 ? 2 : 0)) : std::uint16_t{0};
        segment.time = timestampFromNs(m_timeNs += 1000 * below(5'000));
        if (segment.end().after(SeqNum(m_next[m_from])))
            m_next[m_from] = segment.end().value();
        m_acknowledged[m_from] = segment.ack.value();
        m_step = below(150) == 0 ? 0 : m_step + 1;
        return segment;
    }
    [[nodiscard]] Side sender() const { return m_from == 0 ? Side::Initiator : Side::Responder; }
    void begin() {
        for (std::uint32_t& next : m_next)
            next = static_cast<std::uint32_t>(m_random());
        m_hasTimestamps = below(2) == 0;
        m_isNumbered = below(3) > 0;
    }

private:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_random() % limit); }

    std::uint16_t someFlags() {
        const std::uint32_t dice = below(100);
        if (dice == 0)
            return 0x11;
        if (dice == 1)
            return std::array<std::uint16_t, 4>{0x04, 0x14, 0x02, 0x00}[below(4)];
        return dice % 2 == 0 ? 0x10 : 0x18;
    }

    void offer(TcpOptions& options) {
        options.hasWindowScale = below(2) == 0;
        options.windowScale = static_cast<std::uint8_t>(below(8));
        options.hasMss = true;
        options.mss = 1400;
    }

    void makeOdd(Segment& segment) {
        const std::array<std::uint32_t, 5> shifts{1, 0xffffffff, 1400, 0U - 1400U, 70'000};
        (below(2) == 0 ? segment.seq : segment.ack) = segment.seq + shifts[below(5)];
    }

    std::mt19937_64 m_random;
    std::uint32_t m_step = 0;
    std::uint32_t m_from = 0;
    std::array<std::uint32_t, 2> m_next{};
    std::array<std::uint32_t, 2> m_acknowledged{};
    std::uint32_t m_clock = 1000;
    std::uint16_t m_ipId = 1;
    std::int64_t m_timeNs = 1'700'000'000'000'000'000;
    bool m_hasTimestamps = false;
    bool m_isNumbered = false;
};

/// One connection after another, each segment both ways.
struct BothWays {
    TransitionWriter writer;
    ByteLedger ledger;
    ConnectionId id{0};
    Connection connection;
    ConnectionRow row;
    int usual = 0;

    void begin(Timestamp first) {
        id = ConnectionId{indexOf(id) + 1};
        connection = Connection{};
        row = ConnectionRow{};
        row.first = row.last = first;
        row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    }

    void apply(const Segment& segment, SegmentId number, Side sender) {
        Connection shortWay;
        ConnectionRow shortRow;
        copyBytes(shortWay, connection);
        copyBytes(shortRow, row);
        const TransitionWriter::Lengths before = writer.lengths();
        const bool isUsual =
            ConnectionMachine(id, shortWay, shortRow, writer, ledger).applyUsual(segment, number, sender);
        if (!isUsual) {
            EXPECT_TRUE(areSame(shortWay, connection) && areSame(shortRow, row)) << "changed by what is not usual";
        }
        const TransitionWriter::Lengths between = writer.lengths();
        const Marks marks = ConnectionMachine(id, connection, row, writer, ledger).apply(segment, number, sender);
        if (!isUsual)
            return;
        ++usual;
        EXPECT_EQ(marks, Marks{});
        EXPECT_EQ(writer.lengths().transitions, before.transitions);
        EXPECT_EQ(writer.lengths().incidents - between.incidents, between.incidents - before.incidents);
        if (between.incidents > before.incidents)
            shortRow.lastIncident = row.lastIncident; // each way has told of it
        EXPECT_TRUE(areSame(shortWay, connection));
        EXPECT_TRUE(areSame(shortRow, row));
    }
};

class UsualSegments : public testing::TestWithParam<std::uint64_t> {};

TEST_P(UsualSegments, leaveTheConnectionAsTheLongWayWould) {
    Conversation conversation(GetParam());
    BothWays both;
    for (std::uint32_t i = 0; i < kSegments && !HasFailure(); ++i) {
        const bool begins = conversation.begins();
        if (begins)
            conversation.begin();
        const Segment segment = conversation.next();
        if (begins)
            both.begin(segment.time);
        SCOPED_TRACE(i);
        both.apply(segment, SegmentId{i}, conversation.sender());
    }
    EXPECT_GT(both.usual, kSegments / 20);
}

INSTANTIATE_TEST_SUITE_P(Seeds, UsualSegments, testing::Range<std::uint64_t>(1, 21));

} // namespace
} // namespace synscope::test
