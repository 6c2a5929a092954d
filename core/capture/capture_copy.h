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
#include <string>
#include <utility>

namespace synscope {

class CaptureCopy {
public:
    CaptureCopy(std::shared_ptr<const FileDescriptor> spool, std::shared_ptr<KeptPart> kept)
        : m_spool(std::move(spool)), m_kept(std::move(kept)) {}

    /// Writes what is kept now to `path`, which appears or is replaced only once all is written. Any thread; cost: the
    /// size of the capture; nothing is let go meanwhile. `cancelled` makes it end soon, with an Error.
    [[nodiscard]] std::optional<Error> writeTo(const std::string& path, const std::atomic<bool>& cancelled) const;

private:
    std::shared_ptr<const FileDescriptor> m_spool;
    std::shared_ptr<KeptPart> m_kept;
};

} // namespace synscope
