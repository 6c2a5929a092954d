// SPDX-License-Identifier: Apache-2.0
#include "core/store/packed_segments.h"

namespace synscope {
namespace {

constexpr unsigned kPositionBits = 44; // with the bit "reassembled"
constexpr std::uint64_t kPositionMask = (std::uint64_t{1} << kPositionBits) - 1;
constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << (kWordBits - kPositionBits)) - 1;

std::uint64_t positionOf(std::uint64_t positionAndNumber) {
    return positionAndNumber & kPositionMask;
}

std::uint64_t numberOf(std::uint64_t positionAndNumber) {
    return positionAndNumber >> kPositionBits;
}

} // namespace

PackedSegments::Numbers PackedSegments::numbersOf(const Block& block, const SegmentEntry& entry, std::size_t i,
                                                  std::size_t position) {
    const std::uint64_t expected = positionOf(block.first) + i * block.step;
    return {signedLow(positionOf(entry.positionAndNumber) - expected),
            (numberOf(entry.positionAndNumber) - numberOf(block.first) - i) & kNumberMask,
            entry.previous == kNoSegment ? 0 : position - indexOf(entry.previous)};
}

void PackedSegments::pack(Block& block, const SegmentEntry* entries, std::size_t firstPosition) {
    block.first = entries[0].positionAndNumber;
    block.step = static_cast<std::uint32_t>(
        (positionOf(entries[kBlock - 1].positionAndNumber) - positionOf(block.first)) / (kBlock - 1));
    std::array<Numbers, kBlock> numbers;
    Numbers all{}; // the bits that any of them has
    for (std::size_t i = 0; i < kBlock; ++i) {
        numbers[i] = numbersOf(block, entries[i], i, firstPosition + i);
        for (std::size_t field = 0; field < kFields; ++field)
            all[field] |= numbers[i][field];
    }
    unsigned width = 0;
    for (std::size_t field = 0; field < kFields; ++field) {
        block.bits[field] = static_cast<std::uint8_t>(widthOf(all[field]));
        width += block.bits[field];
    }
    block.at = static_cast<std::uint32_t>(m_numbers.size());
    for (const Numbers& entry : numbers) {
        if (width <= kWordBits) {
            m_numbers.put(entry[Position] | entry[Number] << block.bits[Position] % kWordBits |
                              entry[Back] << (block.bits[Position] + block.bits[Number]) % kWordBits,
                          width);
            continue;
        }
        for (std::size_t field = 0; field < kFields; ++field)
            m_numbers.put(entry[field], block.bits[field]);
    }
}

std::shared_ptr<const PackedSegments> PackedSegments::of(const SegmentEntry* entries, std::size_t firstPosition) {
    auto packed = std::make_shared<PackedSegments>();
    constexpr std::size_t kUsualBits = 40; // an entry's
    packed->m_numbers.reserve(kEntries * kUsualBits);
    for (std::size_t block = 0; block < packed->m_blocks.size(); ++block)
        packed->pack(packed->m_blocks[block], entries + block * kBlock, firstPosition + block * kBlock);
    packed->m_numbers.end();
    return packed;
}

SegmentEntry PackedSegments::at(std::size_t i, std::size_t position) const {
    const Block& block = m_blocks[i / kBlock];
    const std::size_t place = i % kBlock;
    std::size_t at = block.at + place * (std::size_t{block.bits[Position]} + block.bits[Number] + block.bits[Back]);
    Numbers numbers;
    for (std::size_t field = 0; field < kFields; ++field) {
        numbers[field] = m_numbers.read(at, block.bits[field]);
        at += block.bits[field];
    }
    const std::uint64_t expected = positionOf(block.first) + place * block.step;
    SegmentEntry entry;
    entry.positionAndNumber = ((expected + fromSignedLow(numbers[Position])) & kPositionMask) |
                              (numberOf(block.first) + place + numbers[Number]) << kPositionBits;
    if (numbers[Back] != 0)
        entry.previous = SegmentId{static_cast<std::uint32_t>(position - numbers[Back])};
    return entry;
}

} // namespace synscope
