// SPDX-License-Identifier: Apache-2.0
//
// One segment of a trace, written as `0.000 > S seq=100 mss=1460`: its time, its direction, its flags, its fields. And
// what the kernel's socket table tells before the first: `known - CLOSE_WAIT 90`.
#pragma once

#include "core/tcp/known_connection.h"
#include "core/wire/segment.h"

#include <string>
#include <vector>

namespace synscope::test {

/// Seconds since the epoch, with decimals. Throws std::invalid_argument where it is none.
[[nodiscard]] Timestamp timeOf(const std::string& seconds);

/// The segment without its packet number; throws std::invalid_argument at a word it does not know.
[[nodiscard]] Segment segmentOf(const std::vector<std::string>& words);

/// States of client and server, `-` for an end that is not in the table, and how many seconds before 0 they began, at
/// the latest. Whose words are others throws std::invalid_argument.
[[nodiscard]] KnownConnection knownOf(const std::vector<std::string>& words);

} // namespace synscope::test
