// SPDX-License-Identifier: Apache-2.0
//
// One segment of a trace, written as `0.000 > S seq=100 mss=1460`: its time, its direction, its flags, its fields.
#pragma once

#include "core/wire/segment.h"

#include <string>
#include <vector>

namespace synscope::test {

/// Seconds since the epoch, with decimals. Throws std::invalid_argument where it is none.
[[nodiscard]] Timestamp timeOf(const std::string& seconds);

/// The segment without its packet number; throws std::invalid_argument at a word it does not know.
[[nodiscard]] Segment segmentOf(const std::vector<std::string>& words);

} // namespace synscope::test
