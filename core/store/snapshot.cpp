// SPDX-License-Identifier: Apache-2.0
#include "core/store/snapshot.h"

#include "core/diagnose/detectors.h"

#include <algorithm>

namespace synscope {
namespace {

IpAddress addressFromWord(const Snapshot& snapshot, std::uint32_t word, bool isV6) {
    return isV6 ? snapshot.v6Addresses[word] : IpAddress::fromV4(word);
}

std::vector<Transition> chainOf(const Snapshot& snapshot, ConnectionId id, bool disproved) {
    constexpr std::size_t kOrdinary = 12; // transitions
    std::vector<Transition> result;
    result.reserve(kOrdinary);
    for (TransitionId t = snapshot.row(id).lastTransition; t != kNoTransition;) {
        const Transition transition = snapshot.transitions[indexOf(t)];
        if (transition.isDisproved() == disproved)
            result.push_back(transition);
        t = transition.previous();
    }
    std::reverse(result.begin(), result.end());
    return result;
}

/// Of some detectors, with words and packets or without.
std::vector<Finding> found(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy, DetectorSet among,
                           bool areWordsWanted) {
    const ConnectionRow& row = snapshot.row(id);
    const DetectorSet candidates = detectorsFor(row, among);
    if (candidates == 0)
        return {};
    const ConnectionId earlier = snapshot.earlierThan(row);
    const std::vector<Transition> transitions = snapshot.transitionsOf(id);
    const std::vector<Incident> incidents = snapshot.incidentsOf(id);
    const std::optional<ConnectionRow> before =
        earlier == kNoConnection ? std::nullopt : std::optional(snapshot.row(earlier));
    const ConnectionFacts facts{
        .row = row,
        .earlier = before ? &*before : nullptr,
        .transitions = transitions,
        .incidents = incidents,
        .counters = row.anomalies == kNoAnomaly ? AnomalyCounters{} : snapshot.anomalies[indexOf(row.anomalies)],
        .address = {snapshot.addressOf(row, Side::Initiator), snapshot.addressOf(row, Side::Responder)},
        .captureEnd = snapshot.end,
        .policy = policy,
        .packetOf = [&snapshot, areWordsWanted](
                        SegmentId segment) { return areWordsWanted ? snapshot.packetOf(segment) : kNoPacket; },
        .differences = snapshot.differencesOf(id),
        .areWordsWanted = areWordsWanted,
    };
    return diagnose(facts, candidates);
}

} // namespace

SocketAddress Snapshot::addressOf(const ConnectionRow& row, Side side) const {
    if (row.flow == kNoFlow)
        return {}; // let go
    const FlowKey& key = flows[indexOf(row.flow)];
    const bool low = (row.initiatorIsLow != 0) == (side == Side::Initiator);
    return {addressFromWord(*this, low ? key.lowAddress : key.highAddress, key.isV6), low ? key.lowPort : key.highPort};
}

EndpointView Snapshot::endpoint(ConnectionId id, Side side) const {
    const ConnectionRow& r = row(id);
    const auto s = static_cast<std::size_t>(side);
    EndpointView view;
    view.address = addressOf(r, side);
    view.state = r.state[s];
    view.possible = r.possibleOf(side);
    view.bytes = r.bytes[s];
    view.segments = r.segments[s];
    view.offer = r.offer[s];
    if (r.anomalies != kNoAnomaly)
        view.anomalies = anomalies[indexOf(r.anomalies)].side[s];
    const std::optional<Transition> newest = newestTransition(r, side);
    view.since = newest ? newest->time() : r.first;
    return view;
}

std::optional<Transition> Snapshot::newestTransition(const ConnectionRow& r, Side side) const {
    for (TransitionId id = r.lastTransition; id != kNoTransition;) {
        const Transition transition = transitions[indexOf(id)];
        if (transition.side() == side && !transition.isDisproved())
            return transition;
        id = transition.previous();
    }
    return std::nullopt;
}

std::vector<Transition> Snapshot::transitionsOf(ConnectionId id) const {
    return chainOf(*this, id, false);
}

std::vector<Transition> Snapshot::disprovedOf(ConnectionId id) const {
    return chainOf(*this, id, true);
}

std::vector<Incident> Snapshot::incidentsOf(ConnectionId id) const {
    std::vector<Incident> result;
    for (IncidentId i = row(id).lastIncident; i != kNoIncident; i = incidents[indexOf(i)].previous)
        if (!incidents[indexOf(i)].withdrawn.get())
            result.push_back(incidents[indexOf(i)]);
    std::reverse(result.begin(), result.end());
    return result;
}

std::span<const KernelDifference> Snapshot::differencesOf(ConnectionId id) const {
    if (!kernelDifferences)
        return {};
    const auto connection = &KernelDifference::connection;
    return {std::ranges::lower_bound(*kernelDifferences, id, {}, connection),
            std::ranges::upper_bound(*kernelDifferences, id, {}, connection)};
}

std::vector<Finding> findingsOf(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    return found(snapshot, id, policy, kAllDetectors, true);
}

std::vector<Finding> bareFindings(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy,
                                  std::uint64_t detectors) {
    return found(snapshot, id, policy, detectors, false);
}

} // namespace synscope
