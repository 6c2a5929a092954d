// SPDX-License-Identifier: Apache-2.0
//
// A connection that was there before the first packet, as the kernel's socket table has it. Input of the flow table.
#pragma once

#include "core/base/time.h"
#include "core/tcp/connection_row.h"
#include "core/tcp/state.h"
#include "core/wire/ip_address.h"

#include <array>

namespace synscope {

struct KnownConnection {
    struct End {
        SocketAddress address;
        State state = State::Unknown; ///< Unknown: what follows from the other end's
        Timestamp since{};            ///< it has been in `state` since then at the latest
        bool isInTable = false;       ///< its socket is this machine's; true of at least one end
    };
    std::array<End, 2> end;      ///< by Side
    Timestamp seen{};            ///< when the table was read
    bool areRolesGuessed = true; ///< nothing listens on either port: who opened is a guess
};

/// Where the peer of a socket is, when nothing is on its way: the likeliest state, and all that can last. Segments
/// under way are sent again and show themselves, so what only they would explain is left out.
struct PeerStates {
    State likeliest = State::Unknown;
    StateSet possible;
};
[[nodiscard]] PeerStates peerStatesOf(State socket);

/// A connection is met in these; one that is only opening sends its SYN again, and is then known better.
[[nodiscard]] bool isLastingState(State state);

/// The kernel's state is none that the packets leave possible. Not where two clocks run TIME_WAIT out, nor where
/// nothing is known.
[[nodiscard]] bool contradicts(State kernelSays, const ConnectionRow& row, Side side);

} // namespace synscope
