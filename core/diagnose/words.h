// SPDX-License-Identifier: Apache-2.0
//
// Pieces of the sentences that findings are made of.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace synscope {

/// "12 min 3 s", "1.2 s", "41 µs": two units at most.
[[nodiscard]] std::string durationInWords(Duration duration);

/// "1 packet", "12 packets": the thing in its singular, which takes an s.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view thing);

} // namespace synscope
