// SPDX-License-Identifier: Apache-2.0
//
// A socket table in numbers, for monitoring: who owes closes, how full accept queues are, how many sockets are in which
// state. It names this machine's processes and listeners, so many and no more, and never a peer.
#pragma once

#include "core/sockets/leaks.h"
#include "core/sockets/socket_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace synscope {

inline constexpr std::size_t kLeakCauses = 8;
inline constexpr std::size_t kSocketStateNumbers = 14; ///< of SocketState, from 0, which is none

/// A process by its name and the address it listens on. "unknown" where the process may not be read or is not known,
/// "none" where nothing listens (clients), "other" for those that are not named.
struct CensusKey {
    std::string process;
    std::string listener;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer
    friend auto operator<=>(const CensusKey&, const CensusKey&) = default;
};

/// Of a listening socket.
[[nodiscard]] CensusKey listenerKey(const SocketEntry& listener, const ProcessTable& processes);

/// Closes owed by one process on one listener. What nobody accepted is the listening process's.
struct OwedCloses {
    CensusKey key;
    std::array<std::size_t, kLeakCauses> byCause{}; ///< by the number of the LeakCause
    Duration oldest = Duration::zero();

    [[nodiscard]] std::size_t count() const;
};

/// Connections that wait to be accepted. Listeners with the same process and address are taken together.
struct AcceptQueue {
    CensusKey key;
    std::uint64_t length = 0;
    std::uint64_t limit = 0; ///< how many may wait; 0 also where the kernel does not tell
};

/// Of the processes of one name that owe closes, the one with the most descriptors.
struct OwingProcess {
    std::string name;
    std::int32_t pid = 0;
    std::size_t descriptors = 0;
};

struct SocketCensus {
    std::array<std::size_t, kSocketStateNumbers> inState{}; ///< by the number of the SocketState
    std::vector<OwedCloses> owed;                           ///< the most first; last "other", whatever it counts
    std::vector<Duration> ages;                             ///< of every close that is owed
    std::vector<AcceptQueue> queues;                        ///< the fullest first; last "other" where there are more
    std::vector<OwingProcess> owing;                        ///< of those that `owed` names
};

/// `leaks` are those of `table`. At most `mostNamed` keys each are named in `owed` and `queues`; the rest is "other".
[[nodiscard]] SocketCensus takeCensus(const SocketTable& table, std::span<const Leak> leaks, std::size_t mostNamed);

} // namespace synscope
