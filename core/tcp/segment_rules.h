// SPDX-License-Identifier: Apache-2.0
//
// What one segment is, judged before the state machine sees it: retransmission, keep-alive, probe,
// duplicate ACK... under the definitions packet analysers share. Pure: reads two endpoints, changes none.
#pragma once

#include "core/tcp/endpoint.h"
#include "core/tcp/marks.h"
#include "core/wire/segment.h"

#include <cstdint>

namespace synscope {

/// True for combinations no TCP sends: SYN with FIN or RST, none of SYN, RST and ACK.
[[nodiscard]] bool hasImpossibleFlags(const Segment& segment);

/// The same frame once more, as mirror ports produce them: same numbers, flags and (non-zero) IP ID as the
/// sender's newest segment, within milliseconds.
/// Packets without an IP ID must say or carry something, unless this capture is known to show frames twice
/// (`seesTwice`): equal pure ACKs may well be two.
[[nodiscard]] bool isDuplicateFrame(const Segment& segment, const Endpoint& sender, bool seesTwice);

/// Sent a little before the sender's newest frame, as IP IDs tell, and captured milliseconds after that one: overtaken
/// on its way, or a copy.
[[nodiscard]] bool isBehindNewest(const Segment& segment, const Endpoint& sender);

/// A frame of a burst once more, behind newer ones, that tells nothing new. Only for a segment whose bytes were all
/// captured before: otherwise it is a late one. Pure ACKs, and copies of retransmissions, are known only where frames
/// were seen twice before (`seesTwice`): they may well have been overtaken.
[[nodiscard]] bool isDuplicateOfBurst(const Segment& segment, const Endpoint& sender, bool seesTwice);

/// All marks that follow from the numbers. `handshakeRttUs` 0 = unknown (then 3 ms tell reordering from
/// retransmission).
[[nodiscard]] Marks classify(const Segment& segment, const Endpoint& sender, const Endpoint& receiver,
                             std::uint32_t handshakeRttUs);

/// Its timestamp is older than one its receiver has already taken over, and it would be acceptable otherwise: PAWS
/// (RFC 7323, section 5). A timestamp not refreshed for 24 days proves nothing.
[[nodiscard]] bool isOlderByTimestamp(const Segment& segment, const Endpoint& sender, const Endpoint& receiver);

/// All of it lies right of the receiver's window: by the edge it has offered where the capture is whole
/// (`isWhole`), otherwise so far right that no ACK missing from the capture explains it.
[[nodiscard]] bool isBeyondWindow(const Segment& segment, const Endpoint& sender, const Endpoint& receiver,
                                  bool isWhole, std::uint32_t handshakeRttUs);

/// It acknowledges the receiver's SYN and nothing the receiver never sent.
[[nodiscard]] bool acknowledgesSyn(const Segment& segment, const Endpoint& receiver);

/// It begins within, or right behind, what its sender has sent: no stray.
[[nodiscard]] bool goesOn(const Segment& segment, const Endpoint& sender);

/// It acknowledges what the receiver cannot have sent: more than the sender's own window beyond what was captured.
[[nodiscard]] bool acknowledgesUnsent(const Segment& segment, const Endpoint& sender, const Endpoint& receiver);

/// The receiver's advertised window in bytes, scaled where both offered scaling; empty handshakes count as the largest
/// scale.
[[nodiscard]] std::uint32_t windowOf(const Endpoint& receiver, const Endpoint& sender);

} // namespace synscope
