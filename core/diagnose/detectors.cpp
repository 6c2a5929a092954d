// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/detectors.h"

#include <algorithm>
#include <array>
#include <bit>

namespace synscope {
namespace {

constexpr bool hasIncident(const ConnectionRow& row) {
    return row.lastIncident != kNoIncident;
}

constexpr bool owesClose(const ConnectionRow& row) {
    return row.state[0] == State::CloseWait || row.state[1] == State::CloseWait;
}

constexpr bool isRefused(const ConnectionRow& row) {
    return row.refused != 0;
}

constexpr bool isReset(const ConnectionRow& row) {
    return row.resetSeen != 0 && row.refused == 0;
}

constexpr bool isUnanswered(const ConnectionRow& row) {
    return row.state[0] == State::SynSent && row.segments[1] == 0;
}

constexpr bool mayBeHalfClosed(const ConnectionRow& row) {
    return row.dataAfterPeerClosed != 0;
}

bool missesPackets(const ConnectionRow& row) {
    return (row.has(QualityBit::MissedFromInitiator) || row.has(QualityBit::MissedFromResponder)) &&
           !(row.possibleOf(Side::Initiator).isCertain() && row.possibleOf(Side::Responder).isCertain());
}

constexpr bool differsInKernel(const ConnectionRow& row) {
    return row.kernelDiffers != 0;
}

constexpr std::array kDetectors{
    Detector{"close-wait-leak", Severity::Problem, "RFC 9293, section 3.6", detectCloseWaitLeak, owesClose},
    Detector{"foreign-reset", Severity::Problem, "RFC 5961, section 1", detectForeignReset, hasIncident},
    Detector{"peer-not-reading", Severity::Warning, "RFC 9293, section 3.8.6.1", detectPeerNotReading, owesClose},
    Detector{"half-open", Severity::Warning, "RFC 9293, section 3.5.1", detectHalfOpen, hasIncident},
    Detector{"abandoned-half-close", Severity::Warning, "RFC 9293, section 3.6.1", detectAbandonedHalfClose,
             hasIncident},
    Detector{"closed-with-unread-data", Severity::Warning, "RFC 9293, section 3.6.1; RFC 2525, section 2.17",
             detectClosedWithUnreadData, hasIncident},
    Detector{"refused", Severity::Warning, "RFC 9293, section 3.5.2", detectRefused, isRefused},
    Detector{"aborted", Severity::Warning, "RFC 9293, section 3.10.5", detectAborted, isReset},
    Detector{"unanswered", Severity::Warning, "RFC 9293, section 3.8.3", detectUnanswered, isUnanswered},
    Detector{"accept-queue-overflow", Severity::Warning, "RFC 9293, section 3.10.7.4", detectAcceptQueueOverflow,
             hasIncident},
    Detector{"challenge-ack", Severity::Warning, "RFC 5961, sections 3 and 4", detectChallengeAck, hasIncident},
    Detector{"time-wait-assassination", Severity::Warning, "RFC 1337", detectTimeWaitAssassination, hasIncident},
    Detector{"reuse-too-early", Severity::Warning, "RFC 9293, section 3.6.1", detectReuseTooEarly, hasIncident},
    Detector{"data-after-fin", Severity::Warning, "RFC 9293, section 3.10.7.4", detectDataAfterFin, hasIncident},
    Detector{kKernelDiffers, Severity::Warning, "", detectKernelDiffers, differsInKernel},
    Detector{"half-close-in-use", Severity::Note, "RFC 9293, section 3.6", detectHalfCloseInUse, mayBeHalfClosed},
    Detector{"old-duplicate-syn", Severity::Note, "RFC 9293, section 3.5", detectOldDuplicateSyn, hasIncident},
    Detector{"reset-undecided", Severity::Note, "RFC 5961, section 3", detectResetUndecided, hasIncident},
    Detector{"reset-ignored", Severity::Note, "RFC 9293, section 3.10.7", detectResetIgnored, hasIncident},
    Detector{"stale-segment", Severity::Note, "RFC 9293, section 3.4.1", detectStaleSegment, hasIncident},
    Detector{"old-timestamp", Severity::Note, "RFC 7323, section 5", detectOldTimestamp, hasIncident},
    Detector{"window-scale-too-large", Severity::Note, "RFC 7323, section 2.3", detectWindowScaleTooLarge, hasIncident},
    Detector{"simultaneous-open", Severity::Note, "RFC 9293, section 3.5", detectSimultaneousOpen, hasIncident},
    Detector{"simultaneous-close", Severity::Note, "RFC 9293, section 3.6", detectSimultaneousClose, hasIncident},
    Detector{"incomplete-capture", Severity::Note, "", detectIncompleteCapture, missesPackets},
};

static_assert(kDetectors.size() <= 64, "a DetectorSet has 64 bits");

constexpr bool worseThan(const Detector& a, const Detector& b) {
    return a.severity > b.severity;
}

static_assert(std::is_sorted(kDetectors.begin(), kDetectors.end(), worseThan));

constexpr DetectorSet thatAsk(bool (*mayFind)(const ConnectionRow&)) {
    DetectorSet set = 0;
    for (std::size_t i = 0; i < kDetectors.size(); ++i)
        if (kDetectors[i].mayFind == mayFind)
            set |= DetectorSet{1} << i;
    return set;
}

/// Detectors that ask the same of a row, so that it is asked once.
struct Question {
    bool (*mayFind)(const ConnectionRow&);
    DetectorSet askedBy;
};

constexpr std::array kQuestions{
    Question{hasIncident, thatAsk(hasIncident)},     Question{owesClose, thatAsk(owesClose)},
    Question{isRefused, thatAsk(isRefused)},         Question{isReset, thatAsk(isReset)},
    Question{isUnanswered, thatAsk(isUnanswered)},   Question{mayBeHalfClosed, thatAsk(mayBeHalfClosed)},
    Question{missesPackets, thatAsk(missesPackets)}, Question{differsInKernel, thatAsk(differsInKernel)},
};

constexpr DetectorSet askedByAny() {
    DetectorSet set = 0;
    for (const Question& question : kQuestions)
        set |= question.askedBy;
    return set;
}

static_assert(std::popcount(askedByAny()) == kDetectors.size(), "a detector asks what is in no list");

} // namespace

std::string_view toText(Severity severity) {
    static constexpr std::array<std::string_view, 3> kNames{"note", "warning", "problem"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::span<const Detector> detectors() {
    return kDetectors;
}

DetectorSet detectorsFor(const ConnectionRow& row, DetectorSet wanted) {
    DetectorSet candidates = 0;
    for (const Question& question : kQuestions)
        if ((wanted & question.askedBy) != 0 && question.mayFind(row))
            candidates |= question.askedBy;
    return candidates & wanted;
}

std::vector<Finding> diagnose(const ConnectionFacts& facts, DetectorSet wanted) {
    std::vector<Finding> findings;
    for (std::size_t d = 0; d < kDetectors.size(); ++d) {
        if ((wanted >> d & 1U) == 0)
            continue;
        const Detector& detector = kDetectors[d];
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
