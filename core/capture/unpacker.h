// SPDX-License-Identifier: Apache-2.0
//
// Unpacks gzip (RFC 1952), zstd (RFC 8878) and lz4 frames piece by piece; members or frames one after the
// other count as one stream. Pure: bytes in, bytes out, no files. Memory is bounded by the format's window,
// at most 128 MiB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

struct z_stream_s;
struct ZSTD_DCtx_s;
struct LZ4F_dctx_s;

namespace synscope {

enum class Compression : std::uint8_t { None, Gzip, Zstd, Lz4 };

/// "gzip", "zstd", "lz4"; empty for None.
[[nodiscard]] std::string_view toText(Compression compression);
/// Judges by the first four bytes; fewer are None.
[[nodiscard]] Compression detectCompression(std::span<const std::byte> beginning);

struct UnpackStep {
    std::size_t consumed = 0;
    std::size_t produced = 0;           ///< valid also when the step failed
    std::optional<std::string> failure; ///< "incorrect data check"; nothing more can be unpacked
};

class GzipUnpacker {
public:
    GzipUnpacker();
    [[nodiscard]] UnpackStep step(std::span<const std::byte> in, std::span<std::byte> out);
    [[nodiscard]] bool isInsideMember() const { return m_isInside; }

private:
    struct Free {
        void operator()(z_stream_s* stream) const;
    };
    std::unique_ptr<z_stream_s, Free> m_stream;
    bool m_isInside = false;
    bool m_isPadding = false; // zero bytes after the last member, as tapes leave them
};

class ZstdUnpacker {
public:
    ZstdUnpacker();
    [[nodiscard]] UnpackStep step(std::span<const std::byte> in, std::span<std::byte> out);
    [[nodiscard]] bool isInsideMember() const { return m_isInside; }

private:
    struct Free {
        void operator()(ZSTD_DCtx_s* context) const;
    };
    std::unique_ptr<ZSTD_DCtx_s, Free> m_context;
    std::size_t m_wanted = 0;
    bool m_isInside = false;
};

class Lz4Unpacker {
public:
    Lz4Unpacker();
    [[nodiscard]] UnpackStep step(std::span<const std::byte> in, std::span<std::byte> out);
    [[nodiscard]] bool isInsideMember() const { return m_isInside; }

private:
    struct Free {
        void operator()(LZ4F_dctx_s* context) const;
    };
    std::unique_ptr<LZ4F_dctx_s, Free> m_context;
    std::size_t m_wanted = 0;
    bool m_isInside = false;
};

/// Whichever the content asks for; monostate for bytes that are not compressed.
using Unpacker = std::variant<std::monostate, GzipUnpacker, ZstdUnpacker, Lz4Unpacker>;

[[nodiscard]] Unpacker makeUnpacker(Compression compression);
/// Unpacks some of `in` into `out`, which has room. With an empty `in`: what the unpacker still holds.
[[nodiscard]] UnpackStep unpack(Unpacker& unpacker, std::span<const std::byte> in, std::span<std::byte> out);
/// True while the current member or frame is not complete.
[[nodiscard]] bool isInsideMember(const Unpacker& unpacker);

} // namespace synscope
