// SPDX-License-Identifier: Apache-2.0
#include "core/explain/explanation.h"

namespace synscope {
namespace {

// clang-format off: one name after the other
constexpr std::array<std::string_view, kExplanationKindCount> kNames{"captured-where",
                                                                     "met-midstream",
                                                                     "beginning-gone",
                                                                     "one-direction",
                                                                     "ports-again",
                                                                     "next-attempt",
                                                                     "old-connection-forgotten",
                                                                     "reuse-too-early",
                                                                     "stale-segment",
                                                                     "stale-undecided",
                                                                     "arrived-too-late",
                                                                     "old-timestamp",
                                                                     "syn",
                                                                     "syn-again",
                                                                     "syn-ack",
                                                                     "syn-ack-again",
                                                                     "final-ack-not-taken",
                                                                     "simultaneous-open",
                                                                     "handshake-done",
                                                                     "opened-by-data",
                                                                     "parameters",
                                                                     "initial-numbers",
                                                                     "refused",
                                                                     "unanswered",
                                                                     "old-duplicate-syn",
                                                                     "first-data",
                                                                     "fast-retransmission",
                                                                     "timeout-retransmission",
                                                                     "other-retransmission",
                                                                     "duplicate-acks",
                                                                     "out-of-order",
                                                                     "not-captured",
                                                                     "acked-unseen",
                                                                     "zero-window",
                                                                     "window-probe",
                                                                     "keep-alive",
                                                                     "first-fin",
                                                                     "kernel-ack",
                                                                     "second-fin",
                                                                     "merged-fin",
                                                                     "half-close-in-use",
                                                                     "simultaneous-close",
                                                                     "fin-again",
                                                                     "uncaptured-fin",
                                                                     "not-delivered",
                                                                     "last-ack",
                                                                     "fin-again-in-time-wait",
                                                                     "aborted",
                                                                     "data-after-close",
                                                                     "half-open",
                                                                     "time-wait-cut-short",
                                                                     "foreign-reset",
                                                                     "reset-ignored",
                                                                     "reset-undecided",
                                                                     "challenged-reset",
                                                                     "challenged-syn",
                                                                     "close-wait",
                                                                     "maybe-close-wait",
                                                                     "in-time-wait",
                                                                     "forgotten",
                                                                     "still-open"};
// clang-format on
static_assert(!kNames.back().empty(), "a kind without a name");

} // namespace

std::string_view toText(ExplanationKind kind) {
    return kNames[static_cast<std::size_t>(kind)];
}

} // namespace synscope
