// SPDX-License-Identifier: Apache-2.0
#include "core/store/chain_segments.h"

#include "core/base/told.h"
#include "core/store/batch_queue.h"
#include "core/store/detail_segment.h"

#include <algorithm>
#include <memory>
#include <span>
#include <system_error>
#include <thread>

namespace synscope {
namespace {

constexpr std::size_t kShortestPreview = 4;

using Queue = BatchQueue<ChainBatch, ChainSegments::kBatchesAhead>;

/// The first segment of the 4-tuple's oldest connection that was not let go; the very first where that has none.
SegmentId firstKnown(const Snapshot& snapshot, ConnectionId id) {
    for (ConnectionId earlier = id; earlier != kNoConnection; earlier = snapshot.earlierThan(snapshot.row(earlier)))
        id = earlier;
    const SegmentId first = snapshot.row(id).firstSegment;
    return first == kNoSegment ? SegmentId{0} : first;
}

/// The 4-tuple's segments up to the newest, newest first; of those before `from` one at most.
std::vector<SegmentId> chainOf(const Snapshot& snapshot, SegmentId newest, SegmentId from, std::uint64_t packets) {
    std::vector<SegmentId> chain;
    const SegmentId first =
        std::max(from, snapshot.segments.first()); // before it are the packets that are kept no more
    if (newest != kNoSegment && newest >= first)
        chain.reserve(std::min<std::uint64_t>(packets, indexOf(newest) - indexOf(first) + 1));
    for (SegmentId id = newest; id != kNoSegment; id = snapshot.segments.previousOf(id)) {
        chain.push_back(id);
        if (id < from)
            break;
    }
    return chain;
}

/// The beginning of a payload up to its first unprintable byte; empty when that comes nearly at once.
void preview(std::span<const std::byte> payload, std::string& text) {
    text.clear();
    for (const std::byte b : payload.first(std::min(payload.size(), DetailSegment::kPreviewBytes))) {
        const char c = static_cast<char>(b);
        if (c < 0x20 || c > 0x7e)
            break;
        text.push_back(c);
    }
    if (text.size() < kShortestPreview)
        text.clear();
}

} // namespace

ChainSegments::ChainSegments(const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch,
                             const std::atomic<bool>* cancelled)
    : m_snapshot(snapshot),
      m_fetch(fetch),
      m_cancelled(cancelled),
      m_ends{snapshot.endpoint(id, Side::Initiator).address, snapshot.endpoint(id, Side::Responder).address},
      m_firstKnown(firstKnown(snapshot, id)),
      m_chain(chainOf(snapshot, snapshot.row(id).lastSegment, m_firstKnown, snapshot.row(id).packets())) {}

void ChainSegments::read(const std::function<bool(ChainBatch&)>& take) {
    if (m_chain.size() <= kWithoutThread)
        readAlone(take);
    else
        readAhead(take);
}

void ChainSegments::readAlone(const std::function<bool(ChainBatch&)>& take) {
    ChainBatch batch;
    do {
        fill(batch);
    } while (take(batch) && !batch.isLast);
}

void ChainSegments::readAhead(const std::function<bool(ChainBatch&)>& take) {
    const auto queue = std::make_unique<Queue>();
    const auto readAll = [this, &queue] {
        for (bool goesOn = true; goesOn;) {
            ChainBatch* const batch = queue->beginPush();
            if (batch == nullptr)
                return;
            try {
                fill(*batch);
            } catch (...) { // out of memory: told to whoever waits for the batch
                batch->failure = std::current_exception();
            }
            goesOn = !batch->isLast && !batch->failure;
            queue->endPush();
        }
    };
    std::jthread reader;
    try {
        reader = std::jthread(readAll);
    } catch (const std::system_error&) { // no thread for it: it goes without
        return readAlone(take);
    }
    // However taking ends, a reader that waits for room would be waited for.
    const std::unique_ptr<Queue, void (*)(Queue*)> closed(queue.get(), [](Queue* q) { q->close(); });
    for (bool goesOn = true; goesOn;) {
        ChainBatch& batch = queue->beginPop();
        if (batch.failure)
            std::rethrow_exception(batch.failure);
        goesOn = take(batch) && !batch.isLast;
        queue->endPop();
    }
}

void ChainSegments::fill(ChainBatch& batch) {
    batch.segments.resize(ChainBatch::kSegments);
    batch.count = 0;
    while (batch.count < batch.segments.size() && m_next < m_chain.size() && !batch.error) {
        const SegmentId id = m_chain[m_chain.size() - 1 - m_next++];
        batch.error = readOne(id, batch.segments[batch.count]);
        batch.count += batch.error ? 0U : 1U;
    }
    batch.isLast = batch.error || m_next == m_chain.size();
}

std::optional<Error> ChainSegments::readOne(SegmentId id, ChainSegment& into) {
    if (m_cancelled != nullptr && m_cancelled->load(std::memory_order_relaxed))
        return Error{told("cancelled"), {}, {}};
    into.id = id;
    into.preview.clear();
    const SegmentIndex::Place place = m_snapshot.segments.place(id);
    into.isGone = place.isGone || id < m_firstKnown;
    if (into.isGone)
        return std::nullopt;
    if (place.isReassembled) {
        into.segment = m_snapshot.segments.reassembled(place.position);
        return std::nullopt;
    }
    into.isGone = place.position < m_snapshot.load.keptFrom;
    if (into.isGone)
        return std::nullopt;
    Result<RawPacket> packet = m_fetch(place.position, m_buffer);
    if (!packet)
        return packet.error();
    into.isGone = packet.value().isGone;
    if (into.isGone)
        return std::nullopt;
    packet.value().number = place.packet;
    if (m_decoder.decode(packet.value(), into.segment) != PacketFate::Tracked || !isOfChain(into.segment))
        return Error{told("the capture changed since it was read: packet {0} is no segment of this connection any more",
                          {std::to_string(indexOf(place.packet))}),
                     place.position, indexOf(place.packet)};
    preview(into.segment.payload, into.preview);
    into.segment.payload = {}; // the bytes will be others
    return std::nullopt;
}

bool ChainSegments::isOfChain(const Segment& segment) const {
    return (segment.source == m_ends[0] && segment.destination == m_ends[1]) ||
           (segment.source == m_ends[1] && segment.destination == m_ends[0]);
}

} // namespace synscope
