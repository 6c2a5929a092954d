// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/packed_connection.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <random>

namespace synscope::test {
namespace {

/// Numbers from usual to absurd; the same for a seed.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : m_random(seed) {}

    template <typename T>
    T any() {
        const std::uint64_t wide = m_random() >> (m_random() % 64);
        return static_cast<T>(m_random() % 3 == 0 ? 0 : m_random() % 2 == 0 ? wide : ~wide);
    }
    SeqNum number() { return SeqNum(any<std::uint32_t>()); }

    void fill(Endpoint& e) {
        auto bits = std::bit_cast<EndpointBits>(any<std::uint32_t>());
        bits.unused = 0;
        static_cast<EndpointBits&>(e) = bits;
        for (std::int64_t* time : {&e.advancedNs, &e.acknowledgedNs, &e.newestNs, &e.causeNs, &e.timeWaitStartNs})
            *time = any<std::int64_t>();
        e.causeSegment = SegmentId{any<std::uint32_t>()};
        e.unproven = TransitionId{any<std::uint32_t>()};
        for (SeqNum* seq : {&e.provenBy, &e.iss, &e.next, &e.acknowledged, &e.finEnd, &e.rightEdge, &e.beyondStart,
                            &e.beyondEnd, &e.oddAck, &e.rivalIss, &e.lastSeq})
            *seq = number();
        for (std::uint32_t* word : {&e.beyondBytes, &e.lastPayload, &e.tsValue})
            *word = any<std::uint32_t>();
        for (std::uint16_t* half : {&e.window, &e.ipId, &e.finIpId, &e.lastFlags})
            *half = any<std::uint16_t>();
        for (std::uint8_t* byte : {&e.scale, &e.disproofs, &e.duplicateAcks, &e.unprovenMoves})
            *byte = any<std::uint8_t>();
    }

    Connection connection() {
        Connection c;
        fill(c.endpoint[0]);
        fill(c.endpoint[1]);
        c.resetNs = any<std::int64_t>();
        c.resetSegment = SegmentId{any<std::uint32_t>()};
        c.resetSeq = number();
        c.handshakeRttUs = any<std::uint32_t>();
        c.started = any<bool>();
        c.resetUndecided = any<bool>();
        c.resetForeign = any<bool>();
        c.resetByResponder = any<bool>();
        return c;
    }

    ConnectionRow row() {
        ConnectionRow row;
        row.first = timestampFromNs(any<std::int64_t>() >> 2);
        row.firstSegment = SegmentId{any<std::uint32_t>()};
        for (std::size_t side = 0; side < 2; ++side) {
            row.bytes[side] = any<std::uint64_t>();
            row.offer[side].isn = any<std::uint32_t>();
            row.offer[side].windowScale = any<std::uint8_t>();
        }
        row.closedFirst = any<std::uint8_t>() & 3U;
        return row;
    }

private:
    std::mt19937_64 m_random;
};

TEST(PackedConnection, isTheSameWhenItIsUnpacked) {
    Numbers numbers(11);
    PackedBytes bytes;
    for (int i = 0; i < 20'000; ++i) {
        const Connection connection = numbers.connection();
        const ConnectionRow row = numbers.row();
        ASSERT_LE(pack(connection, row, bytes), bytes.size());
        ASSERT_EQ(unpack(bytes.data(), row), connection) << "the one after " << i << " others";
        for (const Side side : {Side::Initiator, Side::Responder})
            ASSERT_EQ(timeWaitStartIn(bytes.data(), row, side),
                      connection.endpoint[static_cast<std::size_t>(side)].timeWaitStartNs);
    }
}

TEST(PackedConnection, oneThatBeginsTakesNextToNothing) {
    PackedBytes bytes;
    EXPECT_LE(pack(Connection{}, ConnectionRow{}, bytes), 24U);
    EXPECT_EQ(unpack(bytes.data(), ConnectionRow{}), Connection{});
}

} // namespace
} // namespace synscope::test
