// SPDX-License-Identifier: Apache-2.0
//
// The three decompressors. zstd and lz4 drop what a call has unpacked when that call meets an error, so they
// are fed block by block: everything before the damaged block comes out.
#include "core/capture/unpacker.h"

#include "core/base/told.h"
#include "core/capture/byte_order.h"

#include <algorithm>
#include <type_traits>

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

namespace synscope {

namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr std::uint32_t kZstdMagic = 0xfd2fb528;
constexpr std::uint32_t kLz4Magic = 0x184d2204;
constexpr std::uint32_t kSkippableMagic = 0x184d2a50; // and the 15 after it; parallel zstd writers begin with one

// The decompressors ask for a block and the header of the next one. Without that header, an error in it cannot
// take the block along.
std::size_t withoutNextHeader(std::size_t wanted, std::size_t headerBytes) {
    return wanted > headerBytes ? wanted - headerBytes : wanted;
}

} // namespace

std::string_view toText(Compression compression) {
    switch (compression) {
    case Compression::None:
        return "";
    case Compression::Gzip:
        return "gzip";
    case Compression::Zstd:
        return "zstd";
    case Compression::Lz4:
        return "lz4";
    }
    return "";
}

Compression detectCompression(std::span<const std::byte> beginning) {
    if (beginning.size() < 4)
        return Compression::None;
    const std::uint32_t magic = load32(beginning.data(), ByteOrder::Little);
    if ((magic & 0xffffff) == 0x088b1f)
        return Compression::Gzip;
    if (magic == kZstdMagic || (magic & ~0xfU) == kSkippableMagic)
        return Compression::Zstd;
    return magic == kLz4Magic ? Compression::Lz4 : Compression::None;
}

Unpacker makeUnpacker(Compression compression) {
    switch (compression) {
    case Compression::None:
        return {};
    case Compression::Gzip:
        return GzipUnpacker();
    case Compression::Zstd:
        return ZstdUnpacker();
    case Compression::Lz4:
        return Lz4Unpacker();
    }
    return {};
}

UnpackStep unpack(Unpacker& unpacker, std::span<const std::byte> in, std::span<std::byte> out) {
    return std::visit(
        [&](auto& one) -> UnpackStep {
            if constexpr (std::is_same_v<std::decay_t<decltype(one)>, std::monostate>)
                return {};
            else
                return one.step(in, out);
        },
        unpacker);
}

bool isInsideMember(const Unpacker& unpacker) {
    return std::visit(
        [](const auto& one) {
            if constexpr (std::is_same_v<std::decay_t<decltype(one)>, std::monostate>)
                return false;
            else
                return one.isInsideMember();
        },
        unpacker);
}

void GzipUnpacker::Free::operator()(z_stream_s* stream) const {
    inflateEnd(stream);
    delete stream;
}

GzipUnpacker::GzipUnpacker() : m_stream(new z_stream_s{}) {
    if (inflateInit2(m_stream.get(), kGzipOnly) != Z_OK)
        m_stream.reset();
}

UnpackStep GzipUnpacker::step(std::span<const std::byte> in, std::span<std::byte> out) {
    if (!m_stream)
        return {0, 0, told("not enough memory")};
    if (!m_isInside) {
        const auto firstByte = std::find_if(in.begin(), in.end(), [](std::byte b) { return b != std::byte{0}; });
        m_isPadding = m_isPadding || (!in.empty() && firstByte != in.begin());
        if (in.empty() || (m_isPadding && firstByte == in.end()))
            return {in.size(), 0, std::nullopt};
        if (m_isPadding)
            return {0, 0, told("other bytes follow the packed ones")};
        inflateReset(m_stream.get());
        m_isInside = true;
    }
    m_stream->next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data())); // zlib does not write to it
    m_stream->avail_in = static_cast<uInt>(in.size());
    m_stream->next_out = reinterpret_cast<Bytef*>(out.data());
    m_stream->avail_out = static_cast<uInt>(out.size());
    const int answer = inflate(m_stream.get(), Z_NO_FLUSH);
    UnpackStep step{in.size() - m_stream->avail_in, out.size() - m_stream->avail_out, std::nullopt};
    if (answer == Z_STREAM_END)
        m_isInside = false;
    else if (answer != Z_OK && answer != Z_BUF_ERROR)
        step.failure = m_stream->msg != nullptr ? m_stream->msg : zError(answer);
    return step;
}

void ZstdUnpacker::Free::operator()(ZSTD_DCtx_s* context) const {
    ZSTD_freeDCtx(context);
}

ZstdUnpacker::ZstdUnpacker() : m_context(ZSTD_createDCtx()) {}

UnpackStep ZstdUnpacker::step(std::span<const std::byte> in, std::span<std::byte> out) {
    constexpr std::size_t kFrameStart = 5;
    constexpr std::size_t kBlockHeader = 3;
    if (!m_context)
        return {0, 0, told("not enough memory")};
    if (!m_isInside && in.empty())
        return {};
    const std::size_t wanted = m_isInside ? withoutNextHeader(m_wanted, kBlockHeader) : kFrameStart;
    ZSTD_inBuffer source{in.data(), std::min(in.size(), wanted), 0};
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    const std::size_t answer = ZSTD_decompressStream(m_context.get(), &target, &source);
    if (ZSTD_isError(answer) != 0)
        return {source.pos, 0, ZSTD_getErrorName(answer)};
    m_isInside = answer != 0;
    m_wanted = answer;
    return {source.pos, target.pos, std::nullopt};
}

void Lz4Unpacker::Free::operator()(LZ4F_dctx_s* context) const {
    LZ4F_freeDecompressionContext(context);
}

Lz4Unpacker::Lz4Unpacker() {
    LZ4F_dctx* context = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) == 0)
        m_context.reset(context);
}

UnpackStep Lz4Unpacker::step(std::span<const std::byte> in, std::span<std::byte> out) {
    constexpr std::size_t kFrameStart = 7;
    constexpr std::size_t kBlockHeader = 4;
    if (!m_context)
        return {0, 0, told("not enough memory")};
    if (!m_isInside && in.empty())
        return {};
    const std::size_t wanted = m_isInside ? withoutNextHeader(m_wanted, kBlockHeader) : kFrameStart;
    std::size_t consumed = std::min(in.size(), wanted);
    std::size_t produced = out.size();
    const std::size_t answer = LZ4F_decompress(m_context.get(), out.data(), &produced, in.data(), &consumed, nullptr);
    if (LZ4F_isError(answer) != 0)
        return {0, 0, LZ4F_getErrorName(answer)};
    m_isInside = answer != 0;
    m_wanted = answer;
    return {consumed, produced, std::nullopt};
}

} // namespace synscope
