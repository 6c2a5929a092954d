// SPDX-License-Identifier: Apache-2.0
//
// A chunk of the log of transitions, packed: some eight bytes an entry instead of 24. Entries that were written one
// after another are close in time and in the capture, and of a few kinds.
#pragma once

#include "core/base/bit_run.h"
#include "core/tcp/connection_row.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synscope {

class PackedTransitions {
public:
    static constexpr std::size_t kEntries = 8192;

    /// As PackedLog wants it.
    static std::shared_ptr<const PackedTransitions> of(const Transition* entries, std::size_t firstPosition);
    [[nodiscard]] Transition at(std::size_t i, std::size_t position) const;
    [[nodiscard]] std::shared_ptr<const PackedTransitions> with(std::size_t i, const Transition& entry,
                                                                std::size_t firstPosition) const;
    void prefetch(std::size_t i) const;
    [[nodiscard]] std::size_t bytes() const;

private:
    static constexpr std::size_t kBlock = 32; ///< entries whose numbers take the same bits each

    enum Field : std::uint8_t { Time, Segment, Back, Proof, kFields };
    using Numbers = std::array<std::uint64_t, kFields>;

    struct Block {
        std::int64_t time = 0;     ///< the least
        std::uint32_t segment = 0; ///< likewise
        std::uint32_t at = 0;      ///< where its bits begin
        std::array<std::uint8_t, kFields> bits{};
    };
    /// What never changes.
    struct Body {
        std::int64_t unit = 1;            ///< all times are as many of these apart, in nanoseconds
        unsigned kindBits = 0;            ///< of a number among `kinds`
        std::vector<std::uint16_t> kinds; ///< those that there are
        std::array<Block, kEntries / kBlock> blocks{};
        BitRun numbers;
    };
    /// What became of an entry since it was packed.
    struct Settled {
        std::uint16_t entry = 0;
        Verdict verdict = Verdict::Standing;
        SegmentId proof = kNoSegment;
    };
    static constexpr std::size_t kMostSettled = 128; ///< with more, all is packed anew

    class Packer;

    explicit PackedTransitions(std::shared_ptr<const Body> body) : m_body(std::move(body)) {}

    std::shared_ptr<const Body> m_body;
    std::vector<Settled> m_settled; ///< by entry
};

} // namespace synscope
