// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/capture_findings.h"

#include "core/diagnose/words.h"

#include <array>

namespace synscope {
namespace {

enum Kind : std::size_t {
    SynFlood,
    KernelDrops,
    PacketsMissing,
    OneDirection,
    ClockBackwards,
    DuplicateFrames,
    CutPackets,
    SuperSegments,
};

constexpr std::array<std::string_view, 8> kKinds{
    "syn-flood",       "kernel-drops",     "packets-missing", "one-direction",
    "clock-backwards", "duplicate-frames", "cut-packets",     "super-segments",
};

std::string ofConnections(std::uint64_t count, const CaptureFacts& facts) {
    return std::to_string(count) + " of " + counted(facts.connections, "connection");
}

std::string floodText(const FloodedListener& flood, const DiagnosePolicy& policy) {
    const std::string start = toText(flood.listener) + " was asked to open " + counted(flood.openings, "connection") +
                              " within " + durationInWords(policy.floodWindow) + " that never came about, ";
    if (flood.onlySource)
        return start + "all of them by " + toText(*flood.onlySource) +
               ": a flood from one host, or a client that hammers on a listener that does not answer. Their states "
               "end in SYN_SENT or SYN_RECEIVED; filter by that address to see the others.";
    return start + "by many addresses: the mark of a SYN flood with forged senders. While it lasts, other clients' "
                   "openings may go unanswered; look whether the host uses SYN cookies.";
}

std::string cutText(const CaptureFacts& facts) {
    const std::string start = "The capture cut " + counted(facts.cutPackets, "packet") + " short (snap length): ";
    if (facts.lostHeaders == 0)
        return start + "states and counts are not affected, for headers are whole; payloads are not.";
    return start + std::to_string(facts.lostHeaders) +
           " of them lack part of their TCP header and are missing in their connections. Capture with a larger snap "
           "length; 160 bytes hold all headers.";
}

void addFaults(const CaptureFacts& facts, std::vector<CaptureFinding>& findings) {
    const auto add = [&findings](Kind kind, Severity severity, std::uint64_t count, const std::string& text) {
        if (count > 0)
            findings.push_back({kKinds[kind], CaptureTopic::Quality, severity, count, text});
    };
    add(KernelDrops, Severity::Warning, facts.kernelDrops,
        "The capturing kernel dropped " + counted(facts.kernelDrops, "packet") +
            " before they could be read: an acknowledgement of something unseen means a gap here, not a fault of TCP. "
            "Capture with a filter, a larger buffer or a shorter snap length.");
    add(PacketsMissing, Severity::Warning, facts.missingPackets,
        "Packets of " + ofConnections(facts.missingPackets, facts) +
            " were sent but not captured: what they did is inferred from what came after, so their states are likely "
            "rather than certain.");
    add(OneDirection, Severity::Warning, facts.oneDirection,
        "Only one direction of " + ofConnections(facts.oneDirection, facts) +
            " was captured: what the silent side did is read from the acknowledgements it got. Look at the capture "
            "filter, at routes that differ by direction, or at a mirror port of one direction.");
    add(ClockBackwards, Severity::Warning, facts.clockBackwards,
        "The clock goes backwards at " + counted(facts.clockBackwards, "packet") +
            ": several interfaces with clocks of their own, or a clock that was set. Durations and the order of "
            "packets "
            "close to each other are uncertain.");
    add(DuplicateFrames, Severity::Note, facts.duplicatedFrames,
        "Frames of " + ofConnections(facts.duplicatedFrames, facts) +
            " were captured twice, as mirror ports do that copy packets on their way in and out: the copies are not "
            "taken for retransmissions and move no state.");
    add(CutPackets, facts.lostHeaders > 0 ? Severity::Warning : Severity::Note, facts.cutPackets, cutText(facts));
    add(SuperSegments, Severity::Note, facts.superSegments,
        "The capture holds " + counted(facts.superSegments, "packet") +
            " larger than the network carries, caught before the network card split them or after it joined them: "
            "states and bytes are right, counts of packets and times within a burst are not those of the wire.");
}

} // namespace

bool isUncompletedOpening(const ConnectionRow& row) {
    const State responder = row.stateOf(Side::Responder);
    return static_cast<Origin>(row.origin) == Origin::Handshake && row.refused == 0 &&
           (responder == State::Listen || responder == State::SynReceived);
}

std::vector<CaptureFinding> captureFindings(const CaptureFacts& facts, const DiagnosePolicy& policy) {
    std::vector<CaptureFinding> findings;
    for (const FloodedListener& flood : facts.floods)
        findings.push_back(
            {kKinds[SynFlood], CaptureTopic::Traffic, Severity::Warning, flood.openings, floodText(flood, policy)});
    addFaults(facts, findings);
    return findings;
}

std::span<const std::string_view> captureFindingKinds() {
    return kKinds;
}

} // namespace synscope
