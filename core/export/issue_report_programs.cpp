// SPDX-License-Identifier: Apache-2.0
#include "core/export/issue_report_programs.h"

#include "core/diagnose/words.h"
#include "core/export/escape.h"
#include "core/export/issue_report_words.h"

#include <algorithm>
#include <map>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kWholeName = 15; ///< bytes that the kernel keeps of a longer name

const SocketOwner* programAt(const Snapshot& snapshot, ConnectionId id, Side side) {
    const SocketOwner* const owner = snapshot.owners.of(id, side);
    if (owner != nullptr && owner->isKnown())
        return owner;
    const KernelOwed* const told = kernelWordOn(snapshot.kernelOwed, id, side);
    return told == nullptr ? nullptr : told->listener.get();
}

std::string nameOf(const SocketOwner& owner, bool anonymised) {
    const bool isHidden = anonymised && mayHoldAddress(owner.name);
    return (isHidden ? "a program whose name may hold an address" : escapeMarkdown(owner.name)) + " (" +
           std::to_string(owner.pid) + ")";
}

std::string wordsFor(const IssueProgram& program, bool anonymised) {
    const SocketOwner& owner = program.owner;
    std::string text = program.side == Side::Responder ? "the server's: " : "the client's: ";
    text += nameOf(owner, anonymised);
    if (!anonymised) {
        text += owner.userName.empty() ? "" : ", user " + escapeMarkdown(owner.userName);
        text += owner.confinement.empty() ? "" : ", in " + escapeMarkdown(owner.confinement);
        text += owner.commandLine.empty() ? "" : ", command " + issueCode(owner.commandLine);
    }
    for (const SocketOwner::Holder& holder : owner.also)
        text += ", shared with " + nameOf({holder.pid, holder.name, {}, {}, {}, {}}, anonymised);
    return text + ": " + counted(program.connections, "connection");
}

} // namespace

std::vector<IssueProgram> programsOf(const Snapshot& snapshot, std::span<const ConnectionId> connections) {
    std::map<std::pair<Side, SocketOwner>, std::uint64_t> counts;
    for (const ConnectionId id : connections)
        for (const Side side : {Side::Initiator, Side::Responder})
            if (const SocketOwner* const owner = programAt(snapshot, id, side))
                ++counts[{side, *owner}];
    std::vector<IssueProgram> programs;
    programs.reserve(counts.size());
    for (const auto& [program, count] : counts)
        programs.push_back({program.first, program.second, count});
    std::ranges::stable_sort(programs, std::ranges::greater{}, &IssueProgram::connections);
    return programs;
}

bool mayHoldAddress(const std::string& name) {
    const std::size_t dots = name.size() < kWholeName ? 3 : 2;
    std::size_t colons = 0;
    std::size_t groups = 0; // of digits with a dot, or what stands for one, behind each
    bool isAfterDigit = false;
    for (const char c : name) {
        colons += c == ':' ? 1U : 0U;
        groups = (c == '.' || c == '-' || c == '_') && isAfterDigit ? groups + 1 : c >= '0' && c <= '9' ? groups : 0;
        if (groups >= dots)
            return true;
        isAfterDigit = c >= '0' && c <= '9';
    }
    return colons >= 2;
}

void appendIssuePrograms(std::string& out, std::span<const IssueProgram> programs, bool anonymised) {
    constexpr std::size_t kMost = 20;
    if (programs.empty())
        return;
    out += "Who holds the sockets, or ought to accept them:\n\n";
    for (const IssueProgram& program : programs.first(std::min(programs.size(), kMost)))
        out += "- " + wordsFor(program, anonymised) + "\n";
    if (programs.size() > kMost)
        out += "- and " + counted(programs.size() - kMost, "more program") + "\n";
    if (anonymised)
        out += "\nTheir users, units and command lines were left out: they may hold addresses and names.\n";
    out += "\n";
}

} // namespace synscope
