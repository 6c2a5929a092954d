// SPDX-License-Identifier: Apache-2.0
//
// Lets go of the oldest part of a growing spool, so that a capture may go on for days: its bytes become a hole in the
// file, and what follows stays where it is. The file stays valid pcapng: a block of its own type covers the hole.
#pragma once

#include "core/capture/file_descriptor.h"
#include "core/wire/packet.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>

namespace synscope {

/// What of a spool is kept: its head with section and interfaces, [0, headEnd), and the blocks [from, end). While
/// `from` is 0, nothing was let go: [0, end). Written by the thread that reads, read by any.
struct KeptPart {
    std::atomic<std::uint64_t> headEnd = 0;
    std::atomic<std::uint64_t> from = 0;
    std::atomic<std::uint64_t> end = 0;
    std::atomic<std::uint64_t> packetsLetGo = 0;
    std::atomic<std::int64_t> sinceNs = 0; ///< time of the packet at `from`
    std::atomic<int> error = 0;            ///< errno of why nothing more can be let go
    mutable std::mutex copying;            ///< held while the part is copied: nothing is let go meanwhile

    [[nodiscard]] std::uint64_t bytes() const {
        return end.load() - from.load() + (from.load() > 0 ? headEnd.load() : 0);
    }
};

class SpoolRing {
public:
    /// Tries at once whether the file system can make holes, else sets the error.
    SpoolRing(std::shared_ptr<const FileDescriptor> spool, std::shared_ptr<KeptPart> kept, std::uint64_t mostBytes);

    /// Tells of a packet at whose block the kept part may begin one day. Not every packet need be told.
    void mark(const RawPacket& packet);
    /// Lets go of what is beyond the limit, about a sixteenth of it at once. Where something is being copied, the next
    /// call does. `lastHeadEnd`: where the latest section or interface ends; one among the packets forbids it.
    void makeRoom(std::uint64_t lastHeadEnd);

private:
    struct Mark {
        std::uint64_t position;
        std::uint64_t packetsBefore;
        std::int64_t timeNs;
    };
    [[nodiscard]] int letGoBefore(const Mark& mark);

    std::shared_ptr<const FileDescriptor> m_spool;
    std::shared_ptr<KeptPart> m_kept;
    std::uint64_t m_mostBytes;
    std::uint64_t m_partBytes;
    std::uint64_t m_gapBegin = 0; ///< of the block that covers the hole, or the newest of several
    std::deque<Mark> m_marks;     ///< oldest first, a part apart; the first is where the kept packets begin
};

} // namespace synscope
