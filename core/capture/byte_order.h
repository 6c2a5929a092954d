// SPDX-License-Identifier: Apache-2.0
//
// Numbers as capture files write them: in either byte order, at any alignment.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace synscope {

enum class ByteOrder : std::uint8_t { Little, Big };

inline constexpr ByteOrder kNativeOrder =
    std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;

/// The two bytes at `from`, which need not be aligned.
[[nodiscard]] inline std::uint16_t load16(const std::byte* from, ByteOrder order) {
    std::uint16_t v = 0;
    std::memcpy(&v, from, sizeof v);
    return order == kNativeOrder ? v : __builtin_bswap16(v);
}

[[nodiscard]] inline std::uint32_t load32(const std::byte* from, ByteOrder order) {
    std::uint32_t v = 0;
    std::memcpy(&v, from, sizeof v);
    return order == kNativeOrder ? v : __builtin_bswap32(v);
}

[[nodiscard]] inline std::uint64_t load64(const std::byte* from, ByteOrder order) {
    std::uint64_t v = 0;
    std::memcpy(&v, from, sizeof v);
    return order == kNativeOrder ? v : __builtin_bswap64(v);
}

} // namespace synscope
