// SPDX-License-Identifier: Apache-2.0
//
// One segment of a connection as people want to read it. A detail may have millions of them: what few segments have
// lies elsewhere.
#pragma once

#include "core/base/boxed.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/tcp/marks.h"
#include "core/tcp/state.h"
#include "core/wire/segment.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace synscope {

class DetailSegment {
public:
    static constexpr std::size_t kPreviewBytes = 32;

    PacketNumber packet = kNoPacket;
    Timestamp time{};
    SeqNum seq;
    SeqNum ack;
    std::uint32_t relativeSeq = 0; ///< to the sender's ISN (or its first number seen)
    std::uint32_t relativeAck = 0; ///< to the peer's ISN; 0 without ACK
    std::uint32_t payloadBytes = 0;
    std::uint32_t window = 0; ///< scaled where the scale is known
    Marks marks;
    TcpFlags flags;
    std::array<StateSet, 2> possibleAfter{}; ///< every state it may be in then; at least stateAfter
    std::array<State, 2> stateAfter{State::Unknown, State::Unknown}; ///< by Side, after this segment
    std::uint16_t ipId = 0;                                          ///< 0 for IPv6
    Side sender = Side::Initiator;
    bool isLost : 1 = false; ///< captured near its sender and, though it should have come by, not near its receiver

    [[nodiscard]] TcpOptions options() const;
    void setOptions(const TcpOptions& options);

    /// First printable payload bytes ("GET /orders/17"), at most kPreviewBytes, else empty. Valid as long as this is.
    [[nodiscard]] std::string_view preview() const;
    /// What is longer is cut.
    void setPreview(std::string_view text);

    /// When the other capture saw it, by this one's clock; see two_ends.h.
    [[nodiscard]] std::optional<Timestamp> elsewhere() const {
        return m_elsewhere == kNowhere ? std::nullopt : std::optional(m_elsewhere);
    }
    void setElsewhere(Timestamp seen) { m_elsewhere = seen; }

private:
    struct Preview {
        std::uint8_t size = 0;
        std::array<char, kPreviewBytes> text{};
    };
    static constexpr Timestamp kNowhere = Timestamp::min();

    bool m_hasTimestamps : 1 = false;
    std::uint32_t m_tsValue = 0;
    std::uint32_t m_tsEcho = 0;
    Timestamp m_elsewhere = kNowhere;
    Boxed<TcpOptions> m_options; ///< where there are others than timestamps: all of them
    Boxed<Preview> m_preview;
};
static_assert(sizeof(DetailSegment) <= 88, "a million of them count");

} // namespace synscope
