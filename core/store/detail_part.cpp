// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail_part.h"

#include <algorithm>

namespace synscope {
namespace {

/// The packets and the time that a part spans; a timer's transition has no packet and counts by its time.
struct Span {
    PacketNumber first;
    PacketNumber last;
    Timestamp begin;
    Timestamp end;

    [[nodiscard]] bool holds(PacketNumber packet) const { return packet >= first && packet <= last; }
    [[nodiscard]] bool holds(const DetailTransition& t) const {
        return t.packet == kNoPacket ? t.time >= begin && t.time <= end : holds(t.packet);
    }
};

void countSegments(ConnectionDetail& detail) {
    for (EndpointView& endpoint : detail.endpoint) {
        endpoint.bytes = 0;
        endpoint.segments = 0;
    }
    for (const DetailSegment& segment : detail.segments) {
        EndpointView& sender = detail.endpoint[static_cast<std::size_t>(segment.sender)];
        ++sender.segments;
        sender.bytes += segment.payloadBytes;
    }
}

/// The states of before and after, and the clock.
void cutStates(ConnectionDetail& detail, const ConnectionDetail& whole, std::size_t first, std::size_t last) {
    if (first > 0) {
        detail.initialState = whole.segments[first - 1].stateAfter;
        detail.captureBegin = detail.segments.front().time;
    }
    if (last + 1 == whole.segments.size())
        return;
    detail.captureEnd = detail.segments.back().time;
    detail.isPartial = true;
    detail.omittedSegments = 0;
    for (std::size_t side = 0; side < 2; ++side) {
        detail.endpoint[side].state = detail.segments.back().stateAfter[side];
        detail.endpoint[side].possible = detail.segments.back().possibleAfter[side];
    }
}

} // namespace

ConnectionDetail detailPart(const ConnectionDetail& whole, std::size_t first, std::size_t last) {
    if (whole.segments.empty())
        return whole;
    last = std::min(last, whole.segments.size() - 1);
    first = std::min(first, last);
    if (first == 0 && last + 1 == whole.segments.size())
        return whole;
    ConnectionDetail detail = whole;
    detail.segments.erase(detail.segments.begin() + static_cast<std::ptrdiff_t>(last) + 1, detail.segments.end());
    detail.segments.erase(detail.segments.begin(), detail.segments.begin() + static_cast<std::ptrdiff_t>(first));
    cutStates(detail, whole, first, last);
    const Span span{detail.segments.front().packet, detail.segments.back().packet,
                    first > 0 ? detail.segments.front().time : whole.captureBegin, detail.captureEnd};
    std::erase_if(detail.transitions, [&](const DetailTransition& t) { return !span.holds(t); });
    std::erase_if(detail.disproved, [&](const DetailTransition& t) { return !span.holds(t); });
    std::erase_if(detail.incidents, [&](const DetailIncident& i) { return !span.holds(i.packet); });
    std::erase_if(detail.strays, [&](const DetailSegment& s) { return !span.holds(s.packet); });
    std::erase_if(detail.seenElsewhere,
                  [&](const DetailSegment& s) { return s.time < span.begin || s.time > span.end; });
    countSegments(detail);
    detail.part = SegmentPart{first, last, whole.segments.size()};
    return detail;
}

} // namespace synscope
