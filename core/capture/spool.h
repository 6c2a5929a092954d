// SPDX-License-Identifier: Apache-2.0
//
// A private temporary file that keeps what cannot be read twice: the bytes of a pipe, or of a compressed
// file once unpacked. Without a name it goes when the last descriptor does, also after a crash; with one it stays then.
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
    /// Over an empty file that is open already and lies at `path`; the name goes with this object.
    [[nodiscard]] static Spool named(std::string directory, const std::string& path, FileDescriptor file);

    struct Appended {
        std::size_t bytes = 0;      ///< that lie in the file
        std::optional<Error> error; ///< why the others do not ("No space left on device")
    };
    [[nodiscard]] Appended append(std::span<const std::byte> bytes);
    [[nodiscard]] std::shared_ptr<const FileDescriptor> descriptor() const { return m_file; }

private:
    Spool(std::string directory, FileDescriptor file);

    std::string m_directory;
    std::string m_remedy = "set TMPDIR to a directory with room"; ///< for a full disk
    std::shared_ptr<const FileDescriptor> m_file;
    std::shared_ptr<const std::string> m_name; ///< null: none; its file is unlinked when this goes
};

} // namespace synscope
