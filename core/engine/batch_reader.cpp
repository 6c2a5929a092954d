// SPDX-License-Identifier: Apache-2.0
#include "core/engine/batch_reader.h"

#include <algorithm>
#include <utility>

namespace synscope {

void BatchReader::fill(DecodedBatch& batch) {
    batch.counts = PacketCounts{};
    batch.cutPackets = 0;
    batch.clockBackwards = 0;
    batch.farthestBackwards = Duration::zero();
    const ReadStatus status = m_source.read(m_packets, kPackets);
    if (batch.segments.size() < m_packets.size())
        batch.segments.resize(m_packets.size());
    batch.hashes.clear();
    batch.owners.clear();
    std::size_t used = 0;
    for (const RawPacket& packet : m_packets) {
        Segment& segment = batch.segments[used];
        const PacketFate fate = m_decoder.decode(packet, segment);
        batch.counts.add(fate);
        if (fate == PacketFate::Tracked) {
            segment.payload = {}; // the bytes are gone with the source's next read
            const bool goesOn = used > 0 && FlowKeyTable::isBeside(segment, batch.segments[used - 1]);
            batch.hashes.push_back(goesOn ? batch.hashes.back() : FlowKeyTable::hashOf(segment));
            if (!packet.comment.empty())
                for (CommentedOwner& said : parseProcessComment(packet.comment))
                    batch.owners.push_back({used, std::move(said)});
            ++used;
        }
        batch.cutPackets += packet.bytes.size() < packet.originalLength ? 1U : 0U;
        if (!m_sawPacket)
            m_firstTime = m_clock = m_previous = packet.time;
        m_sawPacket = true;
        if (packet.time < m_previous) {
            ++batch.clockBackwards;
            batch.farthestBackwards = std::max(batch.farthestBackwards, m_clock - packet.time);
        }
        m_previous = packet.time;
        m_clock = std::max(m_clock, packet.time);
    }
    batch.segments.resize(used);
    batch.firstTime = m_firstTime;
    batch.progress = m_source.progress();
    if (m_sawPacket)
        m_clock = std::max(m_clock, batch.progress.clock);
    batch.clock = m_clock;
    batch.isLast = status != ReadStatus::More;
    batch.damage = status == ReadStatus::Damaged ? m_source.damage() : std::nullopt;
}

} // namespace synscope
