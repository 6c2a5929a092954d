// SPDX-License-Identifier: Apache-2.0
#include "core/engine/owner_comments.h"

#include "core/store/process_comment.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace synscope {
namespace {

/// The position of the connection's first packet that is kept as such; none where all are gone.
std::optional<std::uint64_t> firstKept(const Snapshot& snapshot, const ConnectionRow& row) {
    if (row.firstSegment == kNoSegment)
        return std::nullopt; // known from the kernel alone
    const auto isKept = [&](const SegmentIndex::Place& place) {
        return !place.isGone && !place.isReassembled && place.position >= snapshot.load.keptFrom;
    };
    if (const auto place = snapshot.segments.place(row.firstSegment); isKept(place))
        return place.position;
    std::optional<std::uint64_t> first;
    for (SegmentId id = row.lastSegment; id != kNoSegment && id >= row.firstSegment;) {
        const SegmentIndex::Place place = snapshot.segments.place(id);
        if (place.isReassembled || isKept(place))
            first = place.isReassembled ? first : place.position;
        else
            break;
        id = place.previous;
    }
    return first;
}

} // namespace

std::vector<PacketComment> ownerComments(const Snapshot& snapshot) {
    std::vector<PacketComment> comments;
    if (snapshot.owners.empty())
        return comments;
    for (const ConnectionId id : snapshot.connections()) {
        std::string text = processComment(snapshot, id);
        if (text.empty())
            continue;
        if (const std::optional<std::uint64_t> position = firstKept(snapshot, snapshot.row(id)))
            comments.push_back({*position, std::move(text)});
    }
    std::ranges::sort(comments, {}, &PacketComment::position);
    return comments;
}

} // namespace synscope
