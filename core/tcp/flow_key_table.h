// SPDX-License-Identifier: Apache-2.0
//
// From a segment's addresses and ports to a FlowId: an open-addressing table made for a million 4-tuples,
// with stable ids. IPv6 addresses are interned first, so that every key is four words.
#pragma once

#include "core/base/chunked_log.h"
#include "core/base/ids.h"
#include "core/tcp/connection_row.h"
#include "core/wire/segment.h"

#include <cstdint>
#include <vector>

namespace synscope {

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

    /// Asks the processor to fetch what find() will look at first.
    void prefetch(std::uint32_t hash) const { __builtin_prefetch(&m_buckets[hash & (m_buckets.size() - 1)]); }
    /// The id find() will most likely answer, from the first buckets' hashes alone; kNoFlow when they do not tell.
    [[nodiscard]] FlowId guess(std::uint32_t hash) const;

    [[nodiscard]] const ChunkedLog<FlowKey>& keys() const { return m_keys; }
    [[nodiscard]] const ChunkedLog<IpAddress, 1024>& v6Addresses() const { return m_v6; }

private:
    struct Bucket {
        std::uint32_t hash = 0;
        std::uint32_t index = 0; ///< plus one; 0 = empty
    };

    std::uint32_t wordOf(const IpAddress& address);
    static void grow(std::vector<Bucket>& buckets);

    std::vector<Bucket> m_buckets = std::vector<Bucket>(1024);
    std::vector<Bucket> m_v6Buckets;
    ChunkedLog<FlowKey> m_keys;
    ChunkedLog<IpAddress, 1024> m_v6;
};

} // namespace synscope
