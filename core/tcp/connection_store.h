// SPDX-License-Identifier: Apache-2.0
//
// What the machines remember of every connection: at hand of those that go on, packed of those that rest, which as a
// rule are over and never heard of again. One that is asked for is at hand from then on. Nobody can tell the difference
// but by memory and time. Not for several threads.
#pragma once

#include "core/base/byte_cells.h"
#include "core/base/paged_rows.h"
#include "core/tcp/packed_connection.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synscope {

/// When a connection rests: so many segments of the whole capture have come since its last.
struct RestPolicy {
    std::uint32_t over = 512;        ///< both ends are in CLOSED, LISTEN or TIME_WAIT
    std::uint32_t unanswered = 8192; ///< nothing came from one of the ends
    std::uint32_t open = 1U << 20;   ///< all others
    std::uint32_t atHand = 1024;     ///< while there are fewer, none is looked at
    std::uint32_t every = 32;        ///< so many connections come or wake between two times of looking
    std::uint32_t looks = 64;        ///< at so many

    /// None stays at hand for longer than a segment, unless that is a usual one.
    static constexpr RestPolicy atOnce() { return {0, 0, 0, 0, 0, 0xffffU}; }
};

class ConnectionStore {
public:
    using Rows = ConnectionRows;

    explicit ConnectionStore(const RestPolicy& policy = {}) : m_policy(policy) {}

    /// One more, as a connection begins; it has the next number from 0.
    void append();

    /// What is remembered of a connection; valid until the next rest() or letGoBefore(). Its row is one of `rows`.
    [[gnu::always_inline]] Connection& at(std::size_t id, const Rows& rows) {
        const std::uint32_t place = m_places[id];
        return (place & kPacked) == 0 ? slot(place) : wake(id, rows[id]);
    }
    /// Null where it rests.
    [[nodiscard]] const Connection* atHand(std::size_t id) const {
        const std::uint32_t place = m_places[id];
        return (place & kPacked) == 0 ? &slot(place) : nullptr;
    }
    /// Endpoint::timeWaitStartNs, whether it rests or not.
    [[nodiscard]] std::int64_t timeWaitStartOf(std::size_t id, const ConnectionRow& row, Side side) const {
        const std::uint32_t place = m_places[id];
        return (place & kPacked) == 0 ? slot(place).endpoint[static_cast<std::size_t>(side)].timeWaitStartNs
                                      : timeWaitStartIn(m_packed.at(place & ~kPacked) + 1, row, side);
    }
    /// Asks the processor to fetch what at() will need.
    void prefetch(std::size_t id) const;

    /// Packs some of those that rest, in turn; `next` is the number of the segment to come. Cost: as many as have come.
    [[gnu::always_inline]] void rest(const Rows& rows, SegmentId next) {
        if (m_came >= m_policy.every && m_slots - m_free.size() > m_policy.atHand)
            look(rows, next);
    }

    /// Of a connection that is let go; its number stays its own.
    void release(std::size_t id);
    /// As PagedRows::letGoBefore(); those that go were released.
    void letGoBefore(std::size_t from, const std::shared_ptr<const KeptNumbers::Numbers>& numbers) {
        m_places.letGoBefore(from, numbers);
    }

    [[nodiscard]] std::size_t bytes() const;

private:
    static constexpr std::size_t kChunk = 256;
    static constexpr std::uint32_t kPacked = 1U << 31; ///< in a place: of a run of bytes; else of a slot
    static constexpr std::uint32_t kNobody = 0xffffffffU;

    [[nodiscard]] Connection& slot(std::uint32_t place) const { return m_chunks[place / kChunk][place % kChunk]; }
    [[nodiscard]] std::uint32_t takeSlot(std::uint32_t owner);
    void freeSlot(std::uint32_t place);
    void freeBytes(std::uint32_t place);
    [[gnu::noinline]] Connection& wake(std::size_t id, const ConnectionRow& row);
    void look(const Rows& rows, SegmentId next);
    [[nodiscard]] bool rests(const ConnectionRow& row, SegmentId next) const;
    void putToRest(std::uint32_t place, const ConnectionRow& row);

    RestPolicy m_policy;
    PagedRows<std::uint32_t, 1024> m_places; ///< by connection
    std::vector<std::unique_ptr<Connection[]>> m_chunks;
    std::vector<std::uint32_t> m_owners;      ///< by slot: whose it is
    std::vector<std::uint32_t> m_free;        ///< slots of nobody
    ByteCells<kMostPackedBytes + 1> m_packed; ///< each run begins with its length in cells
    std::uint32_t m_slots = 0;
    std::uint32_t m_hand = 0; ///< the slot to look at next
    std::uint32_t m_came = 0; ///< connections, new and woken, since slots were looked at
};

} // namespace synscope
