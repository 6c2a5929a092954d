// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/capture_findings.h"

#include "core/diagnose/words.h"

#include <array>
#include <functional>

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

/// A fault, and what it means; of none, nothing.
using AddFault = std::function<void(Kind, Severity, std::uint64_t, const std::string&)>;

/// "3 of 12 connections".
std::string ofConnections(std::uint64_t count, const CaptureFacts& facts, const DiagnosePolicy& policy) {
    const std::string all = std::to_string(facts.connections);
    return facts.connections == 1 ? say(policy.language, "{0} of {1} connection", {std::to_string(count), all})
                                  : say(policy.language, "{0} of {1} connections", {std::to_string(count), all});
}

/// "1 packet", "12 packets".
std::string packets(std::uint64_t count, const DiagnosePolicy& policy) {
    return count == 1 ? say(policy.language, "1 packet") : say(policy.language, "{0} packets", {std::to_string(count)});
}

std::string floodText(const FloodedListener& flood, const DiagnosePolicy& policy) {
    const std::string listener = toText(flood.listener);
    const std::string openings = std::to_string(flood.openings);
    const std::string window = durationInWords(policy.floodWindow);
    if (flood.onlySource)
        return say(policy.language,
                   "{0} was asked to open {1} connections within {2} that never came about, all of them by "
                   "{3}: a flood from one host, or a client that hammers on a listener that does not answer."
                   " Their states end in SYN_SENT or SYN_RECEIVED; filter by that address to see the others.",
                   {listener, openings, window, toText(*flood.onlySource)});
    return say(policy.language,
               "{0} was asked to open {1} connections within {2} that never came about, by many "
               "addresses: the mark of a SYN flood with forged senders. While it lasts, other clients' "
               "openings may go unanswered; look whether the host uses SYN cookies.",
               {listener, openings, window});
}

std::string cutText(const CaptureFacts& facts, const DiagnosePolicy& policy) {
    const std::string cut = packets(facts.cutPackets, policy);
    if (facts.lostHeaders == 0)
        return say(policy.language,
                   "The capture cut {0} short (snap length): states and counts are not affected, for headers"
                   " are whole; payloads are not.",
                   {cut});
    return say(policy.language,
               "The capture cut {0} short (snap length): {1} of them lack part of their TCP header and "
               "are missing in their connections. Capture with a larger snap length; 160 bytes hold all "
               "headers.",
               {cut, std::to_string(facts.lostHeaders)});
}

bool areStampsOutOfOrder(const CaptureFacts& facts) {
    return facts.farthestBackwards < kStampsOutOfOrder;
}

std::string backwardsText(const CaptureFacts& facts, const DiagnosePolicy& policy) {
    const std::string backwards = packets(facts.clockBackwards, policy);
    if (areStampsOutOfOrder(facts))
        return say(policy.language,
                   "The times of {0} lie before that of an earlier packet, by less than {1}, as where two processors"
                   " take in the packets of one interface. The order of packets that close to each other is uncertain.",
                   {backwards, durationInWords(facts.farthestBackwards + std::chrono::microseconds(1))});
    return say(policy.language,
               "The clock goes backwards at {0}: several interfaces with clocks of their own, or a clock"
               " that was set. Durations and the order of packets close to each other are uncertain.",
               {backwards});
}

/// Faults that touch states or durations.
void addWarnings(const CaptureFacts& facts, const DiagnosePolicy& policy, const AddFault& add) {
    add(KernelDrops, Severity::Warning, facts.kernelDrops,
        say(policy.language,
            "The capturing kernel dropped {0} before they could be read: an acknowledgement of "
            "something unseen means a gap here, not a fault of TCP. Capture with a filter, a larger "
            "buffer or a shorter snap length.",
            {packets(facts.kernelDrops, policy)}));
    add(PacketsMissing, Severity::Warning, facts.missingPackets,
        say(policy.language,
            "Packets of {0} were sent but not captured: what they did is inferred from what came "
            "after, so their states are likely rather than certain.",
            {ofConnections(facts.missingPackets, facts, policy)}));
    add(OneDirection, Severity::Warning, facts.oneDirection,
        say(policy.language,
            "Only one direction of {0} was captured: what the silent side did is read from the "
            "acknowledgements it got. Look at the capture filter, at routes that differ by direction,"
            " or at a mirror port of one direction.",
            {ofConnections(facts.oneDirection, facts, policy)}));
    add(ClockBackwards, areStampsOutOfOrder(facts) ? Severity::Note : Severity::Warning, facts.clockBackwards,
        backwardsText(facts, policy));
}

/// Peculiarities that touch counts and payloads, if anything.
void addNotes(const CaptureFacts& facts, const DiagnosePolicy& policy, const AddFault& add) {
    add(DuplicateFrames, Severity::Note, facts.duplicatedFrames,
        say(policy.language,
            "Frames of {0} were captured twice, as mirror ports do that copy packets on their way in "
            "and out: the copies are not taken for retransmissions and move no state.",
            {ofConnections(facts.duplicatedFrames, facts, policy)}));
    add(CutPackets, facts.lostHeaders > 0 ? Severity::Warning : Severity::Note, facts.cutPackets,
        cutText(facts, policy));
    add(SuperSegments, Severity::Note, facts.superSegments,
        say(policy.language,
            "The capture holds {0} larger than the network carries, caught before the network card "
            "split them or after it joined them: states and bytes are right, counts of packets and "
            "times within a burst are not those of the wire.",
            {packets(facts.superSegments, policy)}));
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
    const AddFault add = [&findings](Kind kind, Severity severity, std::uint64_t count, const std::string& text) {
        if (count > 0)
            findings.push_back({kKinds[kind], CaptureTopic::Quality, severity, count, text});
    };
    addWarnings(facts, policy, add);
    addNotes(facts, policy, add);
    return findings;
}

std::span<const std::string_view> captureFindingKinds() {
    return kKinds;
}

} // namespace synscope
