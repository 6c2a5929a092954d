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

    /// Finds the 4-tuple's id or makes one. Amortised constant.
    Found find(const Segment& segment);

    /// Asks the processor to fetch what find() will look at first. IPv4 only: the others' words have to be looked up.
    void prefetch(const Segment& segment) const;
    /// The id find() will most likely answer, from its first bucket alone; kNoFlow when that does not tell.
    [[nodiscard]] FlowId guess(const Segment& segment) const;

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
