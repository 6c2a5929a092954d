// SPDX-License-Identifier: Apache-2.0
//
// The capture's bytes, unpacked, as a window that slides over them: what a reader walks. What could not be
// read twice is spooled on its way, so every byte in the window can be found again in store() at its offset.
#pragma once

#include "core/capture/raw_input.h"
#include "core/capture/spool.h"
#include "core/capture/stored_bytes.h"
#include "core/capture/unpacker.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace synscope {

class ByteStream {
public:
    /// Opens `path` and waits for enough bytes to tell what it is compressed with. `wakeup` must outlive the stream.
    /// With `common`, what is kept of a file is found through that, and the stream may go.
    [[nodiscard]] static Result<ByteStream> open(const std::string& path, bool keepBytes, const Wakeup& wakeup,
                                                 std::shared_ptr<CommonStore> common = nullptr);

    /// The same of an input that is open already. `spool` is used where bytes are to be spooled; without one, a
    /// nameless one is made.
    [[nodiscard]] static Result<ByteStream> over(RawInput input, bool keepBytes,
                                                 std::optional<Spool> spool = std::nullopt);

    /// Bytes read and not consumed. Valid until fill().
    [[nodiscard]] std::span<const std::byte> window() const { return {m_buffer.get() + m_begin, m_end - m_begin}; }
    /// Where the window begins in the unpacked bytes.
    [[nodiscard]] std::uint64_t offset() const { return m_offset; }
    /// Gives up the first `bytes` of the window; they stay valid until fill().
    void consume(std::size_t bytes);

    /// Gives up bytes without reading those that are not in the window. False where that cannot be: the input is no
    /// plain file, or ends before.
    [[nodiscard]] bool leap(std::uint64_t bytes);

    /// Appends bytes to the window: what has arrived, at most a large block. The buffer grows only when it is full,
    /// so a length that is claimed but not there costs nothing.
    [[nodiscard]] ReadOutcome fill();
    /// Fills until the window holds `bytes` or nothing more comes; false in that case.
    [[nodiscard]] bool fillTo(std::size_t bytes);

    /// Why fill() answered Failed.
    [[nodiscard]] const std::string& failure() const { return m_failure; }
    [[nodiscard]] Compression compression() const { return m_compression; }
    [[nodiscard]] const std::string& name() const { return m_input.name(); }
    /// Of the input as given, before unpacking.
    [[nodiscard]] std::uint64_t inputBytesRead() const { return m_input.offset() - m_firstOffset; }
    [[nodiscard]] std::optional<std::uint64_t> inputBytesTotal() const;

    /// Whether the bytes can be read again.
    [[nodiscard]] bool keepsBytes() const { return m_keepBytes; }
    /// The file to read the unpacked bytes from again, by offset. Null when they are not kept, or it is opened anew.
    [[nodiscard]] std::shared_ptr<const FileDescriptor> store() const;
    /// The same for whoever reads them when this stream is gone.
    [[nodiscard]] StoredBytes stored() const;
    /// True when store() is the file as given, which others may change.
    [[nodiscard]] bool isStoreForeign() const { return m_compression == Compression::None && m_input.isSeekable(); }

private:
    ByteStream(RawInput input, bool keepBytes, std::shared_ptr<CommonStore> common);
    [[nodiscard]] std::optional<Error> begin(std::optional<Spool> spool);
    void makeRoom();
    [[nodiscard]] ReadOutcome fillPacked();
    [[nodiscard]] ReadOutcome readMore(std::span<std::byte> into, std::size_t& bytes);
    [[nodiscard]] ReadOutcome readUnpacked(std::span<std::byte> into, std::size_t& bytes);
    [[nodiscard]] ReadOutcome fail(std::string reason);

    RawInput m_input;
    bool m_keepBytes;
    Compression m_compression = Compression::None;
    Unpacker m_unpacker;
    std::optional<Spool> m_spool;
    std::shared_ptr<CommonStore> m_common; ///< null: this capture is read alone
    std::shared_ptr<SpoolPart> m_part;     ///< of the common spool; null: none is needed
    std::uint64_t m_firstOffset = 0;
    std::string m_failure;

    // Bytes of the input not yet unpacked or handed on: [m_packedBegin, m_packedEnd).
    std::unique_ptr<std::byte[]> m_packed;
    std::size_t m_packedCapacity = 0;
    std::size_t m_packedBegin = 0;
    std::size_t m_packedEnd = 0;
    std::uint64_t m_unpacked = 0; // bytes so far
    bool m_mayHoldMore = false;   // the unpacker filled its room to the last byte

    std::unique_ptr<std::byte[]> m_buffer;
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_offset = 0;
};

} // namespace synscope
