// SPDX-License-Identifier: Apache-2.0
#include "core/store/segment_index.h"

namespace synscope {
namespace {

constexpr unsigned kNumberShift = 44;
constexpr std::uint64_t kNumberMask = (1U << 20) - 1;
constexpr std::uint64_t kReassembledBit = std::uint64_t{1} << 43;
constexpr std::uint64_t kPositionMask = kReassembledBit - 1;

} // namespace

SegmentIndex::Place SegmentIndex::View::place(SegmentId id) const {
    if (isGone(id))
        return {.isGone = true};
    const SegmentEntry entry = m_entries[indexOf(id)];
    std::size_t low = 0;
    std::size_t high = m_anchors.size();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        if (indexOf(m_anchors[middle].segment) <= indexOf(id))
            low = middle;
        else
            high = middle;
    }
    const std::uint64_t base = indexOf(m_anchors[low].packet);
    const std::uint64_t numberLow = entry.positionAndNumber >> kNumberShift;
    Place place;
    place.packet = PacketNumber{base + ((numberLow - base) & kNumberMask)};
    place.position = entry.positionAndNumber & kPositionMask;
    place.isReassembled = (entry.positionAndNumber & kReassembledBit) != 0;
    place.previous = entry.previous;
    return place;
}

PacketNumber SegmentIndex::View::packetOf(SegmentId id) const {
    return id == kNoSegment ? kNoPacket : place(id).packet;
}

SegmentId SegmentIndex::append(const Segment& segment, SegmentId previous) {
    const SegmentId id{static_cast<std::uint32_t>(m_entries.size())};
    std::uint64_t position = segment.position;
    if (m_entries.size() % Entries::kChunk == 0)
        m_starts.push_back({position, m_reassembled.size()});
    if (segment.reassembled) {
        position = m_reassembled.size();
        Segment kept = segment;
        kept.payload = {}; // the fragments' bytes will be gone
        m_reassembled.append(kept);
    }
    const std::uint64_t number = indexOf(segment.packet);
    if (m_anchors.size() == 0 || number - indexOf(m_lastAnchor) > kNumberMask) {
        m_anchors.append({id, segment.packet});
        m_lastAnchor = segment.packet;
    }
    SegmentEntry entry;
    entry.positionAndNumber = (number & kNumberMask) << kNumberShift | (segment.reassembled ? kReassembledBit : 0) |
                              (position & kPositionMask);
    entry.previous = previous;
    m_entries.append(entry);
    return id;
}

void SegmentIndex::letGoBefore(std::uint64_t position) {
    std::size_t chunks = 0;
    while (chunks + 1 < m_starts.size() && m_starts[chunks + 1].position <= position)
        ++chunks;
    if (chunks == 0)
        return;
    m_starts.erase(m_starts.begin(), m_starts.begin() + static_cast<std::ptrdiff_t>(chunks));
    m_entries.letGoBefore(m_entries.first() + chunks * Entries::kChunk);
    m_reassembled.letGoBefore(m_starts.front().reassembled);
}

SegmentIndex::View SegmentIndex::view() const {
    View v;
    v.m_entries = m_entries.view();
    v.m_anchors = m_anchors.view();
    v.m_reassembled = m_reassembled.view();
    return v;
}

std::size_t SegmentIndex::bytes() const {
    return m_entries.bytes() + m_anchors.bytes() + m_reassembled.bytes();
}

} // namespace synscope
