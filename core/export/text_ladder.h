// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram as plain text in fixed columns, at most 100 wide: packet, time, client's state, arrow,
// server's state. A state is printed where it begins.
#pragma once

#include "core/diagram/ladder_layout.h"
#include "core/store/replay.h"

#include <cstddef>
#include <ostream>

namespace synscope {

inline constexpr std::size_t kTextLadderColumns = 100;

void writeTextLadder(std::ostream& out, const ConnectionDetail& detail, const LadderCards& cards = {},
                     const LadderOptions& shown = {});

} // namespace synscope
