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

std::uint32_t hashOf(const FlowKey& key) {
    const std::uint64_t addresses = (std::uint64_t{key.lowAddress} << 32) | key.highAddress;
    const std::uint64_t ports = (std::uint64_t{key.lowPort} << 17) | (std::uint64_t{key.highPort} << 1) | key.isV6;
    return static_cast<std::uint32_t>(mix(addresses ^ mix(ports)));
}

/// The hash of an IPv4 segment's 4-tuple, whichever way it goes.
std::uint32_t hashOfV4(const Segment& segment) {
    const SocketAddress& a = segment.source;
    const SocketAddress& b = segment.destination;
    FlowKey key{a.address.v4(), b.address.v4(), a.port, b.port, false};
    if (key.lowAddress != key.highAddress ? key.lowAddress > key.highAddress : key.lowPort > key.highPort) {
        std::swap(key.lowAddress, key.highAddress);
        std::swap(key.lowPort, key.highPort);
    }
    return hashOf(key);
}

std::uint32_t hashOf(const IpAddress& address) {
    std::uint64_t words[2];
    std::memcpy(words, address.bytes.data(), sizeof(words));
    return static_cast<std::uint32_t>(mix(words[0] ^ mix(words[1])));
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
    const std::uint32_t hash = hashOf(address);
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

void FlowKeyTable::prefetch(const Segment& segment) const {
    if (!segment.source.address.isV6)
        __builtin_prefetch(&m_buckets[hashOfV4(segment) & (m_buckets.size() - 1)]);
}

FlowId FlowKeyTable::guess(const Segment& segment) const {
    if (segment.source.address.isV6)
        return kNoFlow;
    const std::uint32_t hash = hashOfV4(segment);
    const Bucket& bucket = m_buckets[hash & (m_buckets.size() - 1)];
    return bucket.index != 0 && bucket.hash == hash ? FlowId{bucket.index - 1} : kNoFlow;
}

FlowKeyTable::Found FlowKeyTable::find(const Segment& segment) {
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
    const std::uint32_t hash = hashOf(key);
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
