// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/flow_key_table.h"

#include <cstring>
#include <utility>

namespace synscope {
namespace {

/// Finaliser of a 64-bit mixer: every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93ULL;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93ULL;
    x ^= x >> 32;
    return x;
}

std::uint64_t mixOf(const IpAddress& address) {
    std::uint64_t words[2];
    std::memcpy(words, address.bytes.data(), sizeof(words));
    return mix(words[0] ^ mix(words[1]));
}

std::uint64_t mixOf(const SocketAddress& end) {
    if (end.address.isV6)
        return mix(mixOf(end.address) + end.port);
    return mix((std::uint64_t{end.address.v4()} << 16) | end.port);
}

} // namespace

void FlowKeyTable::grow(std::vector<Bucket>& buckets) {
    std::vector<Bucket> larger(buckets.empty() ? 256 : buckets.size() * 2);
    const std::size_t mask = larger.size() - 1;
    for (const Bucket& bucket : buckets) {
        if (bucket.index == 0)
            continue;
        std::size_t i = bucket.hash & mask;
        while (larger[i].index != 0)
            i = (i + 1) & mask;
        larger[i] = bucket;
    }
    buckets = std::move(larger);
}

std::uint32_t FlowKeyTable::wordOf(const IpAddress& address) {
    if (!address.isV6)
        return address.v4();
    if ((m_v6.size() + 1) * 2 > m_v6Buckets.size())
        grow(m_v6Buckets);
    const auto hash = static_cast<std::uint32_t>(mixOf(address));
    const std::size_t mask = m_v6Buckets.size() - 1;
    std::size_t i = hash & mask;
    for (; m_v6Buckets[i].index != 0; i = (i + 1) & mask) {
        if (m_v6Buckets[i].hash == hash && m_v6[m_v6Buckets[i].index - 1] == address)
            return m_v6Buckets[i].index - 1;
    }
    const auto index = static_cast<std::uint32_t>(m_v6.append(address));
    m_v6Buckets[i] = {hash, index + 1};
    return index;
}

std::uint32_t FlowKeyTable::hashOf(const Segment& segment) {
    return static_cast<std::uint32_t>(mixOf(segment.source) + mixOf(segment.destination));
}

FlowId FlowKeyTable::guess(std::uint32_t hash) const {
    constexpr std::size_t kTries = 4;
    const std::size_t mask = m_buckets.size() - 1;
    for (std::size_t i = hash; i != hash + kTries; ++i) {
        const Bucket& bucket = m_buckets[i & mask];
        if (bucket.index == 0)
            break;
        if (bucket.hash == hash)
            return FlowId{bucket.index - 1};
    }
    return kNoFlow;
}

FlowKeyTable::Found FlowKeyTable::find(const Segment& segment, std::uint32_t hash) {
    const std::uint32_t source = wordOf(segment.source.address);
    const std::uint32_t destination = wordOf(segment.destination.address);
    Found found;
    found.sourceIsLow = source != destination ? source < destination : segment.source.port <= segment.destination.port;
    FlowKey key{source, destination, segment.source.port, segment.destination.port, segment.source.address.isV6};
    if (!found.sourceIsLow) {
        std::swap(key.lowAddress, key.highAddress);
        std::swap(key.lowPort, key.highPort);
    }
    if ((m_keys.size() + 1) * 2 > m_buckets.size())
        grow(m_buckets);
    const std::size_t mask = m_buckets.size() - 1;
    std::size_t i = hash & mask;
    for (; m_buckets[i].index != 0; i = (i + 1) & mask) {
        if (m_buckets[i].hash == hash && m_keys[m_buckets[i].index - 1] == key) {
            found.flow = FlowId{m_buckets[i].index - 1};
            return found;
        }
    }
    const auto index = static_cast<std::uint32_t>(m_keys.append(key));
    m_buckets[i] = {hash, index + 1};
    found.flow = FlowId{index};
    found.isNew = true;
    return found;
}

} // namespace synscope
