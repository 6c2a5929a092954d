// SPDX-License-Identifier: Apache-2.0
//
// A private temporary file that keeps what cannot be read twice: the bytes of a pipe, or of a compressed
// file once unpacked. It has no name, so it goes when the last descriptor does, also after a crash.
#pragma once

#include "core/base/result.h"
#include "core/capture/file_descriptor.h"

#include <memory>
#include <optional>
#include <span>

namespace synscope {

class Spool {
public:
    /// Made in $TMPDIR, or in /var/tmp where that is not set.
    [[nodiscard]] static Result<Spool> create();

    /// Appends all of `bytes`, or says why not ("No space left on device").
    [[nodiscard]] std::optional<Error> append(std::span<const std::byte> bytes);
    [[nodiscard]] std::shared_ptr<const FileDescriptor> descriptor() const { return m_file; }

private:
    Spool(std::string directory, FileDescriptor file);

    std::string m_directory;
    std::shared_ptr<const FileDescriptor> m_file;
};

} // namespace synscope
