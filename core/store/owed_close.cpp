// SPDX-License-Identifier: Apache-2.0
#include "core/store/owed_close.h"

#include "core/base/told.h"
#include "core/diagnose/words.h"

#include <algorithm>

namespace synscope {
namespace {

/// CLOSE_WAIT has no other way in than the peer's FIN: whoever is there for sure did not close first.
FirstCloser firstCloserOf(const ConnectionRow& row, Side owner, bool isPerhaps) {
    constexpr unsigned kBoth = 3;
    if (!isPerhaps)
        return FirstCloser::Peer;
    if (row.closedFirst == 0)
        return FirstCloser::Unknown;
    if (row.closedFirst == kBoth)
        return FirstCloser::Both;
    return row.closedFirst == static_cast<unsigned>(owner) + 1 ? FirstCloser::Owner : FirstCloser::Peer;
}

bool peerConnectsAgain(const Snapshot& snapshot, ConnectionId id, Side owner) {
    const std::vector<Incident> incidents = snapshot.incidentsOf(id);
    return std::any_of(incidents.begin(), incidents.end(), [owner](const Incident& incident) {
        return incident.kind == IncidentKind::ChallengedSyn && incident.side == other(owner);
    });
}

/// Since when nothing of the owner's went.
bool isYoung(const ConnectionRow& row, const LeakLedger& ledger, const LedgerEntry& entry,
             const DiagnosePolicy& policy) {
    const Timestamp quietSince = std::max(entry.since, row.lastDataOf(entry.side).value_or(entry.since));
    return ledger.end - quietSince < policy.leakAfter;
}

/// What packets alone tell; `isYoung` as of OwedClose.
OwedCause causeByPackets(const LeakGroup& group, bool isYoung, const DiagnosePolicy& policy) {
    if (!group.ownerListens() && group.owed <= policy.mostInPool)
        return OwedCause::IdleInPool;
    return isYoung ? OwedCause::Unknown : OwedCause::NotClosed;
}

/// `kernel` may be null. What only the kernel knows comes first, then what packets show to be no leak.
OwedCause causeOf(const Snapshot& snapshot, const LeakLedger& ledger, const LedgerEntry& entry,
                  const KernelOwed* kernel, bool isYoung, const DiagnosePolicy& policy) {
    if (entry.isPerhaps)
        return OwedCause::Unknown;
    if (kernel != nullptr && isKernelsAlone(kernel->cause))
        return kernel->cause;
    if (entry.isInUse || entry.isStuck)
        return OwedCause::StillSending;
    if (peerConnectsAgain(snapshot, entry.connection, entry.side))
        return OwedCause::PortCollision;
    if (kernel == nullptr)
        return causeByPackets(ledger.groups[entry.group], isYoung, policy);
    return kernel->cause == OwedCause::NotClosed && isYoung ? OwedCause::Unknown : kernel->cause;
}

/// What passed before the capture began, only the kernel has counted.
void addKernelsWord(OwedClose& owed, const KernelOwed& kernel) {
    if (kernel.cause != OwedCause::GhostDescriptor) { // whose queues went with the connection
        owed.receiveQueue = kernel.receiveQueue;
        owed.sendQueue = kernel.sendQueue;
    }
    owed.ownersBytes = std::max(owed.ownersBytes, kernel.sent.value_or(0));
    owed.peersBytes = std::max(owed.peersBytes, kernel.received.value_or(0));
    owed.ownersLastData = owed.ownersLastData ? owed.ownersLastData : kernel.lastSent;
    owed.peersLastData = owed.peersLastData ? owed.peersLastData : kernel.lastReceived;
    if (owed.cause == kernel.cause && !owed.isStuck && !owed.isPerhaps)
        owed.kernelSays = kernel.text;
}

/// The connection's keep-alives, where packets followed the FIN and none of them carried the owner's data.
std::uint32_t onlyKeepAlivesOf(const ConnectionRow& row, const AnomalyCounters& counters, const LedgerEntry& entry,
                               const DiagnosePolicy& policy) {
    const std::optional<Timestamp> data = row.lastDataOf(entry.side);
    const bool somethingFollowed = row.last - entry.since >= policy.halfCloseFrom;
    const bool dataFollowed = data && *data - entry.since >= policy.halfCloseFrom;
    return somethingFollowed && !dataFollowed ? counters.side[0].keepAlives + counters.side[1].keepAlives : 0;
}

/// When the FIN came; of a capture that goes on, seen from now.
std::string whenIn(const OwedClose& owed, Language language) {
    const std::string length = owed.age < std::chrono::milliseconds(1) ? "0 ms" : durationInWords(owed.age);
    const std::string age = owed.ageIsLowerBound ? say(language, "at least {0}", {length}) : length;
    const std::string when =
        owed.isGoingOn ? say(language, "{0} ago", {age}) : say(language, "{0} before the end of the capture", {age});
    return owed.fin == kNoPacket ? when : say(language, "{0} (packet {1})", {when, std::to_string(indexOf(owed.fin))});
}

/// With what passed since, where it explains something.
std::string withWhatPassed(std::string sentence, const OwedClose& owed, Language language) {
    if (owed.onlyKeepAlives == 0)
        return sentence;
    return say(language, "{0}; only keep-alives pass ({1}), which kernels send and answer by themselves",
               {sentence, std::to_string(owed.onlyKeepAlives)});
}

std::string stillSendingText(const OwedClose& owed, Language language) {
    return owed.isStuck
               ? say(language, "its peer does not read: that window is zero, and what is left to send cannot go")
               : retold(language, told("data still goes to the peer, a half-close in use and not a leak"));
}

std::string notClosedText(const OwedClose& owed, Language language) {
    return owed.isFinProven ? say(language, "its kernel acknowledged the FIN, but its program never called close()")
                            : say(language, "no acknowledgement of the FIN was captured, and nothing from its program");
}

} // namespace

OwedClose owedCloseOf(const Snapshot& snapshot, const LeakLedger& ledger, const LedgerEntry& entry,
                      const DiagnosePolicy& policy) {
    const ConnectionRow& row = snapshot.row(entry.connection);
    const Transition entered = snapshot.transitions[indexOf(entry.entered)];
    const Side peer = other(entry.side);
    const auto own = static_cast<std::size_t>(entry.side);
    const auto peers = static_cast<std::size_t>(peer);
    const AnomalyCounters counters =
        row.anomalies == kNoAnomaly ? AnomalyCounters{} : snapshot.anomalies[indexOf(row.anomalies)];
    OwedClose owed;
    owed.connection = entry.connection;
    owed.owner = snapshot.addressOf(row, entry.side);
    owed.peer = snapshot.addressOf(row, peer);
    owed.side = entry.side;
    owed.isPerhaps = entry.isPerhaps;
    owed.likeliest = row.stateOf(entry.side);
    owed.since = entry.since;
    owed.age = ledger.end - entry.since;
    owed.ageIsLowerBound = entry.isOlder;
    owed.isGoingOn = snapshot.load.isGoingOn();
    owed.isFinProven = entered.side() == entry.side && entered.basis() != Basis::Received;
    owed.fin = snapshot.packetOf(entered.segment());
    owed.ownersLastData = row.lastDataOf(entry.side);
    owed.peersLastData = row.lastDataOf(peer);
    owed.ownersBytes = row.bytes[own];
    owed.peersBytes = row.bytes[peers];
    owed.isInUse = entry.isInUse;
    owed.onlyKeepAlives = onlyKeepAlivesOf(row, counters, entry, policy);
    owed.isStuck = entry.isStuck;
    owed.firstCloser = firstCloserOf(row, entry.side, entry.isPerhaps);
    owed.isYoung = isYoung(row, ledger, entry, policy);
    const KernelOwed* const kernel = kernelWordOn(snapshot.kernelOwed, entry.connection, entry.side);
    owed.cause = causeOf(snapshot, ledger, entry, kernel, owed.isYoung, policy);
    if (kernel != nullptr)
        addKernelsWord(owed, *kernel);
    return owed;
}

std::string causeSentence(const OwedClose& owed, Language language) {
    if (owed.isPerhaps)
        return withWhatPassed(say(language, "perhaps: the packets captured leave other states possible too"), owed,
                              language);
    if (!owed.kernelSays.empty())
        return withWhatPassed(retold(language, owed.kernelSays), owed, language);
    switch (owed.cause) {
    case OwedCause::StillSending:
        return stillSendingText(owed, language);
    case OwedCause::IdleInPool:
        return retold(language, told("an idle connection of a client, closed by the server; let the client's idle "
                                     "time-out be shorter than the server's"));
    case OwedCause::PortCollision:
        return say(language, "the peer opens a new connection from the same port, and this one is in its way");
    case OwedCause::NotClosed:
        return withWhatPassed(notClosedText(owed, language), owed, language);
    case OwedCause::UnreadData: // these three only the kernel tells
    case OwedCause::NeverAccepted:
    case OwedCause::GhostDescriptor:
    case OwedCause::Unknown:
        break;
    }
    return withWhatPassed(say(language, "not yet for so long that it is a leak"), owed, language);
}

std::string owedSentence(const OwedClose& owed, Language language) {
    const std::string owner = toText(owed.owner);
    const std::string peer = toText(owed.peer);
    const std::string when = whenIn(owed, language);
    const std::string cause = causeSentence(owed, language);
    return owed.isPerhaps
               ? say(language, "{0} perhaps got FIN from {1} {2} and was not closed: {3}", {owner, peer, when, cause})
               : say(language, "{0} got FIN from {1} {2} and was not closed: {3}", {owner, peer, when, cause});
}

} // namespace synscope
