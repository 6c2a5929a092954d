// SPDX-License-Identifier: Apache-2.0
//
// Which payload bytes were seen for the first time: holes in what an endpoint sent, kept only for
// endpoints that have any. Bounded: beyond kMaxHoles the oldest hole is forgotten (taken as filled).
#pragma once

#include "core/base/ids.h"
#include "core/tcp/state.h"
#include "core/wire/seq_num.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace synscope {

class ByteLedger {
public:
    static constexpr std::size_t kMaxHoles = 64;

    /// [from, to) was skipped by the sender's newest segment.
    void addHole(ConnectionId connection, Side side, SeqNum from, SeqNum to);

    /// None of [from, to) lies in a hole. Zero cost without holes.
    [[nodiscard]] bool isWhole(ConnectionId connection, Side side, SeqNum from, SeqNum to) const;

    /// Takes [from, to) out of the sender's holes; returns how many of its bytes lay in holes. Zero cost without holes.
    std::uint32_t fill(ConnectionId connection, Side side, SeqNum from, SeqNum to);

    void forget(ConnectionId connection);

private:
    struct Hole {
        SeqNum from;
        SeqNum to;
    };
    static void forgetOldest(std::vector<Hole>& holes);
    static std::uint64_t keyOf(ConnectionId connection, Side side) {
        return (std::uint64_t{indexOf(connection)} << 1) | static_cast<std::uint64_t>(side);
    }

    std::unordered_map<std::uint64_t, std::vector<Hole>> m_holes;
};

} // namespace synscope
