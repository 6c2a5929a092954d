// SPDX-License-Identifier: Apache-2.0
//
// Where packets come from: a file, a pipe, the live helper. One virtual call a batch, none a packet.
#pragma once

#include "core/base/result.h"
#include "core/wire/packet.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

/// Reading stopped here although the input promised more.
struct ReadDamage {
    std::uint64_t byteOffset = 0;        ///< in the file as given (in the unpacked bytes for a compressed one)
    std::uint64_t packet = 0;            ///< number of the packet that could not be read (from 1)
    std::string reason;                  ///< "the packet claims 2 147 483 647 bytes, the limit is 262 144"
    std::string file = {};               ///< of several that are read as one; byte and packet are counted in it
    std::vector<ReadDamage> others = {}; ///< of other files
};

struct SourceProgress {
    std::uint64_t bytesRead = 0;             ///< of the input as given (compressed bytes for a compressed one)
    std::optional<std::uint64_t> bytesTotal; ///< unknown for pipes
    std::uint64_t kernelDrops = 0;           ///< from pcapng interface statistics, latest per interface, summed
    std::uint64_t bytesKept = 0;             ///< that packets can be found in again
    std::uint64_t packetsLetGo = 0;          ///< the oldest, no longer kept: of those read, or before a spool was left
    std::uint64_t keptFrom = 0;              ///< position of the oldest packet that is kept; 0: all are
    Timestamp keptSince{};                   ///< its time; the epoch where all are kept
    Timestamp clock{}; ///< live: when the latest statistics were written, also where no packet came; else the epoch
};

enum class ReadStatus : std::uint8_t { More, End, Damaged };

class PacketSource {
public:
    virtual ~PacketSource() = default;

    /// Replaces `batch` by the next packets, at least one with More, at most `limit`; none also where a live source
    /// only has a newer clock. Their bytes stay valid until the next call. With End or Damaged, `batch` holds the last
    /// packets (possibly none). May block on a pipe; on a slow pipe it returns what has arrived rather than waiting for
    /// `limit`.
    [[nodiscard]] virtual ReadStatus read(std::vector<RawPacket>& batch, std::size_t limit) = 0;

    /// Set once read() has answered Damaged.
    [[nodiscard]] virtual const std::optional<ReadDamage>& damage() const = 0;
    [[nodiscard]] virtual SourceProgress progress() const = 0;

    /// Finds packets again by position, while reading goes on and after this source is gone. Empty when the source
    /// was opened not to keep packets.
    [[nodiscard]] virtual FetchPacket fetcher() const = 0;
    /// Makes a blocked or coming read() end soon with End. Any thread.
    virtual void interrupt() = 0;
};

} // namespace synscope
