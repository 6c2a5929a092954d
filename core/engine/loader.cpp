// SPDX-License-Identifier: Apache-2.0
#include "core/engine/loader.h"

#include "core/base/told.h"
#include "core/store/kept_connections.h"

#include <algorithm>

namespace synscope {

namespace {

Damage damageOf(const ReadDamage& read) {
    Damage damage{read.byteOffset, read.packet, read.reason, read.file};
    for (const ReadDamage& other : read.others)
        damage.others.push_back(damageOf(other));
    return damage;
}

} // namespace

void BatchReader::fill(DecodedBatch& batch) {
    batch.counts = PacketCounts{};
    batch.cutPackets = 0;
    batch.clockBackwards = 0;
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
            batch.hashes.push_back(FlowKeyTable::hashOf(segment));
            if (!packet.comment.empty())
                for (CommentedOwner& said : parseProcessComment(packet.comment))
                    batch.owners.push_back({used, std::move(said)});
            ++used;
        }
        batch.cutPackets += packet.bytes.size() < packet.originalLength ? 1U : 0U;
        if (!m_sawPacket)
            m_firstTime = m_clock = m_previous = packet.time;
        m_sawPacket = true;
        batch.clockBackwards += packet.time < m_previous ? 1U : 0U;
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

void Tracker::noteSavedOwner(ConnectionId id, const Segment& segment, Side sender, const CommentedOwner& said) {
    if (said.local == segment.source)
        m_owners.note(id, sender, said.owner);
    else if (said.local == segment.destination)
        m_owners.note(id, other(sender), said.owner);
}

/// Block by block, segments go through these steps. What a step needs from memory was asked for by the step before it,
/// and is on its way while other blocks take their steps.
void Tracker::trackAll(const DecodedBatch& batch) {
    constexpr std::size_t kBlock = 8;
    constexpr std::size_t kSteps = 6;
    const std::vector<Segment>& segments = batch.segments;
    const std::size_t blocks = (segments.size() + kBlock - 1) / kBlock;
    const auto eachOf = [&](std::size_t block, auto step) {
        if (block >= blocks) // below the first, too: it wraps
            return;
        const std::size_t end = std::min(segments.size(), (block + 1) * kBlock);
        for (std::size_t i = block * kBlock; i < end; ++i)
            step(i);
    };
    m_found.resize(segments.size());
    auto saved = batch.owners.begin();
    for (std::size_t block = 0; block < blocks + kSteps - 1; ++block) {
        eachOf(block, [&](std::size_t i) { m_table.expectLater(batch.hashes[i]); });
        eachOf(block - 1, [&](std::size_t i) { m_table.expectSoon(batch.hashes[i]); });
        eachOf(block - 2, [&](std::size_t i) {
            m_found[i] = m_table.find(segments[i], batch.hashes[i]);
            m_table.expectNext(m_found[i].flow);
        });
        eachOf(block - 3, [&](std::size_t i) { m_table.expectNow(segments[i], m_found[i]); });
        eachOf(block - 4, [&](std::size_t i) { m_table.expectProof(segments[i], m_found[i]); });
        eachOf(block - 5, [&](std::size_t i) {
            const TrackedSegment tracked = track(segments[i], m_found[i]);
            for (; saved != batch.owners.end() && saved->segment == i; ++saved)
                noteSavedOwner(tracked.connection, segments[i], tracked.sender, saved->said);
        });
    }
}

TrackedSegment Tracker::track(const Segment& segment, const FlowKeyTable::Found& found) {
    const TrackedSegment tracked = m_table.track(segment, next(), found);
    m_index.append(segment, tracked.previous);
    const std::uint16_t limit =
        m_table.row(tracked.connection).offer[static_cast<std::size_t>(other(tracked.sender))].mss;
    m_load.superSegments += limit != 0 && segment.payloadBytes > limit ? 1U : 0U;
    return tracked;
}

void Tracker::consume(const DecodedBatch& batch) {
    trackAll(batch);
    for (std::size_t i = 0; i < kPacketFateCount; ++i)
        m_counts.byFate[i] += batch.counts.byFate[i];
    m_load.packets = m_counts.total();
    m_load.cutPackets += batch.cutPackets;
    m_load.clockBackwards += batch.clockBackwards;
    m_load.bytesRead = batch.progress.bytesRead;
    m_load.bytesTotal = batch.progress.bytesTotal;
    m_load.kernelDrops = batch.progress.kernelDrops;
    m_load.bytesKept = batch.progress.bytesKept;
    m_load.packetsLetGo = batch.progress.packetsLetGo;
    m_load.keptFrom = batch.progress.keptFrom;
    m_load.keptSince = batch.progress.keptSince;
    if (batch.damage)
        m_load.damage = damageOf(*batch.damage);
    advanceClock(batch);
    letOldestGo();
}

void Tracker::advanceClock(const DecodedBatch& batch) {
    m_clock = batch.clock;
    m_begin = batch.firstTime;
    if (m_knownSince) {
        m_clock = std::max({m_clock, batch.progress.clock, *m_knownSince});
        m_begin = *m_knownSince;
    }
    m_table.advanceClock(m_clock, next());
}

void Tracker::beginWith(const KernelReading& first) {
    m_kernel.begin(m_table, first, next());
    m_knownSince = m_begin = m_clock = first.time;
    m_table.advanceClock(m_clock, next());
    noteOwners(first);
}

void Tracker::heed(const KernelReading& reading) {
    m_kernel.heed(m_table, reading, next());
    m_comparison.add(m_table, reading, {m_load.kernelDrops, m_limits.isFiltered});
    noteOwners(reading);
}

void Tracker::noteOwners(const KernelReading& reading) {
    for (const OwnedEnd& end : reading.owned)
        if (const auto found = m_table.endAt(end.local, end.peer, reading.time))
            m_owners.note(found->connection, found->side, reading.owners[end.owner]);
}

/// What points to packets that are gone, and connections that are over beyond the limit, some of them at once.
void Tracker::letOldestGo() {
    if (m_load.keptFrom > 0) {
        m_index.letGoBefore(m_load.keptFrom);
        m_table.letGoForgottenSyns(m_index.first());
    }
    constexpr std::size_t kParts = 64;
    const std::size_t step = std::max<std::size_t>(m_limits.mostConnections / kParts, FlowTable::kLetGoStep);
    const PagedRows<ConnectionRow>& rows = m_table.rows();
    if (m_limits.mostConnections == 0 || rows.size() - rows.from() < m_limits.mostConnections + step)
        return;
    const ConnectionId before{static_cast<std::uint32_t>(rows.size() - m_limits.mostConnections)};
    m_table.letGo(before, keptBefore(*snapshot(), before, DiagnosePolicy{}));
    m_owners.letGoBefore(rows.from(), rows.kept());
    m_comparison.letGo(m_table);
}

bool Tracker::isFull() const {
    return std::max({m_index.size(), m_table.rows().size(), m_table.transitions().size(),
                     m_table.incidents().size()}) >= m_limits.mostNumbers;
}

void Tracker::finish(bool cancelled) {
    if (isFull() && !m_load.damage)
        m_load.damage = Damage{m_load.bytesRead, m_load.packets + 1,
                               told("there are more segments or connections than this program can number, about four "
                                    "billion: what follows was not looked at")};
    m_load.finished = true;
    m_load.cancelled = cancelled;
}

SnapshotPtr Tracker::snapshot() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->generation = ++m_generation;
    snapshot->rows = m_table.rows().publish();
    snapshot->anomalies = m_table.anomalies().publish();
    snapshot->transitions = m_table.transitions().view();
    snapshot->incidents = m_table.incidents().view();
    snapshot->forgottenSyns = m_table.forgottenSyns().view();
    snapshot->flows = m_table.keys().keys().publish();
    snapshot->v6Addresses = m_table.keys().v6Addresses().publish();
    snapshot->segments = m_index.view();
    snapshot->owners = m_owners.publish();
    snapshot->kernelDifferences = m_comparison.differences();
    snapshot->counts = m_counts;
    snapshot->load = m_load;
    snapshot->begin = m_begin;
    snapshot->end = m_clock;
    snapshot->timeWait = m_timeWait;
    return snapshot;
}

} // namespace synscope
