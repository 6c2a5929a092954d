// SPDX-License-Identifier: Apache-2.0
//
// The leak ledger: every close that is owed at the end of a capture, gathered by who owes it, and how many were owed
// at each moment before. Nothing ages out: a leak is old by definition. Pure; what else is known of one owed close is
// told by owed_close.h when somebody asks.
#pragma once

#include "core/store/count_over_time.h"
#include "core/store/snapshot.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace synscope {

struct LedgerOptions {
    DiagnosePolicy policy = {};
    /// Closes owed for less are left out of everything, of the counts of earlier moments, too.
    Duration olderThan = Duration::zero();
    std::uint32_t samples = 120; ///< moments to count at, at most
    /// Asked now and then; true ends the work early. Empty: never.
    std::function<bool()> isCancelled = {};
};

/// An endpoint in CLOSE_WAIT at the capture's end, or perhaps there; or what is left of one: a descriptor whose
/// connection is gone, as the kernel's socket table tells beside a live capture.
struct LedgerEntry {
    Timestamp since{}; ///< the FIN; where that was not captured, the first sign of it
    ConnectionId connection = kNoConnection;
    TransitionId entered = kNoTransition; ///< that began it: its own, or its peer's FIN where its own is in doubt
    std::uint32_t group = 0;              ///< index into LeakLedger::groups
    Side side = Side::Initiator;          ///< who owes the close
    bool isPerhaps = false;               ///< the packets leave other states possible too
    bool isOlder = false;                 ///< than `since` says, perhaps: CLOSE_WAIT was met, or the kernel told of it
    bool isInUse = false; ///< its data went on after the FIN, and not long ago, or is on its way: a half-close, no leak
    bool isStuck = false; ///< its peer's window is zero: what it still has to send cannot go; no leak
};

/// How long a close has been owed, in steps of about ten: the first is "under 1 s", the last has no upper bound.
inline constexpr std::array<std::string_view, 8> kAgeStepNames{"< 1 s",     "1-10 s", "10-60 s",  "1-10 min",
                                                               "10-60 min", "1-10 h", "10-100 h", "> 100 h"};
[[nodiscard]] std::size_t ageStepOf(Duration age);

/// What one program owes: a listener's socket address, or a client's process, or else its host, towards one server, as
/// its ports differ.
struct LeakGroup {
    SocketAddress owner; ///< port 0 for a client
    SocketAddress peer;  ///< the server; of a client only
    Side side = Side::Responder;
    /// Who holds the sockets, or ought to accept them; of several that of the first connection. Null: nobody knows.
    std::shared_ptr<const SocketOwner> process;
    std::uint32_t otherProcesses = 0;                          ///< of a listener
    std::uint64_t owed = 0;                                    ///< entries that are certain
    std::uint64_t perhaps = 0;                                 ///< the other entries: they count nowhere else
    std::uint64_t inUse = 0;                                   ///< of the owed
    std::uint64_t stuck = 0;                                   ///< of the owed
    Timestamp oldest{};                                        ///< `since` of the oldest owed; valid with `owed`
    std::array<std::uint64_t, kAgeStepNames.size()> ages{};    ///< owed by ageStepOf()
    std::array<std::uint64_t, kOwedCauseCount> kernelCauses{}; ///< owed by what the kernel tells of why; else nothing
    std::uint64_t ended = 0;        ///< closes that were owed for as long as a leak, and came, or are not due any more
    std::uint64_t endedByReset = 0; ///< of these
    Duration longestEnded{};
    CountOverTime overTime;
    std::optional<double> perMinute; ///< growthNow() over the moments; empty for fewer than three
    Growth grew;                     ///< what `perMinute` is of

    [[nodiscard]] bool ownerListens() const { return side == Side::Responder; }
    /// The commonest that the kernel tells, if it tells any.
    [[nodiscard]] std::optional<OwedCause> kernelsCause() const;
    /// Owed, in CLOSE_WAIT, and yet no leaks.
    [[nodiscard]] std::uint64_t harmless() const { return inUse + stuck; }
};

struct LeakLedger {
    std::vector<LedgerEntry> entries; ///< oldest first
    std::vector<LeakGroup> groups; ///< most owed first, then the oldest; none that owes nothing and never did for long
    SampleTimes samples;           ///< of LeakGroup::overTime
    Timestamp end{};               ///< of the capture
    bool isWhole = true;           ///< false: cancelled; the rest means nothing

    /// Positions of the group's entries, oldest first. Cost: all entries.
    [[nodiscard]] std::vector<std::uint32_t> entriesOf(std::uint32_t group) const;
    [[nodiscard]] std::vector<std::uint32_t> countsOf(const LeakGroup& group) const {
        return group.overTime.counts(samples.count);
    }
    /// By as many as DiagnosePolicy::leakGrowth over the time of LeakGroup::grew, and not by chance.
    [[nodiscard]] bool isGrowing(const LeakGroup& group, const DiagnosePolicy& policy) const;
};

/// Cost: one pass over the rows and their transitions; memory: 40 bytes a close that is owed, and the groups.
[[nodiscard]] LeakLedger ledgerOf(const Snapshot& snapshot, const LedgerOptions& options);

/// Whether the ledger tells of the connection: a close that is owed or perhaps is, or a leak that ended.
[[nodiscard]] bool isInLedger(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy);

/// Causes that only the kernel knows: they stand against what packets suggest.
[[nodiscard]] constexpr bool isKernelsAlone(OwedCause cause) {
    return cause == OwedCause::UnreadData || cause == OwedCause::NeverAccepted || cause == OwedCause::GhostDescriptor;
}

/// "10.0.0.2:80", or "10.0.0.7 -> 10.0.0.2:80" for a client.
[[nodiscard]] std::string ownerText(const LeakGroup& group);

} // namespace synscope
