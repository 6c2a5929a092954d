// SPDX-License-Identifier: Apache-2.0
#include "core/capture/common_store.h"

#include <algorithm>

#include <fcntl.h>

namespace synscope {

std::shared_ptr<const FileDescriptor> CommonStore::file(const std::string& path) {
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&](const OpenFile& o) { return o.path == path; });
    if (found != m_open.end()) {
        m_open.splice(m_open.begin(), m_open, found);
        return m_open.front().file;
    }
    if (m_open.size() == kMostOpen)
        m_open.pop_back(); // before: there may be no descriptor left
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen())
        return nullptr;
    m_open.push_front({path, std::make_shared<const FileDescriptor>(std::move(file))});
    return m_open.front().file;
}

Result<std::shared_ptr<const FileDescriptor>> CommonStore::spool() {
    const std::lock_guard lock(m_mutex);
    if (!m_spool) {
        Result<Spool> made = Spool::create();
        if (!made)
            return made.error();
        m_spool = std::move(made).value();
    }
    return m_spool->descriptor();
}

CommonStore::Appended CommonStore::append(std::span<const std::byte> bytes) {
    Appended appended{m_spool->append(bytes), m_spooled};
    m_spooled += appended.kept.bytes;
    return appended;
}

Spool::Appended SpoolPart::append(std::span<const std::byte> bytes) {
    CommonStore::Appended appended = m_store->append(bytes);
    const std::lock_guard lock(m_mutex);
    const bool goesOn =
        !m_stretches.empty() && appended.at - m_stretches.back().at == m_bytes - m_stretches.back().offset;
    if (!goesOn)
        m_stretches.push_back({m_bytes, appended.at});
    m_bytes += appended.kept.bytes;
    return std::move(appended.kept);
}

SpoolPart::Place SpoolPart::placeOf(std::uint64_t offset) const {
    const std::lock_guard lock(m_mutex);
    if (offset >= m_bytes)
        return {};
    const auto after = std::upper_bound(m_stretches.begin(), m_stretches.end(), offset,
                                        [](std::uint64_t o, const Stretch& stretch) { return o < stretch.offset; });
    const Stretch& stretch = *(after - 1);
    const std::uint64_t end = after == m_stretches.end() ? m_bytes : after->offset;
    return {stretch.at + (offset - stretch.offset), end - offset};
}

std::ptrdiff_t SpoolPart::read(std::uint64_t offset, std::span<std::byte> into) const {
    std::size_t done = 0;
    while (done < into.size()) {
        const Place place = placeOf(offset + done);
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(place.bytes, into.size() - done));
        if (wanted == 0)
            break;
        const std::ptrdiff_t n = readAt(m_spool->get(), place.at, into.subspan(done, wanted));
        if (n < 0)
            return n;
        done += static_cast<std::size_t>(n);
        if (n == 0)
            break;
    }
    return static_cast<std::ptrdiff_t>(done);
}

} // namespace synscope
