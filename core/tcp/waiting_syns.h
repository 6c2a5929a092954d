// SPDX-License-Identifier: Apache-2.0
//
// The SYNs on 4-tuples in use that wait for the reply that says what they are. Bounded: of so many connections only;
// for one more, those go that have waited longest. 4-tuples are counted in shares by their hash, each with its own
// bound, so that what goes does not depend on how 4-tuples are spread over tables.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/tcp/connection_row.h"
#include "core/tcp/marks.h"
#include "core/wire/segment.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace synscope {

/// A SYN on a 4-tuple in use.
struct WaitingSyn {
    Segment syn;
    SegmentId id = kNoSegment;
    Side sender = Side::Initiator;
    Timestamp lastBefore{}; ///< the row's `last` without it
    SegmentId lastSegmentBefore = kNoSegment;
    Marks marks; ///< as counted in the old connection's row
    ReuseReason reason = ReuseReason::AnsweredSyn;
    bool challenged = false; ///< the other side has answered with a bare ACK
};

class WaitingSyns {
public:
    static constexpr unsigned kShares = 8;
    static constexpr std::size_t kMostConnections = 8192; ///< of one share

    /// The newest few of one connection: which of them the other side got, its answer says.
    using OfConnection = std::vector<WaitingSyn>;

    /// The share of a 4-tuple with this hash.
    [[nodiscard]] static unsigned shareOf(std::uint32_t hash) {
        constexpr std::uint32_t kMultiplier = 0x9e3779b1U;
        constexpr unsigned kShift = 29; // the upper three bits of the product
        static_assert(kShares == 8);
        return hash * kMultiplier >> kShift;
    }

    /// Null where none waits. Zero cost where none waits at all.
    [[nodiscard]] OfConnection* of(ConnectionId id) {
        if (m_waiting.empty())
            return nullptr;
        const auto found = m_waiting.find(indexOf(id));
        return found == m_waiting.end() ? nullptr : &found->second.syns;
    }
    [[nodiscard]] const OfConnection* of(ConnectionId id) const { return const_cast<WaitingSyns&>(*this).of(id); }

    /// The connection's, to add to; `now` is the segment that is tracked, of a 4-tuple of this share.
    OfConnection& at(ConnectionId id, unsigned share, SegmentId now);

    /// Whose must go before those of one more connection of the share may come.
    [[nodiscard]] std::optional<ConnectionId> longestOfFull(unsigned share) const;

    void forget(ConnectionId id);

private:
    struct Entry {
        OfConnection syns;
        SegmentId since = kNoSegment;
        unsigned share = 0;
    };

    std::unordered_map<std::uint32_t, Entry> m_waiting;             ///< by ConnectionId
    std::array<std::map<SegmentId, ConnectionId>, kShares> m_order; ///< those that have waited longest first
};

} // namespace synscope
