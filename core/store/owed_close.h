// SPDX-License-Identifier: Apache-2.0
//
// All that a capture tells of one close that is owed: who owes it to whom, since when, what passed since, why it is
// probably owed, and the sentence that says so. Made from a snapshot and an entry of the ledger when somebody asks.
// Where a live capture's snapshot has the kernel's word on it, that is heeded.
#pragma once

#include "core/base/say.h"
#include "core/store/leak_ledger.h"
#include "core/store/owed_cause.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synscope {

/// Who sent the first FIN, seen from who owes the close.
enum class FirstCloser : std::uint8_t { Unknown, Owner, Peer, Both };

struct OwedClose {
    ConnectionId connection = kNoConnection;
    SocketAddress owner;
    SocketAddress peer;
    Side side = Side::Initiator; ///< the owner's
    bool isPerhaps = false;      ///< the packets leave other states possible too
    State likeliest = State::CloseWait;
    Timestamp since{};
    Duration age{};               ///< at the capture's end
    bool ageIsLowerBound = false; ///< CLOSE_WAIT began before the capture did
    bool isGoingOn = false;       ///< the capture is: its end is now
    bool isFinProven = false;     ///< a packet of the owner shows that it got the FIN
    PacketNumber fin = kNoPacket;
    std::optional<Timestamp> ownersLastData;
    std::optional<Timestamp> peersLastData;
    std::uint64_t ownersBytes = 0;
    std::uint64_t peersBytes = 0;
    bool isInUse = false;             ///< see LedgerEntry
    std::uint32_t onlyKeepAlives = 0; ///< how many the connection saw, where nothing else followed the FIN; else 0
    bool isStuck = false;             ///< see LedgerEntry
    FirstCloser firstCloser = FirstCloser::Unknown;
    OwedCause cause = OwedCause::Unknown;
    bool isYoung = false;   ///< owed, or silent since its last data, for less than a leak takes
    std::string kernelSays; ///< of the cause, where it is the kernel's: what the program does not do; else empty
    std::optional<std::uint32_t>
        receiveQueue;                       ///< as the kernel told last: bytes not read, and one for a FIN not reached
    std::optional<std::uint32_t> sendQueue; ///< bytes not acknowledged
};

[[nodiscard]] OwedClose owedCloseOf(const Snapshot& snapshot, const LeakLedger& ledger, const LedgerEntry& entry,
                                    const DiagnosePolicy& policy);

/// What the program does not do, and what shows it; one or two clauses without a full stop.
[[nodiscard]] std::string causeSentence(const OwedClose& owed, Language language = Language::English);
/// "10.0.0.2:80 got FIN from 10.0.0.1:40000 1 min 30 s before the end of the capture (packet 7) and was not closed: "
/// and the cause; "1 min 30 s ago" while the capture goes on.
[[nodiscard]] std::string owedSentence(const OwedClose& owed, Language language = Language::English);

} // namespace synscope
