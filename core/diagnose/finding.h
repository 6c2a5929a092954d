// SPDX-License-Identifier: Apache-2.0
//
// What is worth telling somebody about a connection, with its evidence. Found on demand from what is
// stored; a detector is a pure function in a file of its own, and detectors.cpp lists them.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/tcp/state.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

enum class Severity : std::uint8_t { Note, Warning, Problem };

struct Finding {
    std::string_view kind; ///< "close-wait-leak", "refused", "unanswered", "aborted"...; a literal
    Severity severity = Severity::Note;
    Side endpoint = Side::Initiator; ///< who it is about
    PacketNumber packet = kNoPacket; ///< the evidence
    std::optional<Timestamp> since;
    std::string text;     ///< one sentence in plain words: who owes what
    std::string_view rfc; ///< "RFC 9293, section 3.6.1"; empty when none applies
};

/// When silence becomes a leak and so on; settings of the user.
struct DiagnosePolicy {
    Duration leakAfter = std::chrono::seconds(60);
};

} // namespace synscope
