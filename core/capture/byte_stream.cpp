// SPDX-License-Identifier: Apache-2.0
//
// Reading, unpacking and spooling behind one sliding window.
#include "core/capture/byte_stream.h"

#include "core/base/told.h"
#include "core/capture/common_store.h"

#include <algorithm>
#include <cstring>

namespace synscope {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;  // of unpacked bytes a fill
constexpr std::size_t kPackedBytes = std::size_t{1} << 18; // of input a read while unpacking
// The same where thousands of captures may be read at once.
constexpr std::size_t kBlockBytesOfMany = std::size_t{1} << 17;
constexpr std::size_t kPackedBytesOfMany = std::size_t{1} << 16;
constexpr std::size_t kMagicBytes = 4;
/// Of what is spooled. Even packets of zeros, as large as they get, differ in what makes a three-thousandth of them.
constexpr std::uint64_t kMostTimesPacked = 4000;
constexpr std::uint64_t kUnpackedAnyway = std::uint64_t{512} << 20;
constexpr std::uint64_t kOffsetEnd = std::uint64_t{1} << 43; // positions must stay below

} // namespace

ByteStream::ByteStream(RawInput input, bool keepBytes, std::shared_ptr<CommonStore> common)
    : m_input(std::move(input)),
      m_keepBytes(keepBytes),
      m_common(std::move(common)),
      m_firstOffset(m_input.offset()),
      m_packedCapacity(m_common ? kPackedBytesOfMany : kPackedBytes),
      m_capacity(m_common ? kBlockBytesOfMany : kBlockBytes) {
    m_buffer = std::make_unique_for_overwrite<std::byte[]>(m_capacity);
}

Result<ByteStream> ByteStream::open(const std::string& path, bool keepBytes, const Wakeup& wakeup,
                                    std::shared_ptr<CommonStore> common) {
    Result<RawInput> input = RawInput::open(path, wakeup, common);
    if (!input)
        return input.error();
    ByteStream stream(std::move(input).value(), keepBytes, std::move(common));
    if (const std::optional<Error> error = stream.begin(std::nullopt))
        return *error;
    return stream;
}

Result<ByteStream> ByteStream::over(RawInput input, bool keepBytes, std::optional<Spool> spool) {
    ByteStream stream(std::move(input), keepBytes, nullptr);
    if (const std::optional<Error> error = stream.begin(std::move(spool)))
        return *error;
    return stream;
}

std::optional<Error> ByteStream::begin(std::optional<Spool> spool) {
    m_packed = std::make_unique_for_overwrite<std::byte[]>(m_packedCapacity);
    while (m_packedEnd < kMagicBytes) {
        const ReadOutcome outcome = fillPacked();
        if (outcome == ReadOutcome::Failed)
            return Error{m_input.failure(), std::nullopt, std::nullopt};
        if (outcome != ReadOutcome::Data)
            break;
    }
    m_compression = detectCompression({m_packed.get(), m_packedEnd});
    m_unpacker = makeUnpacker(m_compression);
    if (m_compression == Compression::None && m_input.isSeekable())
        m_offset = m_firstOffset;
    if (!m_keepBytes || isStoreForeign())
        return std::nullopt;
    if (m_common) {
        Result<std::shared_ptr<const FileDescriptor>> shared = m_common->spool();
        if (!shared)
            return shared.error();
        m_part = std::make_shared<SpoolPart>(m_common, std::move(shared).value());
        return std::nullopt;
    }
    m_spool = std::move(spool);
    if (m_spool)
        return std::nullopt;
    Result<Spool> nameless = Spool::create();
    if (!nameless)
        return nameless.error();
    m_spool = std::move(nameless).value();
    return std::nullopt;
}

std::optional<std::uint64_t> ByteStream::inputBytesTotal() const {
    const std::optional<std::uint64_t> total = m_input.bytesTotal();
    return total ? std::optional(*total - std::min(*total, m_firstOffset)) : std::nullopt;
}

std::shared_ptr<const FileDescriptor> ByteStream::store() const {
    if (!m_keepBytes)
        return nullptr;
    if (m_part)
        return m_part->descriptor();
    return m_spool ? m_spool->descriptor() : m_input.descriptor();
}

StoredBytes ByteStream::stored() const {
    if (m_part)
        return StoredBytes(std::shared_ptr<const SpoolPart>(m_part));
    if (m_common && isStoreForeign())
        return StoredBytes(ReopenedFile{m_common, m_input.name()});
    return StoredBytes(store());
}

void ByteStream::consume(std::size_t bytes) {
    m_begin += bytes;
    m_offset += bytes;
}

bool ByteStream::leap(std::uint64_t bytes) {
    const std::uint64_t held = m_end - m_begin;
    const bool isPlain = isStoreForeign() && m_packedBegin == m_packedEnd;
    if (!isPlain || m_offset + bytes > m_input.bytesTotal().value_or(0))
        return false;
    if (bytes > held)
        m_input.skip(bytes - held);
    m_begin += static_cast<std::size_t>(std::min(bytes, held));
    m_offset += bytes;
    return true;
}

ReadOutcome ByteStream::fail(std::string reason) {
    m_failure = std::move(reason);
    return ReadOutcome::Failed;
}

void ByteStream::makeRoom() {
    const std::size_t held = m_end - m_begin;
    if (held == m_capacity) {
        auto larger = std::make_unique_for_overwrite<std::byte[]>(m_capacity * 2);
        std::memcpy(larger.get(), m_buffer.get() + m_begin, held);
        m_buffer = std::move(larger);
        m_capacity *= 2;
    } else if (m_begin > 0 && held > 0) {
        std::memmove(m_buffer.get(), m_buffer.get() + m_begin, held);
    }
    m_begin = 0;
    m_end = held;
}

ReadOutcome ByteStream::fill() {
    makeRoom();
    const std::span<std::byte> room(m_buffer.get() + m_end, m_capacity - m_end);
    if (!m_failure.empty())
        return ReadOutcome::Failed;
    if (m_offset + m_capacity >= kOffsetEnd)
        return fail(told("the capture is larger than 8 TiB, the most this program can address"));
    std::size_t bytes = 0;
    const ReadOutcome outcome = readMore(room, bytes);
    if (outcome != ReadOutcome::Data)
        return outcome;
    if (m_spool || m_part) {
        const Spool::Appended kept = m_part ? m_part->append(room.first(bytes)) : m_spool->append(room.first(bytes));
        if (kept.error)
            (void)fail(kept.error->message);
        if (kept.bytes == 0)
            return ReadOutcome::Failed;
        bytes = kept.bytes; // what the file took is read before the failure is told
    }
    m_end += bytes;
    return ReadOutcome::Data;
}

bool ByteStream::fillTo(std::size_t bytes) {
    while (window().size() < bytes) {
        if (fill() != ReadOutcome::Data)
            return false;
    }
    return true;
}

ReadOutcome ByteStream::fillPacked() {
    if (m_packedBegin == m_packedEnd)
        m_packedBegin = m_packedEnd = 0;
    std::size_t bytes = 0;
    const ReadOutcome outcome = m_input.read({m_packed.get() + m_packedEnd, m_packedCapacity - m_packedEnd}, bytes);
    m_packedEnd += bytes;
    return outcome;
}

ReadOutcome ByteStream::readMore(std::span<std::byte> into, std::size_t& bytes) {
    if (m_compression != Compression::None)
        return readUnpacked(into, bytes);
    if (m_packedBegin < m_packedEnd) {
        bytes = std::min(into.size(), m_packedEnd - m_packedBegin);
        std::memcpy(into.data(), m_packed.get() + m_packedBegin, bytes);
        m_packedBegin += bytes;
        return ReadOutcome::Data;
    }
    m_packed.reset();
    const ReadOutcome outcome = m_input.read(into, bytes);
    return outcome == ReadOutcome::Failed ? fail(m_input.failure()) : outcome;
}

ReadOutcome ByteStream::readUnpacked(std::span<std::byte> into, std::size_t& bytes) {
    const std::string packed(toText(m_compression));
    for (;;) {
        if (m_packedBegin == m_packedEnd && !m_mayHoldMore) {
            const ReadOutcome outcome = fillPacked();
            if (outcome == ReadOutcome::Failed)
                return fail(m_input.failure());
            if (outcome == ReadOutcome::End && isInsideMember(m_unpacker))
                return fail(told("the {0} data ends before it is complete", {packed}));
            if (outcome != ReadOutcome::Data)
                return outcome;
        }
        const std::span<const std::byte> in(m_packed.get() + m_packedBegin, m_packedEnd - m_packedBegin);
        const UnpackStep step = unpack(m_unpacker, in, into.subspan(bytes));
        m_packedBegin += step.consumed;
        bytes += step.produced;
        m_unpacked += step.produced;
        m_mayHoldMore = bytes == into.size();
        const bool isStuck = !in.empty() && step.consumed == 0 && step.produced == 0;
        if (step.failure || isStuck)
            (void)fail(
                told("the {0} data is damaged: {1}", {packed, step.failure.value_or(told("it cannot be unpacked"))}));
        if ((m_spool || m_part) && m_unpacked > kUnpackedAnyway && m_unpacked / kMostTimesPacked > inputBytesRead())
            return fail(
                told("the {0} data unpacks to more than {1} times its size: reading stopped before it would fill "
                     "the disk",
                     {packed, std::to_string(kMostTimesPacked)}));
        if (!m_failure.empty())
            return bytes > 0 ? ReadOutcome::Data : ReadOutcome::Failed;
        if (bytes == into.size() || (bytes > 0 && m_packedBegin == m_packedEnd))
            return ReadOutcome::Data;
    }
}

} // namespace synscope
