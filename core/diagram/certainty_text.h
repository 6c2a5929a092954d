// SPDX-License-Identifier: Apache-2.0
//
// How far what is said of a connection as a whole can be trusted, in words: who is who, how it began, why it is
// taken for a new one, what the capture lacks.
#pragma once

#include "core/store/replay.h"

#include <string>
#include <vector>

namespace synscope {

/// A line of "How sure": a short name and a sentence.
struct CertaintyNote {
    std::string topic;        ///< "beginning", "roles", "ports", "capture"
    std::string text;         ///< "the handshake was captured"
    bool lowersTrust = false; ///< deserves a look; the others only inform
    std::string shortText;    ///< of what lowers the trust: three or four words; else empty
};

/// Every line, in a fixed order; never empty.
[[nodiscard]] std::vector<CertaintyNote> certaintyNotes(const ConnectionDetail& detail);

/// "new connection: its ISN is above the last number used (RFC 9293, 3.6.1)"; empty for the first use of the ports.
[[nodiscard]] std::string reuseText(ReuseReason reason);

} // namespace synscope
