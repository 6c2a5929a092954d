// SPDX-License-Identifier: Apache-2.0
//
// The pcapng file format (draft-ietf-opsawg-pcapng): blocks as pure functions of bytes. A block handed in is
// whole: its body without the 8 bytes of type and length before it and the length behind it.
#pragma once

#include "core/capture/byte_order.h"
#include "core/wire/packet.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

enum class BlockType : std::uint32_t {
    SectionHeader = 0x0a0d0d0a, ///< the same in both byte orders
    InterfaceDescription = 1,
    Packet = 2, ///< obsolete
    SimplePacket = 3,
    InterfaceStatistics = 5,
    EnhancedPacket = 6,
    LetGo =
        0x8053594e, ///< for local use: where packets of a spool were; their number (64 bits), and nothing that counts
};

inline constexpr std::size_t kBlockHeaderBytes = 8;
inline constexpr std::size_t kBlockOverheadBytes = 12; ///< with the length repeated at the end
inline constexpr std::size_t kLeastSectionHeaderBytes = 28;
/// A block this program reads (a packet, a description) over this is damage; others are skipped whatever their length.
inline constexpr std::uint32_t kMostBlockBytes = (std::uint32_t{16} << 20) + 65536;
/// In a section: as many as the oldest packet block can tell apart. Each is kept, so there has to be an end.
inline constexpr std::size_t kMostInterfaces = 65536;

/// Whether this program reads blocks of the type, rather than skipping them.
[[nodiscard]] bool isReadBlock(BlockType type);

/// The unit of an interface's timestamps: if_tsresol and if_tsoffset.
class TimeUnit {
public:
    /// `resolution` as written: n for 10^-n seconds, 0x80 + n for 2^-n.
    explicit TimeUnit(std::uint8_t resolution = 6, std::int64_t offsetSeconds = 0);
    /// Rounded down to nanoseconds. A time out of range (before 1823, after 2116) is the nearest within: so the
    /// distance of any two times fits into 64 bits.
    [[nodiscard]] Timestamp at(std::uint64_t ticks) const {
        if (ticks < m_plainEnd) [[likely]]
            return timestampFromNs(static_cast<std::int64_t>(ticks * m_plainFactor));
        return exactAt(ticks);
    }

private:
    [[nodiscard]] Timestamp exactAt(std::uint64_t ticks) const;

    std::uint64_t m_plainEnd = 0; // below, a multiplication is all there is to do
    std::uint64_t m_plainFactor = 0;
    std::int64_t m_offsetSeconds = 0;
    std::uint8_t m_resolution = 6;
};

struct CaptureInterface {
    LinkType link = LinkType::Ethernet;
    std::uint8_t fcsBytes = 0;
    std::uint32_t snapLength = 0; ///< 0: no limit
    TimeUnit unit;
    std::string name; ///< as the writer's system calls it, at most 64 bytes; may be empty
};

/// What a packet block of any of the three kinds says.
struct PacketBlock {
    std::uint32_t interface = 0;
    std::optional<std::uint64_t> ticks; ///< none in a simple packet block
    std::uint32_t capturedBytes = 0;
    std::uint32_t originalBytes = 0;
    std::uint8_t fcsBytes = 0; ///< from the packet's own flags; 0: as the interface says
    std::size_t dataOffset = 0;
    std::string_view comment = {}; ///< the first, in the block
};

/// The byte order of the section a section header block opens; `body` begins with the byte-order magic.
[[nodiscard]] std::optional<ByteOrder> sectionOrder(std::span<const std::byte> body);
/// Fails for a version other than 1.x.
[[nodiscard]] std::optional<Error> checkSectionVersion(std::span<const std::byte> body, ByteOrder order);

[[nodiscard]] Result<CaptureInterface> parseInterface(std::span<const std::byte> body, ByteOrder order);

/// Reads a packet block; false when `body` is too short for its fixed fields or for the bytes it claims.
/// For a simple packet block, `snapLength` (of interface 0) bounds the captured bytes.
[[nodiscard]] bool parsePacketBlock(BlockType type, std::span<const std::byte> body, ByteOrder order,
                                    std::uint32_t snapLength, PacketBlock& block);

/// A whole enhanced packet block once more, with a comment (opt_comment) before its other options. Empty where `block`
/// is something else, or broken. A comment longer than an option holds is cut.
[[nodiscard]] std::vector<std::byte> withComment(std::span<const std::byte> block, ByteOrder order,
                                                 std::string_view comment);

struct InterfaceDrops {
    std::uint32_t interface = 0;
    std::uint64_t ticks = 0; ///< when it was counted, in the interface's unit
    std::uint64_t drops = 0;
};
/// isb_ifdrop and isb_osdrop together, which writers use as they please; empty when the block says neither.
[[nodiscard]] std::optional<InterfaceDrops> parseStatistics(std::span<const std::byte> body, ByteOrder order);

/// The packet, with its bytes, that `block` of `body` describes. `time` is used where the block has none.
[[nodiscard]] RawPacket toPacket(const PacketBlock& block, const CaptureInterface& interface,
                                 std::span<const std::byte> body, Timestamp time);

} // namespace synscope
