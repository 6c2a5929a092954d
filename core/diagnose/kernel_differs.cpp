// SPDX-License-Identifier: Apache-2.0
//
// The kernel has an end in a state that the packets rule out: packets of it were missed, or it changed without one.
#include "core/diagnose/detectors.h"
#include "core/diagnose/words.h"

namespace synscope {
namespace {

std::string whatItSays(const KernelDifference& one) {
    return one.kernelSays == State::Closed ? "has no such socket any more"
                                           : "says " + std::string(toText(one.kernelSays));
}

std::string forHowLong(const KernelDifference& one, Timestamp end) {
    return one.until ? "For " + durationInWords(*one.until - one.since)
                     : "For " + durationInWords(end - one.since) + " up to now";
}

/// Why packets may have been missed, the likeliest first.
std::string whyMissed(const KernelDifference& one) {
    std::string reasons;
    if (one.dropped > 0)
        reasons += " The capture had dropped " + counted(one.dropped, "packet") + " by then.";
    if (one.mayBeFiltered)
        reasons += " The capture filter may keep packets of it out.";
    if (!reasons.empty())
        return " Packets were missed." + reasons;
    return " Packets were missed: dropped by the capture, on another interface, or merged or handled by the network "
           "card before they could be captured.";
}

std::string reasonFor(const KernelDifference& one) {
    if (one.kernelSays != State::Closed)
        return whyMissed(one);
    return " Somebody may have destroyed the socket (ss -K, SOCK_DESTROY), or its kernel given up on a silent peer." +
           (one.dropped > 0 || one.mayBeFiltered ? " Else:" + whyMissed(one)
                                                 : std::string(" Else its last packets were not captured."));
}

} // namespace

void detectKernelDiffers(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const KernelDifference& one : facts.differences) {
        Finding finding;
        finding.endpoint = one.side;
        finding.since = one.since;
        finding.text = facts.name(one.side) + ": the kernel " + whatItSays(one) + " where its packets leave " +
                       std::string(toText(one.packetsSay)) + ". " + forHowLong(one, facts.captureEnd) +
                       ", without a packet between." + reasonFor(one);
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
