// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/detectors.h"

#include <cstdio>

namespace synscope {

const Transition* ConnectionFacts::lastInto(Side side, State state) const {
    for (auto it = transitions.rbegin(); it != transitions.rend(); ++it) {
        if (it->side() == side && it->to() == state)
            return &*it;
    }
    return nullptr;
}

const Incident* ConnectionFacts::incident(IncidentKind kind) const {
    for (const Incident& one : incidents) {
        if (one.kind == kind)
            return &one;
    }
    return nullptr;
}

std::span<const Detector> detectors() {
    static constexpr std::array<Detector, 4> kDetectors{
        detectCloseWaitLeak,
        detectRefused,
        detectAborted,
        detectUnanswered,
    };
    return kDetectors;
}

std::string durationInWords(Duration duration) {
    const long long ns = duration.count();
    char text[64];
    const long long seconds = ns / 1'000'000'000;
    if (ns < 1'000'000)
        std::snprintf(text, sizeof(text), "%lld µs", ns / 1'000);
    else if (ns < 1'000'000'000)
        std::snprintf(text, sizeof(text), "%lld ms", ns / 1'000'000);
    else if (seconds < 60)
        std::snprintf(text, sizeof(text), "%lld.%lld s", seconds, ns / 100'000'000 % 10);
    else if (seconds < 3600)
        std::snprintf(text, sizeof(text), "%lld min %lld s", seconds / 60, seconds % 60);
    else if (seconds < 86400)
        std::snprintf(text, sizeof(text), "%lld h %lld min", seconds / 3600, seconds / 60 % 60);
    else
        std::snprintf(text, sizeof(text), "%lld d %lld h", seconds / 86400, seconds / 3600 % 24);
    return text;
}

} // namespace synscope
