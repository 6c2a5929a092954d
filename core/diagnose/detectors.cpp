// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/detectors.h"

#include <algorithm>
#include <array>

namespace synscope {
namespace {

constexpr std::array kDetectors{
    Detector{"close-wait-leak", Severity::Problem, "RFC 9293, section 3.6", detectCloseWaitLeak},
    Detector{"foreign-reset", Severity::Problem, "RFC 5961, section 1", detectForeignReset},
    Detector{"peer-not-reading", Severity::Warning, "RFC 9293, section 3.8.6.1", detectPeerNotReading},
    Detector{"half-open", Severity::Warning, "RFC 9293, section 3.5.1", detectHalfOpen},
    Detector{"abandoned-half-close", Severity::Warning, "RFC 9293, section 3.6.1", detectAbandonedHalfClose},
    Detector{"closed-with-unread-data", Severity::Warning, "RFC 9293, section 3.6.1; RFC 2525, section 2.17",
             detectClosedWithUnreadData},
    Detector{"refused", Severity::Warning, "RFC 9293, section 3.5.2", detectRefused},
    Detector{"aborted", Severity::Warning, "RFC 9293, section 3.10.5", detectAborted},
    Detector{"unanswered", Severity::Warning, "RFC 9293, section 3.8.3", detectUnanswered},
    Detector{"accept-queue-overflow", Severity::Warning, "RFC 9293, section 3.10.7.4", detectAcceptQueueOverflow},
    Detector{"challenge-ack", Severity::Warning, "RFC 5961, sections 3 and 4", detectChallengeAck},
    Detector{"time-wait-assassination", Severity::Warning, "RFC 1337", detectTimeWaitAssassination},
    Detector{"reuse-too-early", Severity::Warning, "RFC 9293, section 3.6.1", detectReuseTooEarly},
    Detector{"data-after-fin", Severity::Warning, "RFC 9293, section 3.10.7.4", detectDataAfterFin},
    Detector{"half-close-in-use", Severity::Note, "RFC 9293, section 3.6", detectHalfCloseInUse},
    Detector{"old-duplicate-syn", Severity::Note, "RFC 9293, section 3.5", detectOldDuplicateSyn},
    Detector{"reset-undecided", Severity::Note, "RFC 5961, section 3", detectResetUndecided},
    Detector{"reset-ignored", Severity::Note, "RFC 9293, section 3.10.7", detectResetIgnored},
    Detector{"stale-segment", Severity::Note, "RFC 9293, section 3.4.1", detectStaleSegment},
    Detector{"old-timestamp", Severity::Note, "RFC 7323, section 5", detectOldTimestamp},
    Detector{"window-scale-too-large", Severity::Note, "RFC 7323, section 2.3", detectWindowScaleTooLarge},
    Detector{"simultaneous-open", Severity::Note, "RFC 9293, section 3.5", detectSimultaneousOpen},
    Detector{"simultaneous-close", Severity::Note, "RFC 9293, section 3.6", detectSimultaneousClose},
    Detector{"incomplete-capture", Severity::Note, "", detectIncompleteCapture},
};

constexpr bool worseThan(const Detector& a, const Detector& b) {
    return a.severity > b.severity;
}

static_assert(std::is_sorted(kDetectors.begin(), kDetectors.end(), worseThan));

} // namespace

std::string_view toText(Severity severity) {
    static constexpr std::array<std::string_view, 3> kNames{"note", "warning", "problem"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::span<const Detector> detectors() {
    return kDetectors;
}

std::vector<Finding> diagnose(const ConnectionFacts& facts) {
    std::vector<Finding> findings;
    for (const Detector& detector : kDetectors) {
        const std::size_t before = findings.size();
        detector.detect(facts, findings);
        for (std::size_t i = before; i < findings.size(); ++i) {
            findings[i].kind = detector.kind;
            findings[i].severity = detector.severity;
            findings[i].rfc = detector.rfc;
        }
    }
    return findings;
}

} // namespace synscope
