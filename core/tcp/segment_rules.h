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
[[nodiscard]] bool isDuplicateFrame(const Segment& segment, const Endpoint& sender);

/// All marks that follow from the numbers. `handshakeRttUs` 0 = unknown (then 3 ms tell reordering from
/// retransmission).
[[nodiscard]] Marks classify(const Segment& segment, const Endpoint& sender, const Endpoint& receiver,
                             std::uint32_t handshakeRttUs);

/// Its timestamp is older than one its receiver has already taken over, and it would be acceptable otherwise: PAWS
/// (RFC 7323, section 5). A timestamp not refreshed for 24 days proves nothing.
[[nodiscard]] bool isOlderByTimestamp(const Segment& segment, const Endpoint& sender, const Endpoint& receiver);

/// It lies so far right of the receiver's window that no ACK missing from the capture explains it.
[[nodiscard]] bool isFarBeyondWindow(const Segment& segment, const Endpoint& sender, const Endpoint& receiver);

/// The receiver's advertised window in bytes, scaled where both offered scaling; empty handshakes count as the largest
/// scale.
[[nodiscard]] std::uint32_t windowOf(const Endpoint& receiver, const Endpoint& sender);

} // namespace synscope
