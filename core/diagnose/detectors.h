// SPDX-License-Identifier: Apache-2.0
//
// The list of detectors. Each looks at the facts of one connection and may add a finding; to add one,
// write core/diagnose/NAME.cpp, declare it here, put it into the list and describe it in docs/findings.md.
#pragma once

#include "core/diagnose/connection_facts.h"
#include "core/diagnose/words.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace synscope {

/// What is the same for all findings of a kind, and the function that looks for it. It fills in the endpoint, the
/// packets, the time and the words.
struct Detector {
    std::string_view kind; ///< in kebab-case, as people filter for it
    Severity severity;
    std::string_view rfc;
    void (*detect)(const ConnectionFacts& facts, std::vector<Finding>& findings);
    /// False where the row alone shows that there is nothing to find, so that nothing else need be looked up.
    bool (*mayFind)(const ConnectionRow& row);
};

/// Some of detectors(): bit n stands for the n-th.
using DetectorSet = std::uint64_t;
inline constexpr DetectorSet kAllDetectors = ~DetectorSet{0};

void detectAbandonedHalfClose(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectAborted(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectAcceptQueueOverflow(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectChallengeAck(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectClosedWithUnreadData(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectPeerNotReading(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectCloseWaitLeak(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectDataAfterFin(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectForeignReset(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectHalfCloseInUse(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectHalfOpen(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectIncompleteCapture(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectKernelDiffers(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectOldDuplicateSyn(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectOldTimestamp(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectRefused(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectResetIgnored(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectResetUndecided(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectReuseTooEarly(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectSimultaneousClose(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectSimultaneousOpen(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectStaleSegment(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectTimeWaitAssassination(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectUnanswered(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectWindowScaleTooLarge(const ConnectionFacts& facts, std::vector<Finding>& findings);

/// Worst first, then in the order in which people should read them.
[[nodiscard]] std::span<const Detector> detectors();

/// Those of `wanted` that may find something in a connection with this row. Cost: a few comparisons each.
[[nodiscard]] DetectorSet detectorsFor(const ConnectionRow& row, DetectorSet wanted);

/// What the detectors find, worst first. Pure.
[[nodiscard]] std::vector<Finding> diagnose(const ConnectionFacts& facts, DetectorSet wanted = kAllDetectors);

} // namespace synscope
