// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/connection_facts.h"

#include <algorithm>

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

bool ConnectionFacts::shows(SegmentId segment, IncidentKind kind) const {
    return std::any_of(incidents.begin(), incidents.end(),
                       [&](const Incident& one) { return one.kind == kind && one.segment == segment; });
}

std::optional<Timestamp> ConnectionFacts::timeOf(SegmentId segment) const {
    for (const Transition& transition : transitions) {
        if (transition.segment() == segment && segment != kNoSegment)
            return transition.time();
    }
    return std::nullopt;
}

Finding ConnectionFacts::about(const Transition& transition) const {
    Finding finding;
    finding.endpoint = transition.side();
    finding.packet = packetOf(transition.segment());
    finding.proof = packetOf(transition.proof());
    finding.since = transition.time();
    return finding;
}

Finding ConnectionFacts::about(const Incident& incident) const {
    Finding finding;
    finding.endpoint = incident.side;
    finding.packet = packetOf(incident.segment);
    finding.proof = packetOf(incident.related);
    finding.since = timeOf(incident.segment);
    return finding;
}

} // namespace synscope
