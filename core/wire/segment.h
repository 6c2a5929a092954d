// SPDX-License-Identifier: Apache-2.0
//
// One decoded TCP segment: what the tracker is fed. Everything in host order, judged once by the decoder:
// a Segment has a whole, sane TCP header.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/wire/ip_address.h"
#include "core/wire/seq_num.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace synscope {

/// Flag bits as in the header (RFC 9293, section 3.1; AE is the former NS bit, RFC 9768).
enum class TcpFlag : std::uint16_t {
    Fin = 0x001,
    Syn = 0x002,
    Rst = 0x004,
    Psh = 0x008,
    Ack = 0x010,
    Urg = 0x020,
    Ece = 0x040,
    Cwr = 0x080,
    Ae = 0x100,
};

struct TcpFlags {
    std::uint16_t bits = 0;

    [[nodiscard]] constexpr bool has(TcpFlag flag) const { return (bits & static_cast<std::uint16_t>(flag)) != 0; }
    [[nodiscard]] constexpr bool syn() const { return has(TcpFlag::Syn); }
    [[nodiscard]] constexpr bool fin() const { return has(TcpFlag::Fin); }
    [[nodiscard]] constexpr bool rst() const { return has(TcpFlag::Rst); }
    [[nodiscard]] constexpr bool ack() const { return has(TcpFlag::Ack); }
    friend constexpr bool operator==(TcpFlags, TcpFlags) = default;
};

/// [left, right) in sequence space (RFC 2018).
struct SackBlock {
    SeqNum left;
    SeqNum right;
    friend constexpr bool operator==(SackBlock, SackBlock) = default;
};

/// The options that matter for tracking; absent ones have their flag false.
struct TcpOptions {
    bool hasMss = false;
    bool hasWindowScale = false;
    bool sackPermitted = false;
    bool hasTimestamps = false;
    bool hasFastOpen = false;     ///< RFC 7413, cookie or cookie request, also the experimental form (kind 254)
    bool hasMultipath = false;    ///< RFC 8684
    bool malformed = false;       ///< an option's length ran past the header or was below 2; those before it stand
    bool cut = false;             ///< the snap length cut the options; those before the cut stand
    std::uint8_t sackCount = 0;   ///< valid entries of `sack`
    std::uint8_t windowScale = 0; ///< shift as sent; may be over 14 (RFC 7323: then 14 counts)
    std::uint8_t multipathSubtype = 0;
    std::uint8_t fastOpenCookieBytes = 0;
    std::uint16_t mss = 0;
    std::uint32_t tsValue = 0;
    std::uint32_t tsEcho = 0;
    std::array<SackBlock, 4> sack{};
    friend constexpr bool operator==(const TcpOptions&, const TcpOptions&) = default;
};

struct Segment {
    PacketNumber packet = kNoPacket;
    Timestamp time{};
    std::uint64_t position =
        0; ///< of its packet in the capture; for a reassembled one, of the packet that completed it
    SocketAddress source;
    SocketAddress destination;
    SeqNum seq;
    SeqNum ack; ///< meaningful only with the ACK flag
    TcpFlags flags;
    std::uint16_t window = 0;       ///< as sent, unscaled
    std::uint32_t payloadBytes = 0; ///< from the IP header's length, however much of it was captured
    std::uint16_t ipId = 0;         ///< 0 for IPv6
    std::uint8_t ttl = 0;           ///< or hop limit
    bool reassembled = false;       ///< from IP fragments
    bool windowIsCut = false; ///< the snap length cut the header after its flags: `window` and options are unknown
    bool lengthFromCapture = false; ///< the IP length was 0 (segmentation offload): length taken from the frame
    TcpOptions options;
    std::span<const std::byte> payload; ///< the captured part; valid only as long as the packet's bytes

    /// SEG.LEN of RFC 9293: payload plus one each for SYN and FIN.
    [[nodiscard]] constexpr std::uint32_t sequenceLength() const {
        return payloadBytes + (flags.syn() ? 1U : 0U) + (flags.fin() ? 1U : 0U);
    }
    /// First sequence number after the segment.
    [[nodiscard]] constexpr SeqNum end() const { return seq + sequenceLength(); }
};

} // namespace synscope
