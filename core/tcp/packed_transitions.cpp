// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/packed_transitions.h"

#include <algorithm>
#include <utility>

namespace synscope {
namespace {

// From, to, basis, side and verdict of an entry as one number.
constexpr unsigned kStateBits = 4;
constexpr unsigned kBasisAt = 2 * kStateBits;
constexpr unsigned kSideAt = kBasisAt + 3;
constexpr unsigned kVerdictAt = kSideAt + 1;
constexpr std::size_t kKinds = std::size_t{1} << (kVerdictAt + 2);

unsigned kindOf(const Transition& entry) {
    return static_cast<unsigned>(entry.from()) | static_cast<unsigned>(entry.to()) << kStateBits |
           static_cast<unsigned>(entry.writtenBasis()) << kBasisAt | static_cast<unsigned>(entry.side()) << kSideAt |
           static_cast<unsigned>(entry.verdict()) << kVerdictAt;
}

constexpr unsigned bitsOf(unsigned kind, unsigned from, unsigned count) {
    return kind >> from & ((1U << count) - 1U);
}

std::uint64_t apart(std::int64_t time, std::int64_t from) {
    return static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(from);
}

/// 0 for none; else one more than what lies between.
std::uint64_t proofOf(const Transition& entry) {
    const std::uint64_t between = std::uint64_t{indexOf(entry.proof())} - indexOf(entry.writtenSegment());
    return entry.proof() == kNoSegment ? 0 : signedLow(between) + 1;
}

constexpr std::int64_t kMicrosecond = 1000;

} // namespace

class PackedTransitions::Packer {
public:
    Packer(const Transition* entries, std::size_t firstPosition) : m_entries(entries), m_position(firstPosition) {}

    std::shared_ptr<const Body> pack() {
        m_body->unit = std::all_of(m_entries, m_entries + kEntries,
                                   [](const Transition& entry) { return entry.timeNs() % kMicrosecond == 0; })
                           ? kMicrosecond
                           : 1;
        nameKinds();
        constexpr std::size_t kUsualBits = 70; // an entry's
        m_body->numbers.reserve(kEntries * kUsualBits);
        for (std::size_t block = 0; block < m_body->blocks.size(); ++block)
            packBlock(m_body->blocks[block], block * kBlock);
        m_body->numbers.end();
        return std::move(m_body);
    }

private:
    void nameKinds() {
        for (std::size_t i = 0; i < kEntries; ++i) {
            std::uint16_t& name = m_names[kindOf(m_entries[i])];
            if (name != 0)
                continue;
            m_body->kinds.push_back(static_cast<std::uint16_t>(kindOf(m_entries[i])));
            name = static_cast<std::uint16_t>(m_body->kinds.size());
        }
        m_body->kindBits = widthOf(m_body->kinds.size() - 1);
    }

    void packBlock(Block& block, std::size_t first) {
        block.time = m_entries[first].timeNs();
        block.segment = indexOf(kNoSegment);
        for (std::size_t i = 0; i < kBlock; ++i) {
            block.time = std::min(block.time, m_entries[first + i].timeNs());
            block.segment = std::min(block.segment, indexOf(m_entries[first + i].writtenSegment()));
        }
        std::array<Numbers, kBlock> numbers;
        Numbers all{}; // the bits that any of them has
        for (std::size_t i = 0; i < kBlock; ++i) {
            numbers[i] = numbersOf(block, first + i);
            for (std::size_t field = 0; field < kFields; ++field)
                all[field] |= numbers[i][field];
        }
        for (std::size_t field = 0; field < kFields; ++field)
            block.bits[field] = static_cast<std::uint8_t>(widthOf(all[field]));
        block.at = static_cast<std::uint32_t>(m_body->numbers.size());
        for (std::size_t i = 0; i < kBlock; ++i) {
            m_body->numbers.put(m_names[kindOf(m_entries[first + i])] - 1U, m_body->kindBits);
            for (std::size_t field = 0; field < kFields; ++field)
                m_body->numbers.put(numbers[i][field], block.bits[field]);
        }
    }

    /// That of no segment is 0, so that it does not lie far from the others.
    [[nodiscard]] Numbers numbersOf(const Block& block, std::size_t i) const {
        const Transition& entry = m_entries[i];
        const std::uint64_t time = apart(entry.timeNs(), block.time);
        const std::uint32_t segment = indexOf(entry.writtenSegment());
        return {m_body->unit == 1 ? time : time / kMicrosecond,
                entry.writtenSegment() == kNoSegment ? 0 : std::uint64_t{segment} - block.segment + 1,
                entry.previous() == kNoTransition ? 0 : m_position + i - indexOf(entry.previous()), proofOf(entry)};
    }

    const Transition* m_entries;
    std::size_t m_position;
    std::array<std::uint16_t, kKinds> m_names{}; ///< by kind: one more than its place among those that there are
    std::shared_ptr<Body> m_body = std::make_shared<Body>();
};

std::shared_ptr<const PackedTransitions> PackedTransitions::of(const Transition* entries, std::size_t firstPosition) {
    return std::shared_ptr<const PackedTransitions>(new PackedTransitions(Packer(entries, firstPosition).pack()));
}

Transition PackedTransitions::at(std::size_t i, std::size_t position) const {
    const Block& block = m_body->blocks[i / kBlock];
    std::size_t width = m_body->kindBits;
    for (const unsigned bits : block.bits)
        width += bits;
    std::size_t at = block.at + i % kBlock * width;
    const unsigned kind = m_body->kinds[m_body->numbers.read(at, m_body->kindBits)];
    at += m_body->kindBits;
    Numbers numbers;
    for (std::size_t field = 0; field < kFields; ++field) {
        numbers[field] = m_body->numbers.read(at, block.bits[field]);
        at += block.bits[field];
    }
    const std::uint64_t time = numbers[Time] * static_cast<std::uint64_t>(m_body->unit);
    const SegmentId segment = numbers[Segment] == 0
                                  ? kNoSegment
                                  : SegmentId{static_cast<std::uint32_t>(numbers[Segment] - 1 + block.segment)};
    Transition entry(static_cast<std::int64_t>(time + static_cast<std::uint64_t>(block.time)), segment,
                     static_cast<Side>(bitsOf(kind, kSideAt, 1)), static_cast<State>(bitsOf(kind, 0, kStateBits)),
                     static_cast<State>(bitsOf(kind, kStateBits, kStateBits)),
                     static_cast<Basis>(bitsOf(kind, kBasisAt, kSideAt - kBasisAt)));
    if (numbers[Back] != 0)
        entry.setPrevious(TransitionId{static_cast<std::uint32_t>(position - numbers[Back])});
    const auto settled = std::ranges::lower_bound(m_settled, i, {}, &Settled::entry);
    if (settled != m_settled.end() && settled->entry == i)
        entry.settle(settled->verdict, settled->proof);
    else
        entry.settle(static_cast<Verdict>(kind >> kVerdictAt),
                     numbers[Proof] == 0
                         ? kNoSegment
                         : SegmentId{static_cast<std::uint32_t>(indexOf(segment) + fromSignedLow(numbers[Proof] - 1))});
    return entry;
}

std::shared_ptr<const PackedTransitions> PackedTransitions::with(std::size_t i, const Transition& entry,
                                                                 std::size_t firstPosition) const {
    if (m_settled.size() >= kMostSettled) {
        std::vector<Transition> entries;
        for (std::size_t k = 0; k < kEntries; ++k)
            entries.push_back(k == i ? entry : at(k, firstPosition + k));
        return of(entries.data(), firstPosition);
    }
    std::shared_ptr<PackedTransitions> changed(new PackedTransitions(*this));
    const auto place = std::ranges::lower_bound(changed->m_settled, i, {}, &Settled::entry);
    const Settled settled{static_cast<std::uint16_t>(i), entry.verdict(), entry.proof()};
    if (place != changed->m_settled.end() && place->entry == i)
        *place = settled;
    else
        changed->m_settled.insert(place, settled);
    return changed;
}

void PackedTransitions::prefetch(std::size_t i) const {
    __builtin_prefetch(&m_body->blocks[i / kBlock]);
}

std::size_t PackedTransitions::bytes() const {
    return sizeof(*this) + m_settled.capacity() * sizeof(Settled) + sizeof(Body) + m_body->numbers.bytes() +
           m_body->kinds.capacity() * sizeof(std::uint16_t);
}

} // namespace synscope
