// SPDX-License-Identifier: Apache-2.0
//
// The peer closed, the kernel acknowledged at once, and the program never called close(): CLOSE_WAIT beyond
// the user's patience without data from the side that owes the close.
#include "core/diagnose/detectors.h"

#include <algorithm>

namespace synscope {
namespace {

/// When this endpoint last sent payload; the beginning of CLOSE_WAIT when it has not since.
Timestamp quietSince(const ConnectionFacts& facts, Side side, Timestamp closeWaitSince) {
    const std::uint32_t ms = facts.row.lastDataMs[static_cast<std::size_t>(side)];
    if (ms == 0)
        return closeWaitSince;
    return std::max(closeWaitSince, facts.row.first + std::chrono::milliseconds(ms - 1));
}

} // namespace

void detectCloseWaitLeak(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        if (facts.row.stateOf(side) != State::CloseWait)
            continue;
        const Transition* entered = facts.lastInto(side, State::CloseWait);
        if (entered == nullptr)
            continue;
        if (facts.captureEnd - quietSince(facts, side, entered->time()) < facts.policy.leakAfter)
            continue; // young, or a half-close in use: data still flows
        const std::string owner = toText(facts.address[static_cast<std::size_t>(side)]);
        const std::string peer = toText(facts.address[static_cast<std::size_t>(other(side))]);
        Finding finding;
        finding.kind = "close-wait-leak";
        finding.severity = Severity::Problem;
        finding.endpoint = side;
        finding.packet = facts.packetOf(entered->segment());
        finding.since = entered->time();
        finding.text = owner + " got FIN from " + peer + " " + durationInWords(facts.captureEnd - entered->time()) +
                       " before the end of the capture and still owes a close(): its kernel acknowledged it, its "
                       "program never closed.";
        finding.rfc = "RFC 9293, section 3.6";
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
