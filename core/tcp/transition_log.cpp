// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/transition_log.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace synscope {
namespace {

// From, to, basis and side of an entry as one number.
constexpr unsigned kStateBits = 4;
constexpr unsigned kBasisBits = 3;
constexpr unsigned kKindBits = 2 * kStateBits + kBasisBits + 1;

std::uint64_t kindOf(const Transition& entry) {
    return static_cast<std::uint64_t>(entry.from()) | static_cast<std::uint64_t>(entry.to()) << kStateBits |
           static_cast<std::uint64_t>(entry.writtenBasis()) << 2 * kStateBits |
           static_cast<std::uint64_t>(entry.side()) << (kKindBits - 1);
}

/// 0 for none.
std::uint64_t backFrom(const Transition& entry, std::size_t position) {
    return entry.previous() == kNoTransition ? 0 : position - indexOf(entry.previous());
}

constexpr std::uint64_t lowest(std::uint64_t number, unsigned bits) {
    return bits == 0 ? 0 : number & (~std::uint64_t{0} >> (64U - bits));
}

} // namespace

std::uint64_t TransitionLog::Packed::sinceFirst(const Transition& entry) const {
    return static_cast<std::uint64_t>(entry.timeNs()) - static_cast<std::uint64_t>(m_timeNs);
}

/// 0 for none, so that it does not lie far from the others.
std::uint64_t TransitionLog::Packed::fromFirst(const Transition& entry) const {
    const SegmentId segment = entry.writtenSegment();
    return segment == kNoSegment ? 0 : std::uint64_t{indexOf(segment)} - m_segment + 1;
}

TransitionLog::Packed::Numbers TransitionLog::Packed::numbersOf(const Transition& entry, std::size_t position) const {
    return {kindOf(entry) | sinceFirst(entry) << kKindBits, fromFirst(entry) | backFrom(entry, position)
                                                                                   << m_segmentBits};
}

/// How many bits the numbers take. False: too many.
bool TransitionLog::Packed::measure(const Transition* entries, std::size_t firstPosition) {
    m_timeNs = entries[0].timeNs();
    m_segment = indexOf(kNoSegment);
    for (std::size_t i = 0; i < kChunk; ++i) {
        m_timeNs = std::min(m_timeNs, entries[i].timeNs());
        m_segment = std::min(m_segment, indexOf(entries[i].writtenSegment()));
    }
    std::uint64_t time = 0;
    std::uint64_t segment = 0;
    std::uint64_t back = 0;
    for (std::size_t i = 0; i < kChunk; ++i) {
        time |= sinceFirst(entries[i]);
        segment |= fromFirst(entries[i]);
        back |= backFrom(entries[i], firstPosition + i);
    }
    m_segmentBits = static_cast<unsigned>(std::bit_width(segment));
    m_momentBits = kKindBits + static_cast<unsigned>(std::bit_width(time));
    m_chainBits = m_segmentBits + static_cast<unsigned>(std::bit_width(back));
    m_bits = m_momentBits + m_chainBits;
    constexpr std::size_t kMostBits = 110; // an open entry takes 152, but for what comes late
    return m_momentBits <= kWordBits && m_chainBits <= kWordBits && m_bits <= kMostBits;
}

std::unique_ptr<TransitionLog::Packed> TransitionLog::Packed::of(const Transition* entries, std::size_t firstPosition) {
    auto packed = std::make_unique<Packed>();
    if (!packed->measure(entries, firstPosition))
        return nullptr;
    packed->m_words.assign(kChunk * packed->m_bits / kWordBits + 2, 0); // a number may go on in the word behind
    packed->m_proofs = std::make_unique<LateValue<SegmentId>[]>(kChunk);
    packed->m_verdicts = std::make_unique<LateValue<Verdict>[]>(kChunk);
    for (std::size_t i = 0; i < kChunk; ++i) {
        const Numbers numbers = packed->numbersOf(entries[i], firstPosition + i);
        packed->write(i * packed->m_bits, numbers.moment);
        packed->write(i * packed->m_bits + packed->m_momentBits, numbers.chain);
        packed->settle(i, entries[i].verdict(), entries[i].proof());
    }
    return packed;
}

void TransitionLog::Packed::write(std::size_t at, std::uint64_t number) {
    const std::size_t shift = at % kWordBits;
    m_words[at / kWordBits] |= number << shift;
    m_words[at / kWordBits + 1] |= number >> 1U >> (kWordBits - 1 - shift);
}

std::uint64_t TransitionLog::Packed::read(std::size_t at, unsigned width) const {
    const std::size_t shift = at % kWordBits;
    const std::uint64_t number = m_words[at / kWordBits] >> shift | m_words[at / kWordBits + 1]
                                                                        << 1U << (kWordBits - 1 - shift);
    return lowest(number, width);
}

Transition TransitionLog::Packed::at(std::size_t i, std::size_t position) const {
    const std::uint64_t moment = read(i * m_bits, m_momentBits);
    const std::uint64_t chain = read(i * m_bits + m_momentBits, m_chainBits);
    const std::uint64_t segment = lowest(chain, m_segmentBits);
    const std::uint64_t back = chain >> m_segmentBits; // of 33 bits at most
    const auto bits = [moment](unsigned from, unsigned count) { return moment >> from & ((1U << count) - 1U); };
    Transition entry(static_cast<std::int64_t>((moment >> kKindBits) + static_cast<std::uint64_t>(m_timeNs)),
                     segment == 0 ? kNoSegment : SegmentId{static_cast<std::uint32_t>(segment - 1 + m_segment)},
                     static_cast<Side>(bits(kKindBits - 1, 1)), static_cast<State>(bits(0, kStateBits)),
                     static_cast<State>(bits(kStateBits, kStateBits)),
                     static_cast<Basis>(bits(2 * kStateBits, kBasisBits)));
    if (back != 0)
        entry.setPrevious(TransitionId{static_cast<std::uint32_t>(position - back)});
    const Verdict verdict = m_verdicts[i].get(); // its proof was set before it
    entry.settle(verdict, m_proofs[i].get());
    return entry;
}

std::size_t TransitionLog::Packed::bytes() const {
    return m_words.capacity() * sizeof(std::uint64_t) +
           kChunk * (sizeof(LateValue<SegmentId>) + sizeof(LateValue<Verdict>));
}

std::size_t TransitionLog::bytesOf(const Chunk& chunk) {
    return chunk.open ? kChunk * sizeof(Transition) : chunk.packed->bytes();
}

std::size_t TransitionLog::append(const Transition& transition) {
    if (m_size % kChunk == 0)
        openChunk();
    const std::size_t place = m_size++;
    m_open.back()[place % kChunk] = transition;
    return positionOf(place);
}

void TransitionLog::openChunk() {
    if (m_chunks.size() >= kOpenChunks)
        packChunk(m_chunks.size() - kOpenChunks);
    auto chunk = std::make_shared<Chunk>();
    chunk->open = m_spare ? std::move(m_spare) : std::make_unique_for_overwrite<Transition[]>(kChunk);
    m_bytes += bytesOf(*chunk);
    m_open.push_back(chunk->open.get());
    m_chunks.push_back(std::move(chunk));
}

/// Views that hold the chunk go on with it as it is.
void TransitionLog::packChunk(std::size_t i) {
    std::shared_ptr<Chunk>& chunk = m_chunks[i];
    auto packed = std::make_shared<Chunk>();
    packed->packed = Packed::of(chunk->open.get(), positionOf((m_firstChunk + i) * kChunk));
    if (!packed->packed)
        return;
    m_bytes = m_bytes - bytesOf(*chunk) + bytesOf(*packed);
    if (m_firstChunk + i >= m_viewedChunks)
        m_spare = std::move(chunk->open);
    chunk = std::move(packed);
    m_open[i] = nullptr;
}

void TransitionLog::settle(std::size_t i, Verdict verdict, SegmentId proof) {
    const std::size_t chunk = chunkOf(i);
    if (m_open[chunk] != nullptr)
        m_open[chunk][i % kChunk].settle(verdict, proof);
    else
        m_chunks[chunk]->packed->settle(i % kChunk, verdict, proof);
}

void TransitionLog::letGoBefore(std::size_t i) {
    const std::size_t chunk = std::min(i, m_size) / kChunk;
    if (chunk <= m_firstChunk)
        return;
    const auto gone = static_cast<std::ptrdiff_t>(chunk - m_firstChunk);
    for (auto it = m_chunks.begin(); it != m_chunks.begin() + gone; ++it)
        m_bytes -= bytesOf(**it);
    m_chunks.erase(m_chunks.begin(), m_chunks.begin() + gone);
    m_open.erase(m_open.begin(), m_open.begin() + gone);
    m_firstChunk = chunk;
}

TransitionLog::View TransitionLog::view() const {
    View v;
    v.m_owner = std::make_shared<const Chunks>(m_chunks.begin(), m_chunks.end());
    v.m_chunks = v.m_owner->data();
    v.m_firstChunk = m_firstChunk;
    v.m_size = m_size;
    m_viewedChunks = m_firstChunk + m_chunks.size();
    return v;
}

TransitionLog::View TransitionLog::viewOf(const std::vector<const TransitionLog*>& logs) {
    std::size_t most = 0;
    for (const TransitionLog* log : logs) {
        most = std::max(most, log->m_chunks.size());
        log->m_viewedChunks = log->m_firstChunk + log->m_chunks.size();
    }
    auto chunks = std::make_shared<Chunks>();
    for (std::size_t i = 0; i < most * logs.size(); ++i) {
        const TransitionLog& log = *logs[i % logs.size()];
        const std::size_t chunk = i / logs.size();
        chunks->push_back(chunk < log.m_chunks.size() ? log.m_chunks[chunk] : nullptr);
    }
    View v;
    v.m_chunks = chunks->data();
    v.m_owner = std::move(chunks);
    v.m_size = most * logs.size() * kChunk;
    return v;
}

} // namespace synscope
