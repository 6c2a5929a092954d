// SPDX-License-Identifier: Apache-2.0
//
// What an `expect` line of a trace asks of the tracker, judged against the snapshot that readers would see at that
// moment. `cN` limits a line to connection N (0 = the first), otherwise it is about the newest connection of the
// 4-tuple, incidents excepted, which are looked for in all; `no` turns a line round.
//
//     expect [cN] [no] X Y             states of client and server: `STATE` certain; `STATE*` certain, taken as
//     delivered
//                                      and not yet proven; `A|B` just these are possible and A is the likeliest; `A,B`
//                                      just these, whichever is the likeliest; `STATE+` the likeliest, whatever else is
//                                      possible; `?` any
//     expect connections N
//     expect mark #K NAME              marks of segment K; `expect no NAME #K` that it has not this one
//     expect owner #K cN               the connection to which segment K is given by now
//     expect [cN] [no] incident NAME [client|server]
//     expect [cN] [no] finding KIND [client|server]
//     expect [cN] [no] proven|disproved client|server FROM TO
//     expect [cN] reuse REASON         after-close, higher-isn...
//     expect [cN] initiator client|server
//     expect [cN] roles guessed|known
//     expect [cN] origin handshake|midstream
//     expect [cN] count client|server FIELD N     of AnomalyCounters, or `bytes`, `segments`
//     expect [cN] [no] flag refused|reset-seen
//     expect [cN] [no] quality NAME    missed-from-client, duplicate-frames...
#pragma once

#include "tests/tcp/traced_table.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace synscope::test {

/// Nothing when the words after `expect` hold, else what was there instead. Throws std::invalid_argument at words that
/// ask nothing.
[[nodiscard]] std::optional<std::string> unmet(std::vector<std::string> words, const Snapshot& snapshot,
                                               std::span<const SegmentFate> fates);

} // namespace synscope::test
