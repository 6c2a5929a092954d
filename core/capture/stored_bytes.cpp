// SPDX-License-Identifier: Apache-2.0
#include "core/capture/stored_bytes.h"

#include "core/capture/common_store.h"

#include <sys/stat.h>

namespace synscope {
namespace {

using Descriptor = std::shared_ptr<const FileDescriptor>;

std::int64_t modificationTimeOf(const Descriptor& file) {
    struct stat status {};
    if (file == nullptr || ::fstat(file->get(), &status) != 0)
        return 0;
    return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

} // namespace

std::ptrdiff_t StoredBytes::read(std::uint64_t offset, std::span<std::byte> into) const {
    if (const auto* const part = std::get_if<std::shared_ptr<const SpoolPart>>(&m_where))
        return (*part)->read(offset, into);
    if (const auto* const again = std::get_if<ReopenedFile>(&m_where)) {
        const Descriptor file = again->store->file(again->path);
        return file != nullptr ? readAt(file->get(), offset, into) : -1;
    }
    return readAt(std::get<Descriptor>(m_where)->get(), offset, into);
}

std::int64_t StoredBytes::modificationTime() const {
    if (const auto* const again = std::get_if<ReopenedFile>(&m_where))
        return modificationTimeOf(again->store->file(again->path));
    const auto* const file = std::get_if<Descriptor>(&m_where);
    return file != nullptr ? modificationTimeOf(*file) : 0;
}

const std::string& StoredBytes::path() const {
    static const std::string kNone;
    const auto* const again = std::get_if<ReopenedFile>(&m_where);
    return again != nullptr ? again->path : kNone;
}

} // namespace synscope
