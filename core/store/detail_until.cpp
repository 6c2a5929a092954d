// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail_until.h"

#include <algorithm>

namespace synscope {
namespace {

/// A timer's transition has no packet: it counts by its time.
bool hasHappened(const DetailTransition& transition, PacketNumber last, Timestamp now) {
    return transition.packet == kNoPacket ? transition.time <= now : transition.packet <= last;
}

/// What is believed so far: also what a later packet will disprove, and not yet that a later one proves it.
void keepWhatIsBelieved(ConnectionDetail& detail, PacketNumber last) {
    std::erase_if(detail.transitions, [&](const auto& t) { return !hasHappened(t, last, detail.captureEnd); });
    std::erase_if(detail.disproved, [&](const auto& t) { return !hasHappened(t, last, detail.captureEnd); });
    const auto refuted = std::stable_partition(detail.disproved.begin(), detail.disproved.end(),
                                               [last](const auto& t) { return t.proof <= last; });
    detail.transitions.insert(detail.transitions.end(), refuted, detail.disproved.end());
    detail.disproved.erase(refuted, detail.disproved.end());
    std::stable_sort(detail.transitions.begin(), detail.transitions.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    for (DetailTransition& t : detail.transitions) {
        if (t.proof <= last)
            continue;
        t.proof = kNoPacket;
        if (t.basis == Basis::Proven)
            t.basis = Basis::Received;
    }
}

void countAgain(ConnectionDetail& detail) {
    for (EndpointView& endpoint : detail.endpoint) {
        const auto side = static_cast<Side>(&endpoint - detail.endpoint.data());
        endpoint.bytes = 0;
        endpoint.segments = 0;
        endpoint.anomalies = {};
        endpoint.state = detail.initialState[static_cast<std::size_t>(side)];
        bool hasOffered = false;
        for (const DetailSegment& segment : detail.segments) {
            endpoint.state = segment.stateAfter[static_cast<std::size_t>(side)];
            if (segment.sender != side)
                continue;
            ++endpoint.segments;
            endpoint.bytes += segment.payloadBytes;
            hasOffered = hasOffered || segment.flags.syn();
        }
        endpoint.possible = detail.segments.empty()
                                ? StateSet{endpoint.state}
                                : detail.segments.back().possibleAfter[static_cast<std::size_t>(side)];
        if (!hasOffered)
            endpoint.offer = {};
    }
}

bool isOpened(const ConnectionDetail& detail) {
    return std::any_of(detail.transitions.begin(), detail.transitions.end(), [](const DetailTransition& t) {
        return t.side == Side::Responder && t.to == State::Established;
    });
}

} // namespace

ConnectionDetail detailUntil(const ConnectionDetail& whole, PacketNumber last) {
    if (whole.segments.empty() || whole.segments.back().packet <= last)
        return whole;
    ConnectionDetail detail = whole;
    std::erase_if(detail.segments, [last](const DetailSegment& segment) { return segment.packet > last; });
    detail.captureEnd = detail.segments.empty() ? detail.captureBegin : detail.segments.back().time;
    keepWhatIsBelieved(detail, last);
    std::erase_if(detail.incidents, [last](const DetailIncident& i) { return i.packet > last || i.related > last; });
    detail.isPartial = true;
    detail.quality.clear();
    detail.findings.clear();
    if (!isOpened(detail)) // then the handshake does not tell yet where it was captured
        detail.tap.reset();
    countAgain(detail);
    return detail;
}

} // namespace synscope
