// SPDX-License-Identifier: Apache-2.0
//
// Writing the capture of an issue report: see issue_report_capture.h.
#include "core/engine/issue_report_capture.h"

#include "core/base/told.h"
#include "core/capture/anonymiser.h"
#include "core/capture/file_descriptor.h"
#include "core/capture/pcapng_writer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace synscope {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kFlushBytes = 256 * 1024;
constexpr std::size_t kCancelEvery = 1024; ///< packets between two looks at the flag

Error failure(std::string message) {
    return Error{std::move(message), {}, {}};
}

/// An IP packet of a protocol for experiments (RFC 3692) from nowhere to nowhere.
constexpr std::string_view kEndMarker =
    "\x45\0\0\x2e\0\0\0\0\1\xfd\xb8\xd4\0\0\0\0\0\0\0\0the original capture ended"sv;

/// pcapng blocks on their way to a file; an interface for each link type met.
class CaptureWriter {
public:
    CaptureWriter(int descriptor, const std::string& program) : m_descriptor(descriptor) {
        appendSectionHeader(m_blocks, program);
    }

    [[nodiscard]] std::optional<Error> add(LinkType link, Timestamp time, std::uint32_t originalLength,
                                           std::span<const std::byte> bytes) {
        EnhancedPacket packet;
        packet.interface = interfaceOf(link);
        packet.time = time;
        packet.originalLength = std::max(originalLength, static_cast<std::uint32_t>(bytes.size()));
        packet.bytes = bytes;
        appendEnhancedPacket(m_blocks, packet);
        return m_blocks.size() < kFlushBytes ? std::nullopt : flush();
    }

    /// What the kernel dropped while the original was captured.
    void addDrops(const Snapshot& snapshot, std::uint64_t packets) {
        if (snapshot.load.kernelDrops == 0 || m_interfaces.empty())
            return;
        InterfaceStatistics statistics;
        statistics.time = snapshot.end;
        statistics.begin = snapshot.begin;
        statistics.end = snapshot.end;
        statistics.received = snapshot.load.packets + snapshot.load.kernelDrops;
        statistics.droppedByKernel = snapshot.load.kernelDrops;
        statistics.delivered = packets;
        appendInterfaceStatistics(m_blocks, statistics);
    }

    [[nodiscard]] std::optional<Error> flush() {
        const int error = writeAll(m_descriptor, m_blocks);
        m_blocks.clear();
        return error == 0 ? std::nullopt : std::optional(failure(systemMessage(error)));
    }

private:
    std::uint32_t interfaceOf(LinkType link) {
        const auto [found, isNew] = m_interfaces.try_emplace(link, static_cast<std::uint32_t>(m_interfaces.size()));
        if (isNew)
            appendInterfaceDescription(
                m_blocks, {"link type " + std::to_string(static_cast<unsigned>(link)), link, 0, std::string_view()});
        return found->second;
    }

    int m_descriptor;
    std::string m_blocks;
    std::map<LinkType, std::uint32_t> m_interfaces;
};

/// The selection's segments among those whose entries are kept, in the order of the capture.
std::vector<bool> segmentsOf(const Snapshot& snapshot, const IssueSelection& selection) {
    const SegmentId first = snapshot.segments.first();
    std::vector<bool> isWanted(snapshot.segments.size() - indexOf(first));
    for (const IssueSelection::Stretch& stretch : selection.stretches) {
        const SegmentId from = std::max(stretch.oldest, first);
        for (SegmentId id = stretch.newest; id != kNoSegment && id >= from; id = snapshot.segments.previousOf(id))
            isWanted[indexOf(id) - indexOf(first)] = true;
    }
    return isWanted;
}

bool isCancelled(const IssueReportRequest& request) {
    return request.cancelled != nullptr && request.cancelled->load(std::memory_order_relaxed);
}

/// Calls use(RawPacket) or use(Segment) for each segment wanted, which may answer an Error; the first one ends it.
template <typename Use>
std::optional<Error> forEachPacket(const IssueReportRequest& request, const std::vector<bool>& isWanted, Use use) {
    const SegmentIndex::View& segments = request.snapshot->segments;
    FetchBuffer buffer;
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < isWanted.size(); ++i) {
        if (!isWanted[i])
            continue;
        if (count++ % kCancelEvery == 0 && isCancelled(request))
            return failure(told("cancelled"));
        const SegmentIndex::Place place = segments.place(SegmentId{indexOf(segments.first()) + i});
        std::optional<Error> error;
        if (place.isReassembled) {
            error = use(segments.reassembled(place.position));
        } else {
            const Result<RawPacket> packet = request.fetch(place.position, buffer);
            if (packet && packet.value().isGone)
                continue; // a live capture keeps it no longer
            error = packet ? use(packet.value()) : packet.error();
        }
        if (error)
            return error;
    }
    return std::nullopt;
}

/// What is written of each packet, as it is or without addresses.
class PacketWriter {
public:
    PacketWriter(CaptureWriter& writer, Anonymiser* anonymiser, IssueCapture& capture)
        : m_writer(writer), m_anonymiser(anonymiser), m_capture(capture) {}

    std::optional<Error> operator()(const RawPacket& packet) {
        note(packet.time);
        if (m_anonymiser == nullptr)
            return addAsItIs(packet);
        const std::optional<AnonymisedPacket> hidden = m_anonymiser->rewrite(packet);
        if (!hidden)
            return failure(told("the capture changed since it was read: open it again"));
        return m_writer.add(hidden->link, packet.time, hidden->originalLength, hidden->bytes);
    }

    std::optional<Error> operator()(const Segment& segment) {
        note(segment.time);
        ++m_capture.reassembled;
        const AnonymisedPacket packet =
            m_anonymiser != nullptr ? m_anonymiser->rewrite(segment) : packetOf(segment, m_buffer);
        return m_writer.add(packet.link, segment.time, packet.originalLength, packet.bytes);
    }

    [[nodiscard]] Timestamp latest() const { return m_latest; }

private:
    void note(Timestamp time) {
        m_latest = m_capture.packets == 0 ? time : std::max(m_latest, time);
        ++m_capture.packets;
    }

    /// A frame check sequence goes: the new file does not say which frames have one.
    std::optional<Error> addAsItIs(const RawPacket& packet) {
        const std::uint32_t fcs = std::min<std::uint32_t>(packet.fcsBytes, packet.originalLength);
        const std::uint32_t length = packet.originalLength - fcs;
        return m_writer.add(packet.link, packet.time, length,
                            packet.bytes.first(std::min<std::size_t>(packet.bytes.size(), length)));
    }

    CaptureWriter& m_writer;
    Anonymiser* m_anonymiser; // null: as captured
    IssueCapture& m_capture;
    std::vector<std::byte> m_buffer;
    Timestamp m_latest{};
};

/// The connections of the 4-tuples as their packets alone would number them: those that the socket table told of first
/// come where their first packet did, and not at all without one.
std::vector<ConnectionId> byPackets(const Snapshot& snapshot, const std::vector<bool>& isWanted) {
    const auto firstOf = [&](ConnectionId id) { return snapshot.row(id).firstSegment; };
    std::vector<ConnectionId> known;
    std::vector<ConnectionId> opened;
    for (const ConnectionId id : snapshot.connections()) {
        const ConnectionRow& row = snapshot.row(id);
        if (isWanted[indexOf(row.flow)] && row.firstSegment != kNoSegment)
            (row.wasThereBefore() ? known : opened).push_back(id);
    }
    std::ranges::sort(known, {}, firstOf);
    std::vector<ConnectionId> all;
    auto next = known.begin();
    for (const ConnectionId id : opened) {
        for (; next != known.end() && firstOf(*next) < firstOf(id); ++next)
            all.push_back(*next);
        all.push_back(id);
    }
    all.insert(all.end(), next, known.end());
    return all;
}

/// As the packets have them.
StandIns standInsOf(const Snapshot& snapshot, const IssueSelection& selection, Anonymiser& anonymiser) {
    StandIns standIns;
    for (const ConnectionId id : selection.connections)
        for (const Side side : {Side::Initiator, Side::Responder}) {
            const IpAddress address = snapshot.addressOf(snapshot.row(id), side).address;
            standIns.emplace(address, anonymiser.standInFor(address));
        }
    return standIns;
}

} // namespace

IssueSelection selectionOf(const IssueReportRequest& request) {
    const Snapshot& snapshot = *request.snapshot;
    std::set<ConnectionId> isChosen(request.connections.begin(), request.connections.end());
    std::vector<bool> isWanted(snapshot.flows.size()); // by FlowId
    for (const ConnectionId id : request.connections)
        isWanted[indexOf(snapshot.row(id).flow)] = true;
    IssueSelection selection;
    std::map<FlowId, IssueSelection::Stretch> stretches;
    for (const ConnectionId id : byPackets(snapshot, isWanted)) {
        const ConnectionRow& row = snapshot.row(id);
        if (isChosen.contains(id))
            selection.chosen.push_back(ConnectionId{static_cast<std::uint32_t>(selection.connections.size())});
        selection.connections.push_back(id);
        SegmentId& last = stretches.try_emplace(row.flow, IssueSelection::Stretch{row.firstSegment, row.lastSegment})
                              .first->second.newest;
        last = std::max(last, row.lastSegment);
    }
    for (const auto& [flow, stretch] : stretches)
        selection.stretches.push_back(stretch);
    return selection;
}

Result<IssueCapture> writeIssueCapture(int descriptor, const IssueReportRequest& request,
                                       const IssueSelection& selection) {
    const std::vector<bool> isWanted = segmentsOf(*request.snapshot, selection);
    Anonymiser anonymiser(AnonymiserOptions{request.keepPayload});
    const auto learn = [&anonymiser](const auto& packet) -> std::optional<Error> {
        anonymiser.learn(packet);
        return std::nullopt;
    };
    if (request.anonymise) {
        if (const std::optional<Error> error = forEachPacket(request, isWanted, learn))
            return *error;
    }
    IssueCapture capture;
    CaptureWriter writer(descriptor, request.program);
    PacketWriter packets(writer, request.anonymise ? &anonymiser : nullptr, capture);
    std::optional<Error> error =
        forEachPacket(request, isWanted, [&packets](const auto& packet) { return packets(packet); });
    capture.unwrapped = anonymiser.unwrapped();
    capture.endMarked = packets.latest() < request.snapshot->end;
    if (!error && capture.endMarked)
        error = writer.add(LinkType::Raw, request.snapshot->end, static_cast<std::uint32_t>(kEndMarker.size()),
                           std::as_bytes(std::span(kEndMarker)));
    if (request.anonymise)
        capture.standIns = standInsOf(*request.snapshot, selection, anonymiser);
    writer.addDrops(*request.snapshot, capture.packets);
    if (!error)
        error = writer.flush();
    if (error)
        return *error;
    return capture;
}

} // namespace synscope
