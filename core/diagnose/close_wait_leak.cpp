// SPDX-License-Identifier: Apache-2.0
//
// The peer closed, the kernel acknowledged at once, and the program never called close(): CLOSE_WAIT beyond
// the user's patience without data from the side that owes the close. Where the peer does not read, it is the one
// to ask: the program cannot get rid of what it still has to send.
#include "core/diagnose/detectors.h"

#include <algorithm>

namespace synscope {
namespace {

/// When this endpoint last sent payload; the beginning of CLOSE_WAIT when it has not since.
Timestamp quietSince(const ConnectionFacts& facts, Side side, Timestamp closeWaitSince) {
    return std::max(closeWaitSince, facts.row.lastDataOf(side).value_or(closeWaitSince));
}

/// Its peer's window is zero: what it sends after the FIN is not taken.
bool isStuck(const ConnectionFacts& facts, Side side) {
    return facts.row.isWindowClosed(other(side));
}

/// "at least 3 min 1 s" where CLOSE_WAIT was met, and may have begun before.
std::string lengthOf(const ConnectionFacts& facts, const Transition& entered) {
    const std::string length = durationInWords(facts.captureEnd - entered.time());
    return entered.basis() == Basis::Kernel ? say(facts.policy.language, "at least {0}", {length}) : length;
}

/// Whether the FIN is known to have arrived.
std::string deliveryOf(const ConnectionFacts& facts, const Transition& entered) {
    if (entered.basis() == Basis::Received)
        return say(facts.policy.language, "no acknowledgement of the FIN was captured, but if it arrived");
    return say(facts.policy.language, "its kernel acknowledged it");
}

/// What passed since the FIN, as far as the counters tell: it says why a leak does not look like one.
std::string sinceThen(const ConnectionFacts& facts, Side side, Timestamp closeWaitSince) {
    if (facts.row.last <= closeWaitSince)
        return "";
    const std::uint32_t zeroWindows = facts.countersOf(other(side)).zeroWindows;
    if (zeroWindows > 0)
        return zeroWindows == 1
                   ? say(facts.policy.language,
                         " Its peer announced a zero window 1 time: where that peer does not read, the program may"
                         " be stuck in sending.")
                   : say(facts.policy.language,
                         " Its peer announced a zero window {0} times: where that peer does not read, the program "
                         "may be stuck in sending.",
                         {std::to_string(zeroWindows)});
    const std::uint32_t keepAlives = facts.countersOf(side).keepAlives + facts.countersOf(other(side)).keepAlives;
    if (keepAlives > 0 && quietSince(facts, side, closeWaitSince) == closeWaitSince)
        return say(facts.policy.language,
                   " Only keep-alives pass ({0}): they prove that the kernels are alive, not that a program "
                   "still uses the connection.",
                   {std::to_string(keepAlives)});
    return "";
}

} // namespace

void detectPeerNotReading(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const Transition* entered = facts.lastInto(side, State::CloseWait);
        if (facts.row.stateOf(side) != State::CloseWait || entered == nullptr || !isStuck(facts, side))
            continue;
        Finding finding = facts.about(*entered);
        finding.endpoint = other(side);
        if (facts.areWordsWanted)
            finding.text = say(facts.policy.language,
                               "{0} closed its half {1} before the end of the capture and does not read: its window is "
                               "zero, and {2} cannot send what it still has to before it closes.",
                               {facts.name(other(side)), lengthOf(facts, *entered), facts.name(side)});
        findings.push_back(std::move(finding));
    }
}

void detectCloseWaitLeak(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        if (facts.row.stateOf(side) != State::CloseWait || !facts.row.possibleOf(side).isCertain())
            continue; // where the packets do not decide, nobody is accused
        const Transition* entered = facts.lastInto(side, State::CloseWait);
        if (entered == nullptr || isStuck(facts, side))
            continue;
        if (facts.captureEnd - quietSince(facts, side, entered->time()) < facts.policy.leakAfter)
            continue; // young, or a half-close in use: data still flows
        Finding finding = facts.about(*entered);
        if (facts.areWordsWanted)
            finding.text = say(facts.policy.language,
                               "{0} got FIN from {1} {2} before the end of the capture and still owes a close(): {3}, "
                               "its program never closed.{4}",
                               {facts.name(side), facts.name(other(side)), lengthOf(facts, *entered),
                                deliveryOf(facts, *entered), sinceThen(facts, side, entered->time())});
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
