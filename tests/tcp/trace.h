// SPDX-License-Identifier: Apache-2.0
//
// TCP scenarios as text. In: one segment a line,
//     0.000 > S seq=100 mss=1460     ('>' from the client 192.0.2.1:40000, '<' from the server 198.51.100.1:80)
//     # a comment; `timewait 60` sets 2MSL, `end 90` the capture's last moment
//     expect SYN_SENT ?              (what has to hold at this point: expectations.h)
//     known - CLOSE_WAIT 90          (what the socket table tells before the first segment: trace_segment.h)
//     kernel server CLOSED 5.0       (and what it tells at that time, without a packet)
// with flags of F S R P A U E C, `-` for none, and seq, ack, len, win, mss, ws, ts, tsecr, id, ttl as numbers, `sack`
// and `tfo` (Fast Open) alone. A field that is not named is zero, the window 65535. Out: what the tracker said of it,
//     #1 c0 initiator CLOSED -> SYN_SENT (sent)
//     #4 c0 retransmission
// and the final states of each connection; and every expectation that did not hold.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace synscope::test {

struct TraceReport {
    std::string moves;                 ///< moves, marks and final states
    std::size_t expectations = 0;      ///< how many `expect` lines there were
    std::vector<std::string> failures; ///< "FILE:LINE: expected X, but there was Y", also for a line that is no sense
};

/// Runs the scenario; `name` is what failures call it.
[[nodiscard]] TraceReport runTrace(std::string_view trace, const std::string& name);

} // namespace synscope::test
