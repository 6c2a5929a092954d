// SPDX-License-Identifier: Apache-2.0
#include "core/store/owed_close.h"

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
    owed.receiveQueue = kernel.receiveQueue;
    owed.sendQueue = kernel.sendQueue;
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

std::string beforeTheEnd(const OwedClose& owed) {
    const std::string length = owed.age < std::chrono::milliseconds(1) ? "0 ms" : durationInWords(owed.age);
    return (owed.ageIsLowerBound ? "at least " : "") + length + " before the end of the capture";
}

/// What passed since, where it explains something.
std::string sinceThen(const OwedClose& owed) {
    if (owed.onlyKeepAlives > 0)
        return "; only keep-alives pass (" + std::to_string(owed.onlyKeepAlives) +
               "), which kernels send and answer by themselves";
    return "";
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

std::string causeSentence(const OwedClose& owed) {
    if (owed.isPerhaps)
        return "perhaps: the packets captured leave other states possible too" + sinceThen(owed);
    if (!owed.kernelSays.empty())
        return owed.kernelSays + sinceThen(owed);
    switch (owed.cause) {
    case OwedCause::StillSending:
        if (owed.isStuck)
            return "its peer does not read: that window is zero, and what is left to send cannot go";
        return "data still goes to the peer, a half-close in use and not a leak";
    case OwedCause::IdleInPool:
        return "an idle connection of a client, closed by the server; let the client's idle time-out be shorter than "
               "the server's";
    case OwedCause::PortCollision:
        return "the peer opens a new connection from the same port, and this one is in its way";
    case OwedCause::NotClosed:
        return (owed.isFinProven ? "its kernel acknowledged the FIN, but its program never called close()"
                                 : "no acknowledgement of the FIN was captured, and nothing from its program") +
               sinceThen(owed);
    case OwedCause::UnreadData: // these three only the kernel tells
    case OwedCause::NeverAccepted:
    case OwedCause::GhostDescriptor:
    case OwedCause::Unknown:
        break;
    }
    return "not yet for so long that it is a leak" + sinceThen(owed);
}

std::string owedSentence(const OwedClose& owed) {
    std::string text = toText(owed.owner) + (owed.isPerhaps ? " perhaps got FIN from " : " got FIN from ") +
                       toText(owed.peer) + " " + beforeTheEnd(owed);
    if (owed.fin != kNoPacket)
        text += " (packet " + std::to_string(indexOf(owed.fin)) + ")";
    return text + " and was not closed: " + causeSentence(owed);
}

} // namespace synscope
