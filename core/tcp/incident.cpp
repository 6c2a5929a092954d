// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/incident.h"

#include <array>
#include <cstddef>

namespace synscope {

std::string_view toText(IncidentKind kind) {
    static constexpr std::array<std::string_view, kIncidentKindCount> kNames{
        "old-duplicate-syn",       "challenged-syn",         "challenged-reset",   "reset-undecided",
        "reset-out-of-window",     "reset-refused",          "foreign-reset",      "half-open",
        "time-wait-assassination", "handshake-ack-ignored",  "simultaneous-open",  "simultaneous-close",
        "reuse-too-early",         "stale-segment",          "stale-undecided",    "paws-rejected",
        "beyond-window",           "ack-of-unsent",          "data-after-fin",     "fin-ignored",
        "impossible-flags",        "competing-syn-ack",      "many-syns",          "wrong-handshake-ack",
        "window-shrunk",           "window-scale-too-large", "delivery-disproved", "uncaptured-fin",
        "killed-by-reset",
    };
    return kNames[static_cast<std::size_t>(kind)];
}

} // namespace synscope
