// SPDX-License-Identifier: Apache-2.0
//
// Writes a capture that lies in a spool into a file with a name, also while it grows: whole records only.
#pragma once

#include "core/base/result.h"
#include "core/capture/file_descriptor.h"
#include "core/capture/spool_ring.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace synscope {

/// A comment (opt_comment) for the packet at a position, where that is an enhanced packet block.
struct PacketComment {
    std::uint64_t position = 0;
    std::string text;
};

class CaptureCopy {
public:
    CaptureCopy(std::shared_ptr<const FileDescriptor> spool, std::shared_ptr<KeptPart> kept)
        : m_spool(std::move(spool)), m_kept(std::move(kept)) {}

    /// Writes what is kept now to `path`, which appears or is replaced only once all is written. Any thread; cost: the
    /// size of the capture; nothing is let go meanwhile. `cancelled` makes it end soon, with an Error.
    /// `comments`, in order of position, go with their packets; those of packets that are gone are left out.
    [[nodiscard]] std::optional<Error> writeTo(const std::string& path, const std::atomic<bool>& cancelled,
                                               std::span<const PacketComment> comments = {}) const;

private:
    std::shared_ptr<const FileDescriptor> m_spool;
    std::shared_ptr<KeptPart> m_kept;
};

} // namespace synscope
