// SPDX-License-Identifier: Apache-2.0
//
// The text of an issue report: see issue_report.h. Markdown as the common trackers read it, legible as it is.
#include "core/export/issue_report.h"

#include "core/diagnose/quality.h"
#include "core/diagnose/words.h"
#include "core/diagram/evidence_text.h"
#include "core/diagram/ladder_text.h"
#include "core/export/escape.h"
#include "core/export/issue_report_advice.h"
#include "core/export/issue_report_words.h"
#include "core/export/mermaid.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace synscope {
namespace {

constexpr std::string_view kLeakKind = "close-wait-leak";
constexpr std::array kSides{Side::Initiator, Side::Responder};

std::string escaped(const std::string& text) {
    return escapeMarkdown(text);
}

/// "the client", "the server", "both at once"; "nobody yet".
std::string_view firstCloser(const ConnectionRow& row) {
    constexpr std::array<std::string_view, 4> kWords{"nobody yet", "client", "server", "both at once"};
    return kWords[row.closedFirst];
}

std::string lastData(const ConnectionRow& row, Side side) {
    const std::optional<Timestamp> last = row.lastDataOf(side);
    return last ? clockText(*last) : "none";
}

std::string stateWords(const ConnectionRow& row, Side side) {
    return toText(row.stateOf(side), row.possibleOf(side));
}

/// What the packets of the report are, and of how many connections there is none.
void appendPackets(std::string& out, const IssueFacts& facts) {
    if (!facts.hasCapture())
        out += "No packet of these connections was captured: they were there before the capture began, and are as the "
               "kernel's socket table tells. So there is no capture beside this text, and no diagram; ages are the "
               "least they can be.";
    else
        out += "Packet numbers count the packets of `connections.pcapng` beside this text.";
    if (facts.hasCapture() && facts.withoutPackets > 0)
        out += " Of " + counted(facts.withoutPackets, "connection") +
               " no packet was captured: they were there before the capture began, and are as the kernel's socket "
               "table tells.";
    if (facts.anonymised)
        out += " Addresses are stand-ins.";
    out += "\n\n";
}

/// `kernelAdvice`: in the place of what is said of leaks in general; may be empty.
void appendTally(std::string& out, const FindingTally& tally, std::string_view kernelAdvice) {
    const Finding& finding = tally.oldest;
    out += "### " + std::string(finding.kind) + ": " + counted(tally.connections, "connection") + "\n\n";
    out += "Severity: " + std::string(toText(finding.severity)) + ".";
    out += finding.rfc.empty() ? "\n" : " Source: " + std::string(finding.rfc) + ".\n";
    if (finding.since && tally.connections > 1 && tally.newest)
        out +=
            "The oldest since " + issueDate(*finding.since) + ", the newest since " + issueDate(*tally.newest) + ".\n";
    else if (finding.since)
        out += "Since " + issueDate(*finding.since) + ".\n";
    out += "\n> " + escaped(finding.text) + "\n";
    const bool isLeak = finding.kind == kLeakKind && !kernelAdvice.empty();
    if (const std::string_view advice = isLeak ? kernelAdvice : issueAdvice(finding.kind); !advice.empty())
        out += "\n**What to look for.** " + escaped(std::string(advice)) + "\n";
    out += "\n";
}

void appendRow(std::string& out, const Snapshot& snapshot, ConnectionId id) {
    const ConnectionRow& row = snapshot.row(id);
    out += "| " + std::to_string(indexOf(id));
    for (const Side side : kSides)
        out += " | " + issueCode(toText(snapshot.addressOf(row, side))) + " | " + stateWords(row, side);
    out += " | " + std::string(firstCloser(row));
    for (const Side side : kSides)
        out += " | " + lastData(row, side);
    out += " | " + std::to_string(row.packets()) + " |\n";
}

void appendTable(std::string& out, const Snapshot& snapshot, const IssueDigest& digest, bool areOfLiveCapture) {
    out += "## Connections\n\n";
    out +=
        "| number | client | its state | server | its state | closed first | client's last data | server's last data "
        "| packets |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    const std::size_t listed = std::min(digest.connections.size(), kIssueListed);
    for (std::size_t i = 0; i < listed; ++i)
        appendRow(out, snapshot, digest.connections[i]);
    out += areOfLiveCapture ? "\nNumbers are those of the live capture"
                            : "\nNumbers are those that synscope gives the connections of `connections.pcapng`";
    out += "; times are UTC; states are those at the end of the capture.\n";
    if (digest.connections.size() > listed)
        out += counted(digest.connections.size() - listed, "more connection") + " are not listed here" +
               (areOfLiveCapture ? ".\n" : "; their packets are in the capture.\n");
    out += "\n";
}

std::string addressesOf(const ConnectionDetail& detail) {
    return toText(detail.endpoint[0].address) + " to " + toText(detail.endpoint[1].address);
}

std::string packetText(const ConnectionDetail& detail, PacketNumber packet) {
    std::string text = "packet " + std::to_string(indexOf(packet));
    if (const DetailSegment* segment = segmentOf(detail, packet))
        text += " (" + flagsText(segment->flags) + ", " + clockText(segment->time) + ")";
    return text;
}

void appendFinding(std::string& out, const ConnectionDetail& detail, const Finding& finding) {
    out += "- **" + std::string(finding.kind) + "** (" + std::string(toText(finding.severity)) +
           "): " + escaped(finding.text);
    if (finding.packet != kNoPacket)
        out += " Evidence: " + packetText(detail, finding.packet);
    if (finding.proof != kNoPacket)
        out += "; settled by " + packetText(detail, finding.proof);
    out += finding.packet != kNoPacket ? ".\n" : "\n";
}

void appendTransitions(std::string& out, const ConnectionDetail& detail) {
    constexpr std::size_t kMost = 40; // ordinary connections have ten or eleven
    out += "\nWhat moved the states:\n\n";
    const std::size_t count = std::min(detail.transitions.size(), kMost);
    for (std::size_t i = 0; i < count; ++i) {
        const DetailTransition& transition = detail.transitions[i];
        out += "- " + clockText(transition.time) + " " + escaped(transitionText(detail, transition)) + "\n";
    }
    if (detail.transitions.size() > count)
        out += "- and " + std::to_string(detail.transitions.size() - count) + " more\n";
}

void appendLine(std::string& out, std::string_view name, const std::string& text) {
    if (!text.empty())
        out += "- " + std::string(name) + ": " + text + "\n";
}

/// Where reading stopped, in each of several files; a name may hold addresses.
void appendDamage(std::string& out, const Damage& damage, bool anonymised) {
    std::string where = "at byte " + std::to_string(damage.byteOffset) + ", packet " + std::to_string(damage.packet);
    if (!damage.file.empty())
        where += anonymised ? " of one of the files" : " of " + issueCode(damage.file);
    const bool namesFile = !damage.file.empty() && damage.reason.find(damage.file) != std::string::npos;
    appendLine(out, "reading stopped", anonymised && namesFile ? where : where + ": " + escaped(damage.reason));
    for (const Damage& other : damage.others)
        appendDamage(out, other, anonymised);
}

/// Of a report without packets.
std::string wordsOnAddresses(const IssueFacts& facts) {
    return facts.anonymised
               ? "Addresses are stand-ins, the same one for the same address throughout; ports and times are "
                 "as the kernel told them."
               : "Addresses are as the kernel told them.";
}

std::string wordsOnPackets(const IssueFacts& facts) {
    if (!facts.anonymised)
        return "Addresses and payloads are as captured.";
    std::string text = "IP and MAC addresses are stand-ins, the same one for the same address throughout; ports, "
                       "sequence numbers, times and VLAN numbers are as captured. IP options, extension headers and "
                       "TCP options that hold addresses were left out.";
    text += facts.payloadKept ? " Payloads were kept and not looked at: they may hold addresses and names."
                              : " Payloads were cut away.";
    if (facts.unwrapped > 0)
        text += " Of " + counted(facts.unwrapped, "packet") + ", tunnels or link layers were left out.";
    return text;
}

std::string fileWords(const std::string& file) {
    if (file == "connections.pcapng")
        return "the packets, for synscope and other analysers";
    return file.ends_with(".svg") ? "a sequence diagram" : "the same as Mermaid source";
}

/// Nothing of a text that is alone.
void appendFolder(std::string& out, const IssueDigest& digest, const IssueFacts& facts,
                  std::span<const std::string> files) {
    if (!facts.hasCapture())
        return;
    out += "\n## What is in this folder\n\n";
    for (const std::string& file : files)
        out += "- [" + file + "](" + file + "): " + fileWords(file) + "\n";
    out += "\n`connections.pcapng` holds the " + counted(facts.packets, "packet") + " of " +
           counted(digest.connections.size(), "connection") + ".";
    if (facts.otherUses > 0)
        out += " Among them are those of " + counted(facts.otherUses, "connection") +
               " that used the same addresses and ports before or after.";
    if (facts.reassembled > 0)
        out += " " + counted(facts.reassembled, "segment") +
               " came in IP fragments and stand there as one packet each, without payload.";
    if (facts.endMarked)
        out +=
            " Its last packet, of IP protocol 253, was never on the network: it says when the original capture ended, "
            "so that ages stay what they were.";
}

} // namespace

void appendIssueOverview(std::string& out, const Snapshot& snapshot, const IssueDigest& digest,
                         const IssueFacts& facts) {
    out += "# " + escaped(issueTitle(snapshot, digest)) + "\n\n";
    appendIssuePrograms(out, facts.programs, facts.anonymised);
    if (facts.group && !facts.group->growth.empty())
        out += escaped(facts.group->growth) + "\n\n";
    appendPackets(out, facts);
    out += "## What was found\n\n";
    if (digest.tallies.empty())
        out += "No finding about these connections.\n\n";
    for (const FindingTally& tally : digest.tallies)
        appendTally(out, tally, facts.kernelAdvice);
    appendTable(out, snapshot, digest, facts.areOfLiveCapture);
}

void appendIssueConnection(std::string& out, const ConnectionDetail& detail, const ConnectionRow& row,
                           const std::string& picture, const std::string& source, bool inlined) {
    out += "## Connection " + std::to_string(indexOf(detail.id)) + ": " + escaped(addressesOf(detail)) + "\n\n";
    for (const Finding& finding : detail.findings)
        appendFinding(out, detail, finding);
    for (const Side side : kSides)
        out += "- " + std::string(roleText(detail, side)) + ": " + stateWords(row, side) + ", " +
               byteCountText(row.bytes[static_cast<std::size_t>(side)]) + " sent, last data " + lastData(row, side) +
               "\n";
    out += "- closed first: " + std::string(firstCloser(row)) + "\n";
    for (const QualityNote& note : qualityOf(row))
        out += "- " + escaped(std::string(note.text)) + "\n";
    if (!detail.transitions.empty())
        appendTransitions(out, detail);
    out += "\n";
    if (!picture.empty())
        out += "![Sequence diagram](" + picture + ")\n\n";
    if (!inlined) {
        out += source.empty() ? "" : "The same as Mermaid source: [" + source + "](" + source + ").\n\n";
        return;
    }
    std::ostringstream diagram;
    writeMermaid(diagram, detail);
    out += "```mermaid\n" + diagram.str() + "```\n\n";
}

void appendIssueCapture(std::string& out, const IssueDigest& digest, const IssueFacts& facts,
                        std::span<const std::string> files) {
    if (digest.connections.size() > kIssueDetails)
        out += counted(digest.connections.size() - kIssueDetails, "more connection") +
               " are not told in detail; their packets are in the capture.\n\n";
    out += "## How it was captured\n\n";
    if (!facts.anonymised) { // a name or a filter may hold addresses
        appendLine(out, "file", facts.origin.name.empty() ? "" : issueCode(facts.origin.name));
        appendLine(out, "filter", facts.origin.filter.empty() ? "" : issueCode(facts.origin.filter));
        appendLine(out, "interface", facts.origin.interfaces.empty() ? "" : issueCode(facts.origin.interfaces));
    }
    appendLine(out, "from", issueDate(facts.begin) + " to " + issueDate(facts.end));
    appendLine(out, "packets read",
               std::to_string(facts.load.packets) + ", of " + counted(facts.captureConnections, "TCP connection") +
                   " and other traffic");
    appendLine(out, "packets dropped by the kernel", std::to_string(facts.load.kernelDrops));
    if (facts.load.damage)
        appendDamage(out, *facts.load.damage, facts.anonymised);
    for (const CaptureFinding& finding : facts.captureFindings) {
        if (finding.topic == CaptureTopic::Quality)
            out += "- " + escaped(finding.text) + "\n";
    }
    appendFolder(out, digest, facts, files);
    out += !facts.hasCapture() ? "\n" + wordsOnAddresses(facts) : "\n\n" + wordsOnPackets(facts);
    out += "\n\nMade by " + escaped(facts.program) + ".\n";
}

} // namespace synscope
