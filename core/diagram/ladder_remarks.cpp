// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_remarks.h"

#include "core/diagram/evidence_text.h"
#include "core/diagram/incident_text.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>

namespace synscope {
namespace {

/// The struck-out state says it already.
bool isToldByDisproof(const ConnectionDetail& detail, const DetailIncident& incident) {
    return incident.kind == IncidentKind::DeliveryDisproved &&
           std::any_of(detail.disproved.begin(), detail.disproved.end(), [&](const DetailTransition& t) {
               return t.side == incident.side && t.proof == incident.packet;
           });
}

/// What became of that RST is told by another incident.
bool isDecidedSince(const ConnectionDetail& detail, const DetailIncident& incident) {
    return incident.kind == IncidentKind::ResetUndecided &&
           std::any_of(detail.incidents.begin(), detail.incidents.end(), [&](const DetailIncident& other) {
               return other.packet == incident.packet && other.kind != incident.kind;
           });
}

LadderRemark disproofRemark(const ConnectionDetail& detail, const DetailTransition& transition) {
    const std::string state(toText(transition.to));
    return {state, say(detail.language, "believed until packet {0}", {std::to_string(indexOf(transition.proof))}),
            say(detail.language, "{0}: {1} {2}",
                {theRole(detail, transition.side), state, disproofWords(detail, transition)})};
}

} // namespace

std::vector<PlacedRemark> remarksOf(const ConnectionDetail& detail) {
    std::vector<PlacedRemark> remarks;
    for (const DetailTransition& transition : detail.disproved)
        remarks.push_back({transition.packet, transition.side, disproofRemark(detail, transition)});
    for (const DetailIncident& incident : detail.incidents) {
        if (!isToldByDisproof(detail, incident) && !isDecidedSince(detail, incident))
            remarks.push_back(
                {incident.packet,
                 incident.side,
                 {{}, std::string(incidentLabel(incident.kind, detail.language)), incidentText(detail, incident)}});
    }
    std::stable_sort(remarks.begin(), remarks.end(),
                     [](const PlacedRemark& a, const PlacedRemark& b) { return a.packet < b.packet; });
    return remarks;
}

} // namespace synscope
