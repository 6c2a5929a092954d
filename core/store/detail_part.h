// SPDX-License-Identifier: Apache-2.0
//
// A stretch of a connection, to be shown or exported by itself.
#pragma once

#include "core/store/replay.h"

#include <cstddef>

namespace synscope {

/// The detail with the segments from `first` to `last` alone (indices into `whole.segments`, both included; kept within
/// them and in order). What is known of these segments stays known, also where a later packet told it. States begin as
/// they were before `first`, and `part` says what was taken. All of it is `whole` itself. Cost: a copy.
[[nodiscard]] ConnectionDetail detailPart(const ConnectionDetail& whole, std::size_t first, std::size_t last);

} // namespace synscope
