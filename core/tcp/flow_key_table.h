// SPDX-License-Identifier: Apache-2.0
//
// From a segment's addresses and ports to a FlowId: an open-addressing table made for a million 4-tuples,
// with stable ids. IPv6 addresses are interned first, so that every key is four words. An id that was released is
// given to another 4-tuple later.
#pragma once

#include "core/base/ids.h"
#include "core/base/row_pages.h"
#include "core/tcp/connection_row.h"
#include "core/wire/segment.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace synscope {

/// By FlowId, and by the words of IPv6 keys.
using FlowKeys = RowPages<FlowKey, 1024>;
using V6Addresses = RowPages<IpAddress, 1024>;

class FlowKeyTable {
public:
    struct Found {
        FlowId flow = kNoFlow;
        bool isNew = false;
        bool sourceIsLow = false; ///< the segment's source is the key's low endpoint
    };

    /// Of the segment's 4-tuple, whichever way it goes.
    [[nodiscard]] static std::uint32_t hashOf(const Segment& segment);

    /// Finds the 4-tuple's id or makes one; `hash` is the segment's hashOf(). Amortised constant.
    Found find(const Segment& segment, std::uint32_t hash);

    /// Whether the segment is of the same 4-tuple as another, whichever way each goes.
    [[nodiscard]] static bool isBeside(const Segment& segment, const Segment& other) {
        return (segment.source == other.source && segment.destination == other.destination) ||
               (segment.source == other.destination && segment.destination == other.source);
    }

    /// Without the table: what find() would say of a segment of the same 4-tuple as another, for which it has just said
    /// `known`. False where it is of another one. Cost: two comparisons of addresses.
    static bool findBeside(const Segment& segment, const Segment& other, const Found& known, Found& found) {
        const bool sameWay = segment.source == other.source && segment.destination == other.destination;
        if (!sameWay && !(segment.source == other.destination && segment.destination == other.source))
            return false;
        found = {known.flow, false, sameWay == known.sourceIsLow};
        return true;
    }

    /// Of the 4-tuple between the two; kNoFlow where there is none. `sourceIsLow` is of `source`.
    [[nodiscard]] Found lookUp(const SocketAddress& source, const SocketAddress& destination) const;

    /// Asks the processor to fetch what find() will look at first.
    void prefetch(std::uint32_t hash) const { __builtin_prefetch(&m_buckets[hash & (m_buckets.size() - 1)]); }
    /// The id find() will most likely answer, from the first buckets' hashes alone; kNoFlow when they do not tell.
    [[nodiscard]] FlowId guess(std::uint32_t hash) const;

    /// Forgets the 4-tuple, and its addresses where no other has them. Amortised constant.
    void release(FlowId flow);

    /// Lets go of what only finding needs: the keys alone may be asked for then.
    void endFinding();
    [[nodiscard]] FlowKeys& keys() { return m_keys; }
    [[nodiscard]] const FlowKeys& keys() const { return m_keys; }
    [[nodiscard]] V6Addresses& v6Addresses() { return m_v6; }
    [[nodiscard]] const V6Addresses& v6Addresses() const { return m_v6; }
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Bucket {
        std::uint32_t hash = 0;
        std::uint32_t index = 0; ///< plus one; 0 = empty
    };

    using Buckets = std::vector<Bucket>;

    std::uint32_t wordOf(const IpAddress& address) { return address.isV6 ? v6WordOf(address) : address.v4(); }
    std::uint32_t v6WordOf(const IpAddress& address);
    FlowId add(const FlowKey& key, std::uint32_t hash);
    [[nodiscard]] std::optional<std::uint32_t> knownWord(const IpAddress& address) const;
    static FlowKey keyOf(const SocketAddress& source, const SocketAddress& destination,
                         std::array<std::uint32_t, 2> words, bool& sourceIsLow);
    [[nodiscard]] IpAddress addressOf(std::uint32_t word, bool isV6) const;
    void countUse(const FlowKey& key);
    void releaseV6(std::uint32_t word);
    [[nodiscard]] static bool isFull(const Buckets& buckets, std::size_t entries);
    static void grow(Buckets& buckets);
    static void erase(Buckets& buckets, std::uint32_t hash, std::uint32_t index);

    Buckets m_buckets = Buckets(1024);
    Buckets m_v6Buckets;
    FlowKeys m_keys;
    V6Addresses m_v6;
    std::vector<std::uint32_t> m_v6Uses;   ///< by keys
    std::vector<std::uint32_t> m_freeKeys; ///< released
    std::vector<std::uint32_t> m_freeV6;
};

} // namespace synscope
