// SPDX-License-Identifier: Apache-2.0
//
// The kernel has an end in a state that the packets rule out: packets of it were missed, or it changed without one.
#include "core/diagnose/detectors.h"
#include "core/diagnose/words.h"

namespace synscope {
namespace {

/// Why packets may have been missed, the likeliest first.
std::string whyMissed(const KernelDifference& one, Language language) {
    std::string reasons;
    if (one.dropped > 0)
        reasons += ' ' + say(language, "The capture had dropped packets by then: {0}.", {std::to_string(one.dropped)});
    if (one.mayBeFiltered)
        reasons += ' ' + say(language, "The capture filter may keep packets of it out.");
    if (!reasons.empty())
        return say(language, "Packets were missed.") + reasons;
    return say(language, "Packets were missed: dropped by the capture, on another interface, or merged or handled by "
                         "the network card before they could be captured.");
}

std::string reasonFor(const KernelDifference& one, Language language) {
    if (one.kernelSays != State::Closed)
        return whyMissed(one, language);
    const std::string destroyed = say(language, "Somebody may have destroyed the socket (ss -K, SOCK_DESTROY), or its "
                                                "kernel given up on a silent peer.");
    if (one.dropped > 0 || one.mayBeFiltered)
        return destroyed + ' ' + say(language, "Else: {0}", {whyMissed(one, language)});
    return destroyed + ' ' + say(language, "Else its last packets were not captured.");
}

std::string whatDiffers(const KernelDifference& one, std::string_view name, Timestamp end, Language language) {
    const std::string lasted = durationInWords((one.until ? *one.until : end) - one.since);
    const std::string_view packetsSay = toText(one.packetsSay);
    if (one.kernelSays == State::Closed && one.until)
        return say(language,
                   "{0}: the kernel has no such socket any more where its packets leave {1}. For {2}, without a packet "
                   "between.",
                   {name, packetsSay, lasted});
    if (one.kernelSays == State::Closed)
        return say(
            language,
            "{0}: the kernel has no such socket any more where its packets leave {1}. For {2} up to now, without "
            "a packet between.",
            {name, packetsSay, lasted});
    if (one.until)
        return say(language, "{0}: the kernel says {1} where its packets leave {2}. For {3}, without a packet between.",
                   {name, toText(one.kernelSays), packetsSay, lasted});
    return say(language,
               "{0}: the kernel says {1} where its packets leave {2}. For {3} up to now, without a packet between.",
               {name, toText(one.kernelSays), packetsSay, lasted});
}

} // namespace

void detectKernelDiffers(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Language language = facts.policy.language;
    for (const KernelDifference& one : facts.differences) {
        Finding finding;
        finding.endpoint = one.side;
        finding.since = one.since;
        if (facts.areWordsWanted)
            finding.text =
                whatDiffers(one, facts.name(one.side), facts.captureEnd, language) + ' ' + reasonFor(one, language);
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
