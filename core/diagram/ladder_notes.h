// SPDX-License-Identifier: Apache-2.0
//
// The sentences between the lifelines: what an opening, a reset, a silence or a CLOSE_WAIT means.
#pragma once

#include "core/diagram/ladder_facts.h"
#include "core/diagram/ladder_layout.h"

#include <optional>

namespace synscope {

/// "opened in 0.41 ms: both sides can send and hear"; for the segment facts.opened.
[[nodiscard]] LadderNote openedNote(const ConnectionDetail& detail, const ConversationFacts& facts);
/// "refused: ..." or "reset by ..."; for the segment facts.reset.
[[nodiscard]] LadderNote resetNote(const ConnectionDetail& detail, const ConversationFacts& facts);

/// What is to be said after the last segment, and about whom.
struct ClosingNote {
    Side side = Side::Initiator;
    LadderNote note;
    bool awaitsFin = false; ///< CLOSE_WAIT: the FIN that was not seen follows
};
/// CLOSE_WAIT, TIME_WAIT or an unanswered SYN at the end of the capture; empty for an ordinary end.
[[nodiscard]] std::optional<ClosingNote> closingNote(const ConnectionDetail& detail, const ConversationFacts& facts,
                                                     Duration timeWait);

} // namespace synscope
