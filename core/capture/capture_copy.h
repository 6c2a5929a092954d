// SPDX-License-Identifier: Apache-2.0
//
// Writes a capture that lies in a spool into a file with a name, also while it grows: whole records only.
#pragma once

#include "core/base/result.h"
#include "core/capture/file_descriptor.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace synscope {

class CaptureCopy {
public:
    /// `wholeBytes`: how far the spool holds whole records; it grows while the capture goes on.
    CaptureCopy(std::shared_ptr<const FileDescriptor> spool,
                std::shared_ptr<const std::atomic<std::uint64_t>> wholeBytes)
        : m_spool(std::move(spool)), m_wholeBytes(std::move(wholeBytes)) {}

    /// Writes what is there now to `path`, which appears or is replaced only once all is written. Any thread; cost: the
    /// size of the capture. `cancelled` makes it end soon, with an Error.
    [[nodiscard]] std::optional<Error> writeTo(const std::string& path, const std::atomic<bool>& cancelled) const;

private:
    std::shared_ptr<const FileDescriptor> m_spool;
    std::shared_ptr<const std::atomic<std::uint64_t>> m_wholeBytes;
};

} // namespace synscope
