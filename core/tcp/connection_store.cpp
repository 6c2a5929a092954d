// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/connection_store.h"

#include <algorithm>
#include <cstring>

namespace synscope {
namespace {

constexpr std::size_t kCacheLine = 64;
using Cells = ByteCells<kMostPackedBytes + 1>;

/// It has nothing to wait for but a timer.
bool isIdle(State state) {
    return state == State::Closed || state == State::Listen || state == State::TimeWait;
}

} // namespace

void ConnectionStore::append() {
    const std::uint32_t place = takeSlot(static_cast<std::uint32_t>(m_places.size()));
    slot(place) = Connection{};
    m_places.append(place);
    ++m_came;
}

std::uint32_t ConnectionStore::takeSlot(std::uint32_t owner) {
    if (m_free.empty()) {
        if (m_slots % kChunk == 0) {
            m_chunks.push_back(std::make_unique_for_overwrite<Connection[]>(kChunk));
            m_owners.resize(m_slots + kChunk, kNobody);
        }
        m_free.push_back(m_slots++);
    }
    const std::uint32_t place = m_free.back();
    m_free.pop_back();
    m_owners[place] = owner;
    return place;
}

void ConnectionStore::freeSlot(std::uint32_t place) {
    m_owners[place] = kNobody;
    m_free.push_back(place);
}

void ConnectionStore::freeBytes(std::uint32_t place) {
    const auto cells = std::to_integer<std::size_t>(*m_packed.at(place & ~kPacked));
    m_packed.give(place & ~kPacked, cells * Cells::kCellBytes);
}

Connection& ConnectionStore::wake(std::size_t id, const ConnectionRow& row) {
    const std::uint32_t packed = m_places[id];
    const std::uint32_t place = takeSlot(static_cast<std::uint32_t>(id));
    slot(place) = unpack(m_packed.at(packed & ~kPacked) + 1, row);
    freeBytes(packed);
    m_places.at(id) = place;
    ++m_came;
    return slot(place);
}

void ConnectionStore::prefetch(std::size_t id) const {
    const std::uint32_t place = m_places[id];
    const bool isPacked = (place & kPacked) != 0;
    const auto from = reinterpret_cast<std::uintptr_t>(
        isPacked ? static_cast<const void*>(m_packed.at(place & ~kPacked)) : static_cast<const void*>(&slot(place)));
    const std::size_t bytes = isPacked ? 2 * kCacheLine : sizeof(Connection);
    for (std::size_t at = 0; at < bytes; at += kCacheLine)
        __builtin_prefetch(reinterpret_cast<const void*>(from + at));
    __builtin_prefetch(reinterpret_cast<const void*>(from + bytes - 1)); // they begin anywhere in a line
}

bool ConnectionStore::rests(const ConnectionRow& row, SegmentId next) const {
    const std::uint32_t since = row.lastSegment == kNoSegment ? 0 : indexOf(next) - indexOf(row.lastSegment);
    if (isIdle(row.state[0]) && isIdle(row.state[1]))
        return since >= m_policy.over;
    return since >= (row.segments[0] == 0 || row.segments[1] == 0 ? m_policy.unanswered : m_policy.open);
}

void ConnectionStore::look(const Rows& rows, SegmentId next) {
    const std::uint32_t end = std::min(m_hand + m_policy.looks, m_slots);
    const std::uint32_t endOfNext = std::min(end + m_policy.looks, m_slots);
    for (std::uint32_t place = end; place < endOfNext; ++place) // for the next time
        if (m_owners[place] != kNobody)
            __builtin_prefetch(&rows[m_owners[place]].lastSegment);
    for (std::uint32_t place = m_hand; place < end; ++place)
        if (m_owners[place] != kNobody && rests(rows[m_owners[place]], next))
            putToRest(place, rows[m_owners[place]]);
    m_hand = end == m_slots ? 0 : end;
    m_came = 0;
}

void ConnectionStore::putToRest(std::uint32_t place, const ConnectionRow& row) {
    if (!m_packed.hasRoom())
        return;
    PackedBytes bytes;
    const std::size_t length = pack(slot(place), row, bytes) + 1;
    const Cells::Place to = m_packed.take(length);
    *m_packed.at(to) = static_cast<std::byte>((length + Cells::kCellBytes - 1) / Cells::kCellBytes);
    std::memcpy(m_packed.at(to) + 1, bytes.data(), length - 1);
    m_places.at(m_owners[place]) = to | kPacked;
    freeSlot(place);
}

void ConnectionStore::release(std::size_t id) {
    const std::uint32_t place = m_places[id];
    if ((place & kPacked) != 0)
        freeBytes(place);
    else
        freeSlot(place);
}

std::size_t ConnectionStore::bytes() const {
    return m_places.bytes() + m_chunks.size() * kChunk * sizeof(Connection) + m_packed.bytes() +
           (m_owners.capacity() + m_free.capacity()) * sizeof(std::uint32_t);
}

} // namespace synscope
