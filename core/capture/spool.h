// SPDX-License-Identifier: Apache-2.0
//
// A private temporary file that keeps what cannot be read twice: the bytes of a pipe, or of a compressed
// file once unpacked. Without a name it goes when the last descriptor does, also after a crash; with one it stays then.
#pragma once

#include "core/base/result.h"
#include "core/capture/file_descriptor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace synscope {

class Spool {
public:
    /// Made in $TMPDIR, or in /var/tmp where that is not set. Beyond its first 64 MiB it leaves others a twentieth of
    /// that disk, or a GiB.
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
    /// What would be wrong with so many bytes more; empty: nothing.
    [[nodiscard]] std::string obstacleTo(std::size_t bytes) const;
    [[nodiscard]] Error unwritable(const std::string& reason) const;

    std::string m_directory;
    bool m_leavesRoom = false;
    std::uint64_t m_appended = 0; ///< bytes
    std::string m_remedy;         ///< for a full disk
    std::shared_ptr<const FileDescriptor> m_file;
    std::shared_ptr<const std::string> m_name; ///< null: none; its file is unlinked when this goes
};

} // namespace synscope
