// SPDX-License-Identifier: Apache-2.0
//
// One look at the transitions of every connection. They lie apart in memory, each names the one before it: the chains
// of several connections are walked side by side, so that what one waits for comes while the others go on.
#pragma once

#include "core/store/row_pass.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace synscope {

class ChainPass {
public:
    static constexpr std::size_t kSideBySide = 16;

    explicit ChainPass(const Snapshot& snapshot) : m_snapshot(snapshot) {}

    /// Calls `each(ConnectionId, std::span<const Transition>)` with each of at most kSideBySide connections, in order:
    /// its transitions but those disproved, oldest first.
    template <typename Each>
    void pass(std::span<const ConnectionId> ids, Each each) {
        read(ids);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            std::reverse(m_chains[i].begin(), m_chains[i].end());
            each(ids[i], std::span<const Transition>(m_chains[i]));
        }
    }

private:
    void read(std::span<const ConnectionId> ids) {
        std::size_t going = 0; // of these, the next to be read are on their way
        for (std::size_t i = 0; i < ids.size(); ++i) {
            m_chains[i].clear();
            m_next[i] = m_snapshot.row(ids[i]).lastTransition;
            going += ask(m_next[i]) ? 1U : 0U;
        }
        while (going > 0) {
            for (std::size_t i = 0; i < ids.size(); ++i) {
                if (m_next[i] == kNoTransition)
                    continue;
                const Transition transition = m_snapshot.transitions[indexOf(m_next[i])];
                if (!transition.isDisproved())
                    m_chains[i].push_back(transition);
                m_next[i] = transition.previous();
                going -= ask(m_next[i]) ? 0U : 1U;
            }
        }
    }

    /// False where there is none.
    bool ask(TransitionId id) const {
        if (id == kNoTransition)
            return false;
        m_snapshot.transitions.prefetch(indexOf(id));
        return true;
    }

    const Snapshot& m_snapshot;
    std::array<TransitionId, kSideBySide> m_next{};
    std::array<std::vector<Transition>, kSideBySide> m_chains; ///< their memory is used again
};

/// As ChainPass calls it, with every connection of the snapshot, the oldest first. False: it was cancelled.
template <typename Each>
[[nodiscard]] bool passOverChains(const Snapshot& snapshot, const IsCancelled& isCancelled, Each each) {
    ChainPass chains(snapshot);
    std::array<ConnectionId, ChainPass::kSideBySide> ids{};
    std::size_t count = 0;
    const bool isWhole = passOver(snapshot, isCancelled, [&](ConnectionId id) {
        ids[count++] = id;
        if (count < ids.size())
            return;
        chains.pass(ids, each);
        count = 0;
    });
    if (isWhole)
        chains.pass(std::span(ids).first(count), each);
    return isWhole;
}

} // namespace synscope
