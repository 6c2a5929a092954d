// SPDX-License-Identifier: Apache-2.0
//
// Reading packets again: one pread each, or many at one go where they lie close together. A file that was written to
// since is accepted when it still begins as it did: a capture may be growing while it is read.
#include "core/capture/packet_store.h"

#include "core/base/told.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <span>

namespace synscope {

namespace {

constexpr std::size_t kFirstRead = 2048;         // a header and nearly any packet at one go
constexpr std::size_t kLongestRead = 128 * 1024; // where one packet after the other is wanted
constexpr std::size_t kBeginningBytes = 4096;
constexpr std::size_t kBeginningOfManyBytes = 1024; // of captures that are read together

} // namespace

struct PacketStore::State {
    StoredBytes bytes;
    bool isForeign = false;
    std::vector<std::byte> beginning;       // of a foreign file
    std::atomic<std::int64_t> modified = 0; // when `beginning` was last found unchanged
};

PacketStore::PacketStore(const ByteStream& stream) : m_state(std::make_shared<State>()) {
    m_state->bytes = stream.stored();
    m_state->isForeign = stream.isStoreForeign();
    if (!m_state->isForeign)
        return;
    m_state->modified = m_state->bytes.modificationTime();
    m_state->beginning.resize(m_state->bytes.isReopened() ? kBeginningOfManyBytes : kBeginningBytes);
    const std::ptrdiff_t n = m_state->bytes.read(0, m_state->beginning);
    m_state->beginning.resize(static_cast<std::size_t>(std::max<std::ptrdiff_t>(n, 0)));
}

/// For messages: of captures that are read together, which one.
std::string PacketStore::title() const {
    const std::string& path = m_state->bytes.path();
    return path.empty() ? told("the capture") : path;
}

Error PacketStore::changed(std::uint64_t position) const {
    return Error{told("{0} was changed after it was read: open it again", {title()}), position, std::nullopt};
}

Error PacketStore::shorter(std::uint64_t position) const {
    return Error{told("{0} became shorter after it was read: open it again", {title()}), position, std::nullopt};
}

Error PacketStore::unreadable(int errorNumber, std::uint64_t position) const {
    return Error{told("{0} cannot be read again: {1}", {title(), systemMessage(errorNumber)}), position, std::nullopt};
}

std::optional<Error> PacketStore::rewritten(std::uint64_t position) const {
    if (!m_state->isForeign)
        return std::nullopt;
    const std::int64_t modified = m_state->bytes.modificationTime();
    if (modified == m_state->modified.load(std::memory_order_relaxed))
        return std::nullopt;
    std::vector<std::byte> now(m_state->beginning.size());
    const std::ptrdiff_t n = m_state->bytes.read(0, now);
    if (n < 0)
        return unreadable(errno, position);
    if (n < static_cast<std::ptrdiff_t>(now.size()))
        return shorter(position);
    if (now != m_state->beginning)
        return changed(position);
    m_state->modified.store(modified, std::memory_order_relaxed);
    return std::nullopt;
}

bool PacketStore::Loan::isThere(std::size_t bytes) const {
    return m_buffer.store == m_store.m_state && m_position >= m_buffer.position &&
           m_position + bytes <= m_buffer.position + m_buffer.count;
}

/// The packet begins behind the one before, not far from the end of what was read.
bool PacketStore::Loan::isNext() const {
    return m_buffer.store == m_store.m_state && m_position > m_buffer.position &&
           m_position - m_buffer.position <= m_buffer.count + m_buffer.ahead;
}

std::optional<Error> PacketStore::Loan::need(std::size_t bytes) {
    if (isThere(bytes))
        return std::nullopt;
    if (std::optional<Error> error = m_store.rewritten(m_position))
        return error;
    m_buffer.ahead = isNext() ? std::min(2 * m_buffer.ahead, kLongestRead) : kFirstRead;
    const std::size_t wanted = std::max(bytes, m_buffer.ahead);
    if (m_buffer.bytes.size() < wanted)
        m_buffer.bytes.resize(wanted);
    const std::ptrdiff_t n = m_store.m_state->bytes.read(m_position, std::span(m_buffer.bytes).first(wanted));
    if (n < 0) {
        const int errorNumber = errno;
        m_buffer.store.reset();
        return m_store.unreadable(errorNumber, m_position);
    }
    m_buffer.store = m_store.m_state;
    m_buffer.position = m_position;
    m_buffer.count = static_cast<std::size_t>(n);
    if (m_buffer.count < bytes)
        return m_store.shorter(m_position);
    return std::nullopt;
}

} // namespace synscope
