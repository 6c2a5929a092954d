// SPDX-License-Identifier: Apache-2.0
//
// What is worth telling somebody about a connection, with its evidence. Found on demand from what is
// stored; a detector is a pure function in a file of its own, and detectors.cpp lists them.
#pragma once

#include "core/base/ids.h"
#include "core/base/say.h"
#include "core/base/time.h"
#include "core/tcp/state.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

enum class Severity : std::uint8_t { Note, Warning, Problem };

/// "note", "warning", "problem".
[[nodiscard]] std::string_view toText(Severity severity);

struct Finding {
    std::string_view kind; ///< "close-wait-leak", "refused", "unanswered", "aborted"...; a literal
    Severity severity = Severity::Note;
    Side endpoint = Side::Initiator; ///< who it is about
    PacketNumber packet = kNoPacket; ///< the evidence
    PacketNumber proof = kNoPacket;  ///< a second packet, which settles it; kNoPacket where there is none
    std::optional<Timestamp> since;
    std::string text;     ///< one to three sentences in plain words; they begin with the endpoint's address
    std::string_view rfc; ///< "RFC 9293, section 3.6.1"; empty when none applies
};

/// When silence becomes a leak and so on; settings of the user.
struct DiagnosePolicy {
    /// CLOSE_WAIT without data of the side that owes the close is a leak after this.
    Duration leakAfter = std::chrono::seconds(60);
    /// Data that follows the peer's FIN by less was only on its way; by more, a half-close is in use.
    Duration halfCloseFrom = std::chrono::milliseconds(200);
    /// How long hosts keep a FIN_WAIT_2 that no program owns any more (Linux: tcp_fin_timeout). Data that arrives
    /// later came too late; data that arrives earlier shows a close() with data still to come.
    Duration orphanTimeout = std::chrono::seconds(60);
    /// A SYN flood: at least this many openings that never completed, at one listener within `floodWindow`.
    std::uint64_t floodOpenings = 100;
    Duration floodWindow = std::chrono::seconds(10);
    /// Closes owed are counted at moments no closer than this: over less, a count is no trend.
    Duration leakSampleEvery = std::chrono::seconds(1);
    /// A program leaks more and more where the closes it owes grow by as many over the time that its growth is told of.
    double leakGrowth = 3;
    /// A client that leaves more connections to one server open than that keeps no pool.
    std::uint64_t mostInPool = 16;
    /// What the texts of findings are in.
    Language language = Language::English;

    friend bool operator==(const DiagnosePolicy&, const DiagnosePolicy&) = default;
};

} // namespace synscope
