// SPDX-License-Identifier: Apache-2.0
#include "core/store/replay.h"

#include "core/base/told.h"
#include "core/store/detail_part.h"
#include "core/store/flow_replay.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kPreviewBytes = 32;
constexpr std::size_t kShortestPreview = 4;
constexpr std::size_t kMostStrays = 16;
constexpr std::size_t kCancelEvery = 1024; ///< segments between two looks at the cancel flag
constexpr std::size_t kMuchLonger = 4;     ///< than its beginning is a connection whose beginning is told first

/// The first segment of the 4-tuple's oldest connection that was not let go; the very first where that has none.
SegmentId firstKnown(const Snapshot& snapshot, ConnectionId id) {
    for (ConnectionId earlier = id; earlier != kNoConnection; earlier = snapshot.earlierThan(snapshot.row(earlier)))
        id = earlier;
    const SegmentId first = snapshot.row(id).firstSegment;
    return first == kNoSegment ? SegmentId{0} : first;
}

/// The 4-tuple's segments up to the connection's newest, oldest first; of those before `from` one at most.
std::vector<SegmentId> chainOf(const Snapshot& snapshot, SegmentId newest, SegmentId from) {
    std::vector<SegmentId> chain;
    for (SegmentId id = newest; id != kNoSegment; id = snapshot.segments.previousOf(id)) {
        chain.push_back(id);
        if (id < from)
            break;
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

/// The beginning of a payload up to its first unprintable byte; empty when that comes nearly at once.
std::string previewOf(std::span<const std::byte> payload) {
    std::string text;
    for (const std::byte b : payload.first(std::min(payload.size(), kPreviewBytes))) {
        const char c = static_cast<char>(b);
        if (c < 0x20 || c > 0x7e)
            break;
        text.push_back(c);
    }
    return text.size() < kShortestPreview ? std::string() : text;
}

/// The segment goes from one of the two endpoints to the other.
bool isBetween(const Segment& segment, const ConnectionDetail& detail) {
    const SocketAddress& one = detail.endpoint[0].address;
    const SocketAddress& other = detail.endpoint[1].address;
    return (segment.source == one && segment.destination == other) ||
           (segment.source == other && segment.destination == one);
}

/// Keeps one connection's segments while its 4-tuple is tracked once more.
class Recorder {
public:
    /// `first`: of the 4-tuple's segments, the first that will be fed.
    Recorder(const Snapshot& snapshot, ConnectionId id, SegmentId first, std::size_t limit)
        : m_first(snapshot.row(id).firstSegment), m_limit(limit), m_replay(snapshot, id, first) {}

    void feed(const Segment& segment, SegmentId id) {
        const TrackedSegment tracked = m_replay.track(segment, id);
        if (tracked.adopted)
            giveTo(tracked.connection, *tracked.adopted, tracked.adoptedMarks);
        // The connection's first SYN may still be waiting on the one before, and is this one's only when answered.
        if (tracked.connection != m_replay.wanted() && id != m_first) {
            keepStray(segment, tracked);
            return;
        }
        if (m_segments.size() >= m_limit) {
            ++m_omitted;
            return;
        }
        m_kept.push_back({id, tracked.connection});
        m_segments.push_back(describe(segment, tracked));
    }

    void expect(std::uint64_t segments) {
        const std::size_t room = std::min<std::uint64_t>(segments, m_limit);
        m_kept.reserve(room);
        m_segments.reserve(room);
    }
    [[nodiscard]] std::size_t size() const { return m_segments.size(); }
    /// What is there so far, as if the connection went on without another segment.
    [[nodiscard]] std::vector<DetailSegment> soFar() const {
        std::vector<DetailSegment> segments;
        for (std::size_t i = 0; i < m_kept.size(); ++i) {
            if (m_kept[i].owner == m_replay.wanted())
                segments.push_back(m_segments[i]);
        }
        return segments;
    }

    void finish(ConnectionDetail& detail) {
        const std::optional<SegmentId> another = m_replay.adoptedLater();
        std::size_t used = 0;
        for (std::size_t i = 0; i < m_kept.size(); ++i) {
            if (m_kept[i].owner != m_replay.wanted() || m_kept[i].id == another)
                continue;
            if (used != i)
                m_segments[used] = std::move(m_segments[i]);
            ++used;
        }
        m_segments.resize(used);
        detail.segments = std::move(m_segments);
        detail.omittedSegments = m_omitted;
        for (Stray& stray : m_strays) {
            const bool isInitiators = stray.source == detail.endpoint[0].address;
            stray.segment.sender = isInitiators ? Side::Initiator : Side::Responder;
            detail.strays.push_back(std::move(stray.segment));
        }
    }

private:
    struct Stray {
        SocketAddress source; ///< an endpoint may have had the other role before
        DetailSegment segment;
    };

    /// A segment of an earlier connection that comes while the wanted one lives.
    void keepStray(const Segment& segment, const TrackedSegment& tracked) {
        if (!m_segments.empty() && tracked.marks.has(Mark::Stale) && m_strays.size() < kMostStrays)
            m_strays.push_back({segment.source, describe(segment, tracked)});
    }

    struct Kept {
        SegmentId id;
        ConnectionId owner;
    };

    void giveTo(ConnectionId owner, SegmentId id, Marks marks) {
        const auto found =
            std::find_if(m_kept.rbegin(), m_kept.rend(), [id](const Kept& kept) { return kept.id == id; });
        if (found == m_kept.rend())
            return;
        found->owner = owner;
        DetailSegment& segment = m_segments[static_cast<std::size_t>(&*found - m_kept.data())];
        segment.sender = Side::Initiator;
        segment.marks = marks;
        segment.relativeSeq = 0;
        const BothStates& after = m_replay.table().statesAfterAdopted();
        segment.stateAfter = after.likeliest;
        segment.possibleAfter = after.possible;
    }

    DetailSegment describe(const Segment& segment, const TrackedSegment& tracked) const {
        const Connection& connection = m_replay.table().connection(tracked.connection);
        const Endpoint& sender = connection.endpoint[static_cast<std::size_t>(tracked.sender)];
        const Endpoint& receiver = connection.endpoint[static_cast<std::size_t>(other(tracked.sender))];
        DetailSegment detail;
        detail.packet = segment.packet;
        detail.time = segment.time;
        detail.sender = tracked.sender;
        detail.flags = segment.flags;
        detail.seq = segment.seq;
        detail.ack = segment.ack;
        detail.relativeSeq = segment.seq.value() - sender.iss.value();
        detail.relativeAck = segment.flags.ack() ? segment.ack.value() - receiver.iss.value() : 0;
        detail.payloadBytes = segment.payloadBytes;
        detail.window = segment.window;
        if (!segment.flags.syn() && sender.knowsIss && sender.offeredScale && receiver.offeredScale)
            detail.window <<= sender.scale;
        detail.marks = tracked.marks;
        detail.options = segment.options;
        const ConnectionRow& row = m_replay.table().row(tracked.connection);
        detail.stateAfter = row.state;
        detail.possibleAfter = {row.possibleOf(Side::Initiator), row.possibleOf(Side::Responder)};
        detail.preview = previewOf(segment.payload);
        return detail;
    }

    SegmentId m_first;
    std::size_t m_limit;
    FlowReplay m_replay;
    std::vector<DetailSegment> m_segments;
    std::vector<Kept> m_kept; ///< of each of m_segments
    std::vector<Stray> m_strays;
    std::uint64_t m_omitted = 0;
};

std::vector<DetailTransition> inOrder(const Snapshot& snapshot, const std::vector<Transition>& transitions) {
    std::vector<DetailTransition> details;
    details.reserve(transitions.size());
    for (const Transition& t : transitions)
        details.push_back({t.time(), snapshot.packetOf(t.segment()), t.side(), t.from(), t.to(), t.basis(),
                           snapshot.packetOf(t.proof())});
    std::stable_sort(details.begin(), details.end(),
                     [](const DetailTransition& a, const DetailTransition& b) { return a.time < b.time; });
    return details;
}

/// The initial numbers of the connection before, whichever role each endpoint had in it.
std::optional<EarlierUse> earlierUseOf(const Snapshot& snapshot, const ConnectionRow& row) {
    if (row.previous == kNoConnection)
        return std::nullopt;
    const ConnectionRow& then = snapshot.row(row.previous);
    EarlierUse earlier;
    earlier.id = row.previous;
    earlier.last = then.last;
    for (std::size_t side = 0; side < 2; ++side) {
        const HandshakeOffer& offer = then.offer[then.initiatorIsLow == row.initiatorIsLow ? side : 1 - side];
        if (offer.has(HandshakeOffer::HasIsn))
            earlier.isn[side] = SeqNum(offer.isn);
    }
    return earlier;
}

/// Everything but the segments: it is in the snapshot already.
ConnectionDetail detailFrom(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    const ConnectionRow& row = snapshot.row(id);
    ConnectionDetail detail;
    detail.id = id;
    detail.endpoint = {snapshot.endpoint(id, Side::Initiator), snapshot.endpoint(id, Side::Responder)};
    detail.initialState = row.state; // an endpoint without transitions has had one state only
    detail.captureBegin = snapshot.begin;
    detail.captureEnd = snapshot.end;
    detail.timeWait = snapshot.timeWait;
    detail.origin = static_cast<Origin>(row.origin);
    detail.incarnation = row.incarnation;
    const std::vector<Transition> transitions = snapshot.transitionsOf(id);
    for (auto it = transitions.rbegin(); it != transitions.rend(); ++it)
        detail.initialState[static_cast<std::size_t>(it->side())] = it->from();
    detail.transitions = inOrder(snapshot, transitions);
    detail.disproved = inOrder(snapshot, snapshot.disprovedOf(id));
    for (const Incident& i : snapshot.incidentsOf(id))
        detail.incidents.push_back({i.kind, i.side, snapshot.packetOf(i.segment), snapshot.packetOf(i.related)});
    detail.reuse = static_cast<ReuseReason>(row.reuse);
    detail.earlier = earlierUseOf(snapshot, row);
    detail.language = policy.language;
    detail.quality = qualityOf(row, policy.language);
    detail.tap = tapSideOf(row, transitions);
    detail.findings = findingsOf(snapshot, id, policy);
    return detail;
}

/// What the connection's first pass said, from its first kept segment on: replay met it mid-stream and knows less.
void beginAtKeptSegments(ConnectionDetail& detail, const ConnectionRow& row) {
    detail.goneSegments = row.packets() - std::min<std::uint64_t>(row.packets(), detail.segments.size());
    const std::array<bool, 2> isCertain{row.possibleOf(Side::Initiator).isCertain(),
                                        row.possibleOf(Side::Responder).isCertain()};
    std::array<State, 2> now = detail.initialState;
    auto next = detail.transitions.begin();
    const auto moveOn = [&](auto hasHappened) {
        for (; next != detail.transitions.end() && hasHappened(*next); ++next)
            now[static_cast<std::size_t>(next->side)] = next->to;
    };
    moveOn([&](const DetailTransition& t) {
        return detail.segments.empty() || (t.packet == kNoPacket ? t.time < detail.segments.front().time
                                                                 : t.packet < detail.segments.front().packet);
    });
    detail.initialState = now;
    next = detail.transitions.erase(detail.transitions.begin(), next);
    for (DetailSegment& segment : detail.segments) {
        moveOn([&](const DetailTransition& t) {
            return t.packet == kNoPacket ? t.time <= segment.time : t.packet <= segment.packet;
        });
        segment.stateAfter = now;
        for (std::size_t side = 0; side < now.size(); ++side)
            segment.possibleAfter[side] =
                isCertain[side] ? StateSet{now[side]} : segment.possibleAfter[side].either({now[side]});
    }
}

/// Reads the 4-tuple's segments again, oldest first.
class ChainReader {
public:
    ChainReader(const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch, const ReplayOptions& options)
        : m_snapshot(snapshot), m_id(id), m_firstKnown(firstKnown(snapshot, id)), m_fetch(fetch), m_options(options) {}

    std::optional<Error> read(const ConnectionDetail& detail) {
        const std::vector<SegmentId> chain = chainOf(m_snapshot, m_snapshot.row(m_id).lastSegment, m_firstKnown);
        for (std::size_t i = 0; i < chain.size(); ++i) {
            if (i % kCancelEvery == 0 && m_options.cancelled != nullptr &&
                m_options.cancelled->load(std::memory_order_relaxed))
                return Error{told("cancelled"), {}, {}};
            if (std::optional<Error> error = readOne(chain[i], detail))
                return error;
            if (m_recorder && m_recorder->size() == m_options.beginningSegments + 1 && m_isBeginningWanted)
                tellBeginning(detail);
        }
        return std::nullopt;
    }

    void finish(ConnectionDetail& detail) {
        if (m_recorder)
            m_recorder->finish(detail);
        const ConnectionRow& row = m_snapshot.row(m_id);
        if (m_lastGone && row.firstSegment <= *m_lastGone)
            beginAtKeptSegments(detail, row);
    }

private:
    void tellBeginning(const ConnectionDetail& whole) {
        m_isBeginningWanted = false;
        const std::uint64_t packets = m_snapshot.row(m_id).packets();
        if (m_lastGone || packets < kMuchLonger * m_options.beginningSegments)
            return;
        ConnectionDetail beginning = whole;
        beginning.segments = m_recorder->soFar();
        if (beginning.segments.size() < 2)
            return;
        beginning = detailPart(beginning, 0, beginning.segments.size() - 2);
        beginning.part->of = packets;
        m_options.onBeginning(std::move(beginning));
    }

    std::optional<Error> readOne(SegmentId id, const ConnectionDetail& detail) {
        const SegmentIndex::Place place = m_snapshot.segments.place(id);
        if (place.isGone || id < m_firstKnown) {
            forgetUpTo(id);
            return std::nullopt;
        }
        if (place.isReassembled) {
            record(m_snapshot.segments.reassembled(place.position), id);
            return std::nullopt;
        }
        if (place.position < m_snapshot.load.keptFrom) {
            forgetUpTo(id);
            return std::nullopt;
        }
        Result<RawPacket> packet = m_fetch(place.position, m_buffer);
        if (!packet)
            return packet.error();
        if (packet.value().isGone) {
            forgetUpTo(id);
            return std::nullopt;
        }
        packet.value().number = place.packet;
        Segment segment;
        if (m_decoder.decode(packet.value(), segment) != PacketFate::Tracked || !isBetween(segment, detail))
            return Error{
                told("the capture changed since it was read: packet {0} is no segment of this connection any more",
                     {std::to_string(indexOf(place.packet))}),
                place.position, indexOf(place.packet)};
        record(segment, id);
        return std::nullopt;
    }

    void record(const Segment& segment, SegmentId id) {
        if (m_lastGone && id < m_snapshot.row(m_id).firstSegment)
            return; // what is left of the connection before could pass for the beginning of this one
        if (!m_recorder) {
            m_recorder.emplace(m_snapshot, m_id, id, m_options.maxSegments);
            m_recorder->expect(m_snapshot.row(m_id).packets());
        }
        m_recorder->feed(segment, id);
    }

    /// Packets may be let go while this reads: then it begins again behind them.
    void forgetUpTo(SegmentId id) {
        m_recorder.reset();
        m_lastGone = id;
    }

    const Snapshot& m_snapshot;
    ConnectionId m_id;
    SegmentId m_firstKnown;
    const FetchPacket& m_fetch;
    const ReplayOptions& m_options;
    bool m_isBeginningWanted = m_options.onBeginning != nullptr;
    Decoder m_decoder;
    FetchBuffer m_buffer;
    std::optional<Recorder> m_recorder;  ///< from the first kept segment on
    std::optional<SegmentId> m_lastGone; ///< the 4-tuple's
};

} // namespace

Result<ConnectionDetail> replay(const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch,
                                const ReplayOptions& options) {
    if (indexOf(id) >= snapshot.size())
        return Error{told("there is no connection {0}", {std::to_string(indexOf(id))}), {}, {}};
    if (!snapshot.has(id))
        return Error{told("connection {0} has ended and was let go: a live capture keeps a bounded number of them",
                          {std::to_string(indexOf(id))}),
                     {},
                     {}};
    if (!fetch)
        return Error{told("the packets of this capture were not kept"), {}, {}};
    ConnectionDetail detail = detailFrom(snapshot, id, options.policy);
    ChainReader reader(snapshot, id, fetch, options);
    if (const std::optional<Error> error = reader.read(detail))
        return *error;
    reader.finish(detail);
    return detail;
}

} // namespace synscope
