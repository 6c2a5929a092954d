// SPDX-License-Identifier: Apache-2.0
//
// Tracks the segments of a batch so that they need not wait for memory: block by block, they go through steps. What a
// step needs was asked for by the step before it, and is on its way while other blocks take their steps.
#pragma once

#include "core/engine/batch_reader.h"
#include "core/tcp/flow_table.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace synscope {

class BlockWalk {
public:
    /// `at(n)` is which of the batch's segments is the n-th of the `count` that the table tracks, in order;
    /// `track(i, found)` is called with each of them in that order.
    template <typename At, typename Track>
    void track(FlowTable& table, const DecodedBatch& batch, std::size_t count, At at, Track track) {
        constexpr std::size_t kBlock = 8;
        constexpr std::size_t kSteps = 6;
        const std::vector<Segment>& segments = batch.segments;
        const std::size_t blocks = (count + kBlock - 1) / kBlock;
        const auto eachOf = [&](std::size_t block, auto step) {
            if (block >= blocks) // below the first, too: it wraps
                return;
            const std::size_t end = std::min(count, (block + 1) * kBlock);
            for (std::size_t n = block * kBlock; n < end; ++n)
                step(n, at(n));
        };
        // Of the same 4-tuple as the segment before, most likely: as a rule one sends several, or gets an answer.
        const auto goesOn = [&](std::size_t n, std::size_t i) {
            return n > 0 && batch.hashes[i] == batch.hashes[at(n - 1)];
        };
        // What it needs was fetched for the one before.
        const auto isAtHand = [&](std::size_t n) { return n > 0 && m_found[n].flow == m_found[n - 1].flow; };
        m_found.resize(count);
        for (std::size_t block = 0; block < blocks + kSteps - 1; ++block) {
            eachOf(block, [&](std::size_t n, std::size_t i) {
                if (!goesOn(n, i))
                    table.expectLater(batch.hashes[i]);
            });
            eachOf(block - 1, [&](std::size_t n, std::size_t i) {
                if (!goesOn(n, i))
                    table.expectSoon(batch.hashes[i]);
            });
            eachOf(block - 2, [&](std::size_t n, std::size_t i) {
                if (goesOn(n, i) &&
                    FlowKeyTable::findBeside(segments[i], segments[at(n - 1)], m_found[n - 1], m_found[n]))
                    return;
                m_found[n] = table.find(segments[i], batch.hashes[i]);
                table.expectNext(m_found[n].flow);
            });
            eachOf(block - 3, [&](std::size_t n, std::size_t i) {
                if (!isAtHand(n))
                    table.expectNow(segments[i], m_found[n]);
            });
            eachOf(block - 4, [&](std::size_t n, std::size_t i) {
                if (!isAtHand(n))
                    table.expectProof(segments[i], m_found[n]);
            });
            eachOf(block - 5, [&](std::size_t n, std::size_t i) { track(i, m_found[n]); });
        }
    }

private:
    std::vector<FlowKeyTable::Found> m_found; ///< of the segments of one batch
};

} // namespace synscope
