// SPDX-License-Identifier: Apache-2.0
#include "core/engine/socket_owners.h"

#include <algorithm>
#include <array>
#include <optional>

namespace synscope {
namespace {

constexpr Duration kTableIsLate = std::chrono::seconds(30); // after the first packet: as rarely as tables are read

std::string holdersOf(const Ownership& ownership) {
    std::string text;
    for (const Process* process : ownership.holders)
        text += (text.empty() ? "" : ", ") + process->name + " (pid " + std::to_string(process->pid) + ")";
    return text;
}

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

void SocketOwners::note(const SocketTable& table) {
    const std::lock_guard lock(m_mutex);
    for (const SocketEntry& entry : table.entries) {
        const bool isElsewhere = !table.netNamespaces.empty() && entry.netNamespace != table.netNamespaces.front();
        if (isElsewhere || entry.state == SocketState::Listen || entry.inode == 0)
            continue;
        const std::string text = holdersOf(ownershipOf(entry, *table.processes));
        if (text.empty())
            continue;
        const std::string* const known = &*m_texts.insert(text).first;
        Owner& owner = m_owners[{entry.local, entry.remote}];
        if (owner.text != known) // the ports are in use again
            owner = {known, table.time, table.time};
        owner.lastSeen = table.time;
    }
}

std::string SocketOwners::textFor(const Snapshot& snapshot, const ConnectionRow& row) const {
    std::string text;
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const SocketAddress local = snapshot.addressOf(row, side);
        const auto found = m_owners.find({local, snapshot.addressOf(row, other(side))});
        if (found == m_owners.end())
            continue;
        const Owner& owner = found->second;
        if (row.first > owner.lastSeen || row.last + kTableIsLate < owner.firstSeen)
            continue; // another connection of the same ports
        text += (text.empty() ? "process of " : "; process of ") + toText(local) + ": " + *owner.text;
    }
    return text;
}

std::vector<PacketComment> SocketOwners::commentsFor(const Snapshot& snapshot) const {
    std::vector<PacketComment> comments;
    const std::lock_guard lock(m_mutex);
    if (m_owners.empty())
        return comments;
    for (const ConnectionId id : snapshot.connections()) {
        const ConnectionRow& row = snapshot.row(id);
        std::string text = textFor(snapshot, row);
        if (text.empty())
            continue;
        if (const std::optional<std::uint64_t> position = firstKept(snapshot, row))
            comments.push_back({*position, std::move(text)});
    }
    std::ranges::sort(comments, {}, &PacketComment::position);
    return comments;
}

} // namespace synscope
