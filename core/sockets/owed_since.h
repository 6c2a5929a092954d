// SPDX-License-Identifier: Apache-2.0
//
// Since when closes are owed, as far as repeated readings tell. The kernel's own lower bound falls back whenever the
// peer sends something, and of ghost descriptors it has none; who watched knows better.
#pragma once

#include "core/sockets/leaks.h"

#include <chrono>
#include <map>
#include <span>
#include <tuple>

namespace synscope {

class OwedSince {
public:
    using Clock = std::chrono::steady_clock;

    /// Raises the age of each of these, found at `now`, to the time it has been among the leaks of earlier calls.
    /// Forgets what is not among them any more.
    void raiseAges(std::span<Leak> leaks, Clock::time_point now);

private:
    /// Network namespace, cookie and inode, and the addresses where there is no cookie.
    using Key = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, SocketAddress, SocketAddress>;

    static Key keyOf(const SocketEntry& socket);

    std::map<Key, Clock::time_point> m_since;
};

} // namespace synscope
