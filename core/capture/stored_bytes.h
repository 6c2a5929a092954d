// SPDX-License-Identifier: Apache-2.0
//
// Where the bytes of a capture lie that can be read again: in a file that stays open, in one that is opened again when
// it is needed, or among those of other captures in a common spool. Any thread.
#pragma once

#include "core/capture/file_descriptor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>

namespace synscope {

class CommonStore;
class SpoolPart;

/// A file that is opened again by its name.
struct ReopenedFile {
    std::shared_ptr<CommonStore> store;
    std::string path;
};

class StoredBytes {
public:
    StoredBytes() = default;
    explicit StoredBytes(std::shared_ptr<const FileDescriptor> file) : m_where(std::move(file)) {}
    explicit StoredBytes(ReopenedFile file) : m_where(std::move(file)) {}
    explicit StoredBytes(std::shared_ptr<const SpoolPart> part) : m_where(std::move(part)) {}

    /// As readAt(), also with -1 and errno where the file cannot be opened any more.
    [[nodiscard]] std::ptrdiff_t read(std::uint64_t offset, std::span<std::byte> into) const;
    /// Of the file, in nanoseconds since the epoch; 0 where it is not known.
    [[nodiscard]] std::int64_t modificationTime() const;
    [[nodiscard]] bool isReopened() const { return std::holds_alternative<ReopenedFile>(m_where); }
    /// Of the file that is opened again; else empty.
    [[nodiscard]] const std::string& path() const;

private:
    std::variant<std::shared_ptr<const FileDescriptor>, ReopenedFile, std::shared_ptr<const SpoolPart>> m_where;
};

} // namespace synscope
