// SPDX-License-Identifier: Apache-2.0
//
// Pieces of the sentences that findings are made of.
#pragma once

#include "core/base/say.h"
#include "core/base/time.h"
#include "core/tcp/state.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace synscope {

/// "12 min 3 s", "1.2 s", "8.1 ms", "41 µs": two units at most, cut and not rounded.
[[nodiscard]] std::string durationInWords(Duration duration);

/// "1 packet", "12 packets": the thing in its singular, which takes an s.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view thing);

/// "the client", "the server" where the opening was captured; "the first sender", "the other side" where it was not;
/// "the local side", "the peer" of a socket table.
[[nodiscard]] std::string_view theRole(Origin origin, Side side);
/// "ESTABLISHED or CLOSE_WAIT": the likeliest first.
[[nodiscard]] std::string statesInWords(Language language, State best, StateSet possible);
/// "client" of "the client".
[[nodiscard]] std::string_view withoutArticle(std::string_view role);

} // namespace synscope
