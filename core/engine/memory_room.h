// SPDX-License-Identifier: Apache-2.0
//
// Ends a load before memory does: what was tracked by then stays, where the system would refuse the next bytes or kill
// the program.
#pragma once

#include <cstdint>
#include <optional>

namespace synscope {

/// How many more bytes this process may take: the least of what its limit of addresses (RLIMIT_AS), its control groups
/// and the machine leave. Empty where none of them is known. Cost: some files below /proc and /sys.
[[nodiscard]] std::optional<std::uint64_t> memoryLeft();

/// The same by the limit of addresses alone, which costs a system call or two; empty where there is no limit.
[[nodiscard]] std::optional<std::uint64_t> addressesLeft();

/// For threads that come: where addresses are limited they use one heap. Of its own, each would take 64 MiB of
/// addresses at once, at a moment that nobody can tell.
void shareOneHeapWhereAddressesAreLimited();

/// Asked after each batch; looks now and then.
class MemoryRoom {
public:
    /// Fewer bytes are left than must be for what is done at the end of a load, which takes `atEnd`, and for others.
    [[nodiscard]] bool isUsedUp(std::uint64_t atEnd);

private:
    std::uint64_t m_asked = 0;
};

} // namespace synscope
