// SPDX-License-Identifier: Apache-2.0
//
// How far what is said of a connection as a whole can be trusted, in words: who is who, how it began, why it is
// taken for a new one, where it was captured, what the capture lacks. Window, pictures and text forms say the same.
#pragma once

#include "core/diagram/state_claims.h"
#include "core/store/replay.h"

#include <string>
#include <vector>

namespace synscope {

/// A line of "How sure": a short name and a sentence or two.
struct CertaintyNote {
    std::string topic;        ///< "beginning", "roles", "ports", "states", "place", "capture"
    std::string text;         ///< "The opening was captured."
    bool lowersTrust = false; ///< deserves a look; the others only inform
    std::string shortText;    ///< of what lowers the trust: three or four words; else empty
};

/// Every line, in a fixed order; never empty.
[[nodiscard]] std::vector<CertaintyNote> certaintyNotes(const ConnectionDetail& detail);

/// What lowers the trust in one line: "Not sure: opening not seen · roles guessed"; empty where nothing does.
[[nodiscard]] std::string doubtText(const ConnectionDetail& detail);
/// That the beginning is no longer kept, and how much of it; empty where all is.
[[nodiscard]] std::string goneText(const ConnectionDetail& detail);

/// What a second capture adds, in a sentence or three; empty without one.
[[nodiscard]] std::string endsText(const ConnectionDetail& detail);

/// What stands below a diagram that leaves the window: the signs of doubt in it, what is not sure, where it was
/// captured. A sentence each; often empty.
[[nodiscard]] std::vector<std::string> footnotes(const ConnectionDetail& detail, const StateClaims& claims);

/// "A new connection: its ISN is above the last number used (RFC 9293, 3.6.1)."; empty for the first use of the ports.
[[nodiscard]] std::string reuseText(ReuseReason reason, Language language = Language::English);

} // namespace synscope
