// SPDX-License-Identifier: Apache-2.0
//
// Why a change of state is believed, in words: what it means, what it rests on, which packets show it. Pure;
// the window's tips, the pictures and the text forms say the same.
#pragma once

#include "core/store/replay.h"

#include <string>

namespace synscope {

/// "both FINs are exchanged; it remembers for 2MSL": what the change means, a phrase about the endpoint.
[[nodiscard]] std::string transitionMeaning(const ConnectionDetail& detail, const DetailTransition& transition);
/// "RFC 9293, 3.10.7.4"; empty where the state machine has no such move.
[[nodiscard]] std::string transitionSource(const ConnectionDetail& detail, const DetailTransition& transition);
/// "sent by this endpoint", "received: taken as delivered, no later packet proves it", "proven by packet 12".
[[nodiscard]] std::string basisWords(const DetailTransition& transition, Language language = Language::English);
/// All of it in one sentence: "the server: LISTEN → SYN_RECEIVED at packet 1: …, proven by packet 2 (RFC …)".
[[nodiscard]] std::string transitionText(const ConnectionDetail& detail, const DetailTransition& transition);

/// "believed until packet 14 (FIN sent again) showed it had not arrived", or "showed otherwise" of a guess.
[[nodiscard]] std::string disproofWords(const ConnectionDetail& detail, const DetailTransition& transition);

/// The segment of that packet; null where it is not shown. Logarithmic.
[[nodiscard]] const DetailSegment* segmentOf(const ConnectionDetail& detail, PacketNumber packet);

} // namespace synscope
