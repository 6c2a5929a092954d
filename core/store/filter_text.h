// SPDX-License-Identifier: Apache-2.0
//
// Filters as text made by the program: terms joined to what is there, values quoted where they must be, the same
// connection in the words of packet analysers, and the stretch of an expression that an error is about.
#pragma once

#include "core/store/snapshot.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace synscope {

/// How a term is put to the filter there is.
enum class FilterJoin : std::uint8_t { Replace, And, Or, Exclude };

/// Both parts mean what they meant alone. What does not parse, or is blank, is replaced.
[[nodiscard]] std::string joinedFilter(std::string_view before, FilterJoin join, std::string_view term);

/// The text as a value: as it is where it is one word, else between quotation marks.
[[nodiscard]] std::string filterValueText(std::string_view text);

/// Bytes of an expression, half open. Empty only at its end.
struct FilterStretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};
/// The word, sign or quotation at `place`, which may be the end.
[[nodiscard]] FilterStretch filterStretchAt(std::string_view text, std::size_t place);

/// The connection as a display filter of packet analysers: `ip.addr == 10.0.0.1 && … && tcp.port == 80`. Where its
/// ports were used more than once, from its first packet to its last. Cost: the connections, to know that.
[[nodiscard]] std::string displayFilterOf(const Snapshot& snapshot, ConnectionId id);

} // namespace synscope
