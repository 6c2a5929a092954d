// SPDX-License-Identifier: Apache-2.0
#include "core/export/issue_report_kernel.h"

#include "core/diagnose/words.h"
#include "core/export/escape.h"
#include "core/export/issue_report_words.h"
#include "core/store/owed_close.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace synscope {
namespace {

std::string numberOrDash(const std::optional<std::uint32_t>& number) {
    return number ? std::to_string(*number) : "-";
}

void appendRow(std::string& out, const OwedClose& owed) {
    out += "| " + issueCode(toText(owed.owner)) + " | " + issueCode(toText(owed.peer)) + " | " +
           std::string(toText(owed.likeliest)) + " | " + (owed.ageIsLowerBound ? "at least " : "") +
           durationInWords(owed.age) + " | " + std::string(toText(owed.cause)) + " | " +
           numberOrDash(owed.receiveQueue) + " | " + numberOrDash(owed.sendQueue) + " | " +
           std::to_string(owed.ownersBytes) + " | " + std::to_string(owed.peersBytes) + " |\n";
}

void appendTable(std::string& out, std::span<const OwedClose> closes) {
    out +=
        "| owes the close | peer | state | for | cause | receive queue | send queue | bytes sent | bytes received |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    const std::size_t listed = std::min(closes.size(), kIssueListed);
    for (const OwedClose& owed : closes.first(listed))
        appendRow(out, owed);
    out += "\nThe receive queue is of bytes that the program has not read, and one more for a FIN that its reading has "
           "not reached; the send queue of bytes that the peer has not acknowledged. \"-\": not told.\n";
    if (closes.size() > listed)
        out += counted(closes.size() - listed, "more close") + " are not listed here.\n";
    out += "\n";
}

/// The oldest of each cause in words.
void appendSentences(std::string& out, std::span<const OwedClose> closes) {
    std::map<OwedCause, std::uint64_t> counts;
    for (const OwedClose& owed : closes)
        ++counts[owed.cause];
    for (const auto& [cause, count] : counts) {
        const auto oldest = std::ranges::find(closes, cause, &OwedClose::cause);
        out += "**" + std::string(toText(cause)) + "**: " + counted(count, "close") + ".\n\n> " +
               escapeMarkdown(owedSentence(*oldest)) + ".\n\n";
        if (const std::string_view advice = issueAdvice(cause); !advice.empty())
            out += "**What to look for.** " + escapeMarkdown(std::string(advice)) + "\n\n";
    }
}

/// Oldest first. Packet numbers would be those of another capture than the one beside the text.
std::vector<OwedClose> closesOf(const Snapshot& snapshot, std::span<const ConnectionId> connections,
                                const DiagnosePolicy& policy) {
    const std::set<ConnectionId> isWanted(connections.begin(), connections.end());
    LedgerOptions options;
    options.policy = policy;
    const LeakLedger ledger = ledgerOf(snapshot, options);
    std::vector<OwedClose> closes;
    for (const LedgerEntry& entry : ledger.entries)
        if (isWanted.contains(entry.connection)) {
            closes.push_back(owedCloseOf(snapshot, ledger, entry, policy));
            closes.back().fin = kNoPacket;
            closes.back().isGoingOn = false; // who reads it reads it later
        }
    return closes;
}

const KernelOwed* anyWordOn(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    for (const ConnectionId id : connections)
        for (const Side side : {Side::Initiator, Side::Responder})
            if (const KernelOwed* const told = kernelWordOn(snapshot.kernelOwed, id, side))
                return told;
    return nullptr;
}

} // namespace

std::string_view issueAdvice(OwedCause cause) {
    switch (cause) {
    case OwedCause::UnreadData:
        return "The program stopped reading with data there for it: look for a thread or event loop that is blocked, a "
               "full queue behind it, and a descriptor that is no longer watched.";
    case OwedCause::NeverAccepted:
        return "The program does not call accept(): look at what its accepting thread waits for, at limits of "
               "connections or descriptors, and at the length of the listener's queue (ss -ltn).";
    case OwedCause::GhostDescriptor:
        return "The connections are over, but their descriptors are still open: look for errors that skip close(), a "
               "reset while reading or writing above all.";
    case OwedCause::NotClosed:
    case OwedCause::StillSending:
    case OwedCause::IdleInPool:
    case OwedCause::PortCollision:
    case OwedCause::Unknown:
        break;
    }
    return {};
}

std::string_view kernelAdvice(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    std::array<std::uint64_t, kOwedCauseCount> counts{};
    for (const ConnectionId id : connections)
        for (const Side side : {Side::Initiator, Side::Responder})
            if (const KernelOwed* const told = kernelWordOn(snapshot.kernelOwed, id, side))
                ++counts[static_cast<std::size_t>(told->cause)];
    const auto most = std::ranges::max_element(counts);
    return *most == 0 ? std::string_view() : issueAdvice(static_cast<OwedCause>(most - counts.begin()));
}

void appendIssueKernel(std::string& out, const Snapshot& snapshot, std::span<const ConnectionId> connections,
                       const DiagnosePolicy& policy) {
    const std::vector<OwedClose> closes = closesOf(snapshot, connections, policy);
    if (closes.empty())
        return;
    out += "## What is owed, and why\n\n";
    if (const KernelOwed* const told = anyWordOn(snapshot, connections))
        out += "Causes and queues are those of the kernel's socket table as it was read at " + issueDate(told->read) +
               ".\n\n";
    appendSentences(out, closes);
    appendTable(out, closes);
}

} // namespace synscope
