// SPDX-License-Identifier: Apache-2.0
//
// What captures that are read as one share, so that thousands of them need few descriptors: files are opened again
// when more of them is wanted, and what has to be unpacked lies in one spool. Appending is one thread's, all else
// any's.
#pragma once

#include "core/capture/file_descriptor.h"
#include "core/capture/spool.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace synscope {

class CommonStore {
public:
    /// So many files stay open, those that were asked for last.
    static constexpr std::size_t kMostOpen = 8;

    /// The file, open; null with errno set where it cannot be opened any more.
    [[nodiscard]] std::shared_ptr<const FileDescriptor> file(const std::string& path);

    /// The spool that all share, made when first asked for.
    [[nodiscard]] Result<std::shared_ptr<const FileDescriptor>> spool();
    struct Appended {
        Spool::Appended kept;
        std::uint64_t at = 0; ///< where they lie in the spool
    };
    /// After spool() was there.
    [[nodiscard]] Appended append(std::span<const std::byte> bytes);

private:
    struct OpenFile {
        std::string path;
        std::shared_ptr<const FileDescriptor> file;
    };

    std::mutex m_mutex;
    std::list<OpenFile> m_open; ///< the one asked for last first
    std::optional<Spool> m_spool;
    std::uint64_t m_spooled = 0;
};

/// What one capture has in the common spool: its bytes lie in stretches, between those of others.
class SpoolPart {
public:
    SpoolPart(std::shared_ptr<CommonStore> store, std::shared_ptr<const FileDescriptor> spool)
        : m_store(std::move(store)), m_spool(std::move(spool)) {}

    [[nodiscard]] Spool::Appended append(std::span<const std::byte> bytes);
    /// As readAt(), by the offset among the bytes of this capture.
    [[nodiscard]] std::ptrdiff_t read(std::uint64_t offset, std::span<std::byte> into) const;
    [[nodiscard]] const std::shared_ptr<const FileDescriptor>& descriptor() const { return m_spool; }

private:
    struct Stretch {
        std::uint64_t offset = 0; ///< among the bytes of this capture
        std::uint64_t at = 0;     ///< in the spool
    };
    /// Where the byte lies, and how many follow it there; none: beyond the end.
    struct Place {
        std::uint64_t at = 0;
        std::uint64_t bytes = 0;
    };
    [[nodiscard]] Place placeOf(std::uint64_t offset) const;

    std::shared_ptr<CommonStore> m_store;
    std::shared_ptr<const FileDescriptor> m_spool;
    mutable std::mutex m_mutex;
    std::vector<Stretch> m_stretches;
    std::uint64_t m_bytes = 0;
};

} // namespace synscope
