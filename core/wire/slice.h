// SPDX-License-Identifier: Apache-2.0
//
// Part of a packet: the bytes captured of it, and how long it was on the wire. Reading is unchecked: ask
// has() first, and after that no accessor can fail. Multi-byte fields are big endian unless named otherwise.
#pragma once

#include "core/wire/decode.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace synscope {

class Slice {
public:
    Slice() = default;
    /// A length on the wire below the captured bytes is a writer's mistake and counts as all of them.
    Slice(std::span<const std::byte> bytes, std::uint64_t lengthOnWire)
        : m_bytes(bytes), m_length(std::max<std::uint64_t>(lengthOnWire, bytes.size())) {}

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }
    [[nodiscard]] std::size_t captured() const { return m_bytes.size(); }
    /// Bytes on the wire; never below captured().
    [[nodiscard]] std::uint64_t length() const { return m_length; }

    /// True when the first `count` bytes were captured.
    [[nodiscard]] bool has(std::size_t count) const { return count <= m_bytes.size(); }
    /// Why has(count) is false: the capture was cut, or there never were that many bytes.
    [[nodiscard]] PacketFate shortage(std::size_t count) const {
        return count <= m_length ? PacketFate::CutBySnapLength : PacketFate::Malformed;
    }

    [[nodiscard]] std::uint8_t u8(std::size_t at) const { return static_cast<std::uint8_t>(m_bytes[at]); }
    [[nodiscard]] std::uint16_t u16(std::size_t at) const {
        return static_cast<std::uint16_t>((u8(at) << 8) | u8(at + 1));
    }
    [[nodiscard]] std::uint32_t u32(std::size_t at) const {
        return (std::uint32_t{u16(at)} << 16) | std::uint32_t{u16(at + 2)};
    }
    [[nodiscard]] std::uint16_t u16LittleEndian(std::size_t at) const {
        return static_cast<std::uint16_t>((u8(at + 1) << 8) | u8(at));
    }
    [[nodiscard]] std::uint32_t u32LittleEndian(std::size_t at) const {
        return (std::uint32_t{u16LittleEndian(at + 2)} << 16) | std::uint32_t{u16LittleEndian(at)};
    }

    /// Drops the first `count` bytes; needs has(count).
    void skip(std::size_t count) {
        m_bytes = m_bytes.subspan(count);
        m_length -= count;
    }
    /// Sets the length on the wire as a header tells it; captured bytes beyond it (padding, trailers) go.
    void setLength(std::uint64_t length) {
        m_length = length;
        if (m_bytes.size() > length)
            m_bytes = m_bytes.first(static_cast<std::size_t>(length));
    }
    /// As setLength, but never makes it longer.
    void limitLength(std::uint64_t length) { setLength(std::min(length, m_length)); }

private:
    std::span<const std::byte> m_bytes;
    std::uint64_t m_length = 0;
};

} // namespace synscope
