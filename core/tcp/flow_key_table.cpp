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

/// Puts the row where one was released, or else behind the others.
template <typename Rows, typename Row>
std::uint32_t place(Rows& rows, std::vector<std::uint32_t>& free, const Row& row) {
    if (free.empty())
        return static_cast<std::uint32_t>(rows.append(row));
    const std::uint32_t index = free.back();
    free.pop_back();
    rows.at(index) = row;
    return index;
}

} // namespace

/// Of more than three in four, the way to an entry gets long.
bool FlowKeyTable::isFull(const Buckets& buckets, std::size_t entries) {
    return (entries + 1) * 4 > buckets.size() * 3;
}

void FlowKeyTable::grow(Buckets& buckets) {
    Buckets larger(buckets.empty() ? 256 : buckets.size() * 2);
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

std::uint32_t FlowKeyTable::v6WordOf(const IpAddress& address) {
    if (isFull(m_v6Buckets, m_v6.size() - m_freeV6.size()))
        grow(m_v6Buckets);
    const auto hash = static_cast<std::uint32_t>(mixOf(address));
    const std::size_t mask = m_v6Buckets.size() - 1;
    std::size_t i = hash & mask;
    for (; m_v6Buckets[i].index != 0; i = (i + 1) & mask) {
        if (m_v6Buckets[i].hash == hash && m_v6[m_v6Buckets[i].index - 1] == address)
            return m_v6Buckets[i].index - 1;
    }
    const std::uint32_t index = place(m_v6, m_freeV6, address);
    m_v6Uses.resize(m_v6.size(), 0);
    m_v6Buckets[i] = {hash, index + 1};
    return index;
}

IpAddress FlowKeyTable::addressOf(std::uint32_t word, bool isV6) const {
    return isV6 ? m_v6[word] : IpAddress::fromV4(word);
}

void FlowKeyTable::countUse(const FlowKey& key) {
    if (!key.isV6)
        return;
    ++m_v6Uses[key.lowAddress];
    ++m_v6Uses[key.highAddress];
}

/// Closes the gap that the entry leaves: entries behind it move up unless they lie where they belong.
void FlowKeyTable::erase(Buckets& buckets, std::uint32_t hash, std::uint32_t index) {
    const std::size_t mask = buckets.size() - 1;
    std::size_t gap = hash & mask;
    while (buckets[gap].index != index + 1)
        gap = (gap + 1) & mask;
    for (std::size_t i = (gap + 1) & mask; buckets[i].index != 0; i = (i + 1) & mask) {
        const std::size_t home = buckets[i].hash & mask;
        if (((i - home) & mask) < ((i - gap) & mask))
            continue;
        buckets[gap] = buckets[i];
        gap = i;
    }
    buckets[gap] = {};
}

void FlowKeyTable::releaseV6(std::uint32_t word) {
    if (--m_v6Uses[word] > 0)
        return;
    erase(m_v6Buckets, static_cast<std::uint32_t>(mixOf(m_v6[word])), word);
    m_freeV6.push_back(word);
}

void FlowKeyTable::release(FlowId flow) {
    const FlowKey key = m_keys[indexOf(flow)];
    const std::uint64_t hash = mixOf(SocketAddress{addressOf(key.lowAddress, key.isV6), key.lowPort}) +
                               mixOf(SocketAddress{addressOf(key.highAddress, key.isV6), key.highPort});
    erase(m_buckets, static_cast<std::uint32_t>(hash), indexOf(flow));
    m_freeKeys.push_back(indexOf(flow));
    if (!key.isV6)
        return;
    releaseV6(key.lowAddress);
    releaseV6(key.highAddress);
}

void FlowKeyTable::endFinding() {
    m_buckets = Buckets(1);
    m_v6Buckets = Buckets();
}

std::size_t FlowKeyTable::bytes() const {
    return (m_buckets.capacity() + m_v6Buckets.capacity()) * sizeof(Bucket) + m_keys.bytes() + m_v6.bytes() +
           (m_v6Uses.capacity() + m_freeKeys.capacity() + m_freeV6.capacity()) * sizeof(std::uint32_t);
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

std::optional<std::uint32_t> FlowKeyTable::knownWord(const IpAddress& address) const {
    if (!address.isV6)
        return address.v4();
    const auto hash = static_cast<std::uint32_t>(mixOf(address));
    const std::size_t mask = m_v6Buckets.size() - 1;
    for (std::size_t i = hash & mask; !m_v6Buckets.empty() && m_v6Buckets[i].index != 0; i = (i + 1) & mask)
        if (m_v6Buckets[i].hash == hash && m_v6[m_v6Buckets[i].index - 1] == address)
            return m_v6Buckets[i].index - 1;
    return std::nullopt;
}

FlowKey FlowKeyTable::keyOf(const SocketAddress& source, const SocketAddress& destination,
                            std::array<std::uint32_t, 2> words, bool& sourceIsLow) {
    sourceIsLow = words[0] != words[1] ? words[0] < words[1] : source.port <= destination.port;
    FlowKey key{words[0], words[1], source.port, destination.port, source.address.isV6};
    if (!sourceIsLow) {
        std::swap(key.lowAddress, key.highAddress);
        std::swap(key.lowPort, key.highPort);
    }
    return key;
}

FlowKeyTable::Found FlowKeyTable::lookUp(const SocketAddress& source, const SocketAddress& destination) const {
    Found found;
    const std::optional<std::uint32_t> from = knownWord(source.address);
    const std::optional<std::uint32_t> to = knownWord(destination.address);
    if (!from || !to || source.address.isV6 != destination.address.isV6)
        return found;
    const FlowKey key = keyOf(source, destination, {*from, *to}, found.sourceIsLow);
    const auto hash = static_cast<std::uint32_t>(mixOf(source) + mixOf(destination));
    const std::size_t mask = m_buckets.size() - 1;
    for (std::size_t i = hash & mask; m_buckets[i].index != 0; i = (i + 1) & mask)
        if (m_buckets[i].hash == hash && m_keys[m_buckets[i].index - 1] == key)
            found.flow = FlowId{m_buckets[i].index - 1};
    return found;
}

FlowKeyTable::Found FlowKeyTable::find(const Segment& segment, std::uint32_t hash) {
    const std::uint32_t source = wordOf(segment.source.address);
    const std::uint32_t destination = wordOf(segment.destination.address);
    Found found;
    const FlowKey key = keyOf(segment.source, segment.destination, {source, destination}, found.sourceIsLow);
    const std::size_t mask = m_buckets.size() - 1;
    for (std::size_t i = hash & mask; m_buckets[i].index != 0; i = (i + 1) & mask) {
        if (m_buckets[i].hash == hash && m_keys[m_buckets[i].index - 1] == key) {
            found.flow = FlowId{m_buckets[i].index - 1};
            return found;
        }
    }
    found.flow = add(key, hash);
    found.isNew = true;
    return found;
}

FlowId FlowKeyTable::add(const FlowKey& key, std::uint32_t hash) {
    if (isFull(m_buckets, m_keys.size() - m_freeKeys.size()))
        grow(m_buckets);
    const std::size_t mask = m_buckets.size() - 1;
    std::size_t i = hash & mask;
    while (m_buckets[i].index != 0)
        i = (i + 1) & mask;
    const std::uint32_t index = place(m_keys, m_freeKeys, key);
    countUse(key);
    m_buckets[i] = {hash, index + 1};
    return FlowId{index};
}

} // namespace synscope
