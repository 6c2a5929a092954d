// SPDX-License-Identifier: Apache-2.0
//
// TCP scenarios as text. In: one segment a line,
//     0.000 > S seq=100 mss=1460     ('>' from the client 192.0.2.1:40000, '<' from the server 198.51.100.1:80)
//     # a comment; `timewait 60` sets 2MSL, `end 90` the capture's last moment
// with flags of S F R P A, and seq, ack, len, win, mss, ws, ts, id as numbers. Out: what the tracker said of it,
//     #1 c0 initiator CLOSED -> SYN_SENT (sent)
//     #4 c0 retransmission
// and the final states of each connection.
#pragma once

#include <string>
#include <string_view>

namespace synscope::test {

/// Runs the scenario and prints its moves, marks and final states.
[[nodiscard]] std::string runTrace(std::string_view trace);

} // namespace synscope::test
