// SPDX-License-Identifier: Apache-2.0
//
// A range of a connection's segments as people write it: "10-20", counted from 1.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <limits>
#include <string_view>

namespace synscope {

/// Indices of segments, from 0, both included.
struct SegmentRange {
    std::size_t first = 0;
    std::size_t last = std::numeric_limits<std::size_t>::max(); ///< the last there is
};

/// "10-20", "10-" (to the end), "-20" (from the beginning), "7" (that one); counted from 1. An Error says what is wrong
/// with the text.
[[nodiscard]] Result<SegmentRange> parseSegmentRange(std::string_view text);

} // namespace synscope
