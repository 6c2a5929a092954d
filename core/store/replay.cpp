// SPDX-License-Identifier: Apache-2.0
#include "core/store/replay.h"

#include "core/base/told.h"
#include "core/store/chain_segments.h"
#include "core/store/detail_part.h"
#include "core/store/flow_replay.h"

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostStrays = 16;
constexpr std::size_t kMuchLonger = 4; ///< than its beginning is a connection whose beginning is told first

/// Keeps one connection's segments while its 4-tuple is tracked once more.
class Recorder {
public:
    /// `first`: of the 4-tuple's segments, the first that will be fed.
    Recorder(const Snapshot& snapshot, ConnectionId id, SegmentId first, std::size_t limit)
        : m_first(snapshot.row(id).firstSegment), m_limit(limit), m_replay(snapshot, id, first) {}

    void feed(const ChainSegment& read) {
        const TrackedSegment tracked = m_replay.track(read.segment, read.id);
        if (tracked.adopted)
            giveTo(tracked.connection, *tracked.adopted, tracked.adoptedMarks);
        // The connection's first SYN may still be waiting on the one before, and is this one's only when answered.
        if (tracked.connection != m_replay.wanted() && read.id != m_first) {
            keepStray(read, tracked);
            return;
        }
        if (m_segments.size() >= m_limit) {
            ++m_omitted;
            return;
        }
        if (read.segment.flags.syn() || tracked.connection != m_replay.wanted())
            m_unsettled.push_back({read.id, tracked.connection, m_segments.size()});
        describe(read, tracked, m_segments.emplace_back());
    }

    void expect(std::uint64_t segments) { m_segments.reserve(std::min<std::uint64_t>(segments, m_limit)); }
    [[nodiscard]] std::size_t size() const { return m_segments.size(); }
    /// What is there so far, as if the connection went on without another segment.
    [[nodiscard]] std::vector<DetailSegment> soFar() const {
        std::vector<DetailSegment> segments = m_segments;
        removeOthers(segments, std::nullopt);
        return segments;
    }

    void finish(ConnectionDetail& detail) {
        removeOthers(m_segments, m_replay.adoptedLater());
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
    void keepStray(const ChainSegment& read, const TrackedSegment& tracked) {
        if (m_segments.empty() || !tracked.marks.has(Mark::Stale) || m_strays.size() >= kMostStrays)
            return;
        m_strays.push_back({read.segment.source, {}});
        describe(read, tracked, m_strays.back().segment);
    }

    /// One of m_segments that another connection may turn out to own: a SYN.
    struct Unsettled {
        SegmentId id;
        ConnectionId owner; ///< as it looks
        std::size_t index;
    };

    /// Takes what is not the wanted connection's, and the one with the number, out of m_segments or its copy.
    void removeOthers(std::vector<DetailSegment>& segments, std::optional<SegmentId> another) const {
        const auto isOthers = [&](const Unsettled& u) { return u.owner != m_replay.wanted() || u.id == another; };
        auto next = std::find_if(m_unsettled.begin(), m_unsettled.end(), isOthers);
        if (next == m_unsettled.end())
            return;
        std::size_t used = next->index;
        for (std::size_t i = used; i < segments.size(); ++i) {
            if (next != m_unsettled.end() && next->index == i)
                next = std::find_if(std::next(next), m_unsettled.end(), isOthers);
            else
                segments[used++] = std::move(segments[i]);
        }
        segments.resize(used);
    }

    void giveTo(ConnectionId owner, SegmentId id, Marks marks) {
        const auto found =
            std::find_if(m_unsettled.rbegin(), m_unsettled.rend(), [id](const Unsettled& u) { return u.id == id; });
        if (found == m_unsettled.rend())
            return;
        found->owner = owner;
        DetailSegment& segment = m_segments[found->index];
        segment.sender = Side::Initiator;
        segment.marks = marks;
        segment.relativeSeq = 0;
        const BothStates& after = m_replay.table().statesAfterAdopted();
        segment.stateAfter = after.likeliest;
        segment.possibleAfter = after.possible;
    }

    void describe(const ChainSegment& read, const TrackedSegment& tracked, DetailSegment& detail) const {
        const Segment& segment = read.segment;
        const Connection& connection = m_replay.table().connection(tracked.connection);
        const Endpoint& sender = connection.endpoint[static_cast<std::size_t>(tracked.sender)];
        const Endpoint& receiver = connection.endpoint[static_cast<std::size_t>(other(tracked.sender))];
        detail.packet = segment.packet;
        detail.time = segment.time;
        detail.sender = tracked.sender;
        detail.flags = segment.flags;
        detail.ipId = segment.ipId;
        detail.seq = segment.seq;
        detail.ack = segment.ack;
        detail.relativeSeq = segment.seq.value() - sender.iss.value();
        detail.relativeAck = segment.flags.ack() ? segment.ack.value() - receiver.iss.value() : 0;
        detail.payloadBytes = segment.payloadBytes;
        detail.window = segment.window;
        if (!segment.flags.syn() && sender.knowsIss && sender.offeredScale && receiver.offeredScale)
            detail.window <<= sender.scale;
        detail.marks = tracked.marks;
        detail.setOptions(segment.options);
        const ConnectionRow& row = m_replay.table().row(tracked.connection);
        detail.stateAfter = row.state;
        detail.possibleAfter = {row.possibleOf(Side::Initiator), row.possibleOf(Side::Responder)};
        detail.setPreview(read.preview);
    }

    SegmentId m_first;
    std::size_t m_limit;
    FlowReplay m_replay;
    std::vector<DetailSegment> m_segments;
    std::vector<Unsettled> m_unsettled; ///< by index
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
    ChainReader(const Snapshot& snapshot, ConnectionId id, const ReplayOptions& options)
        : m_snapshot(snapshot), m_id(id), m_options(options) {}

    std::optional<Error> read(const ConnectionDetail& detail, const FetchPacket& fetch) {
        std::optional<Error> error;
        ChainSegments(m_snapshot, m_id, fetch, m_options.cancelled).read([&](ChainBatch& batch) {
            error = std::move(batch.error);
            for (std::size_t i = 0; i < batch.count; ++i)
                take(batch.segments[i], detail);
            return !error;
        });
        return error;
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

    void take(const ChainSegment& read, const ConnectionDetail& detail) {
        if (read.isGone) { // packets may be let go while this reads: then it begins again behind them
            m_recorder.reset();
            m_lastGone = read.id;
            return;
        }
        if (m_lastGone && read.id < m_snapshot.row(m_id).firstSegment)
            return; // what is left of the connection before could pass for the beginning of this one
        if (!m_recorder) {
            m_recorder.emplace(m_snapshot, m_id, read.id, m_options.maxSegments);
            const std::uint64_t packets = m_snapshot.row(m_id).packets();
            m_recorder->expect(m_isBeginningWanted ? std::min<std::uint64_t>(packets, m_options.beginningSegments + 1)
                                                   : packets);
        }
        m_recorder->feed(read);
        if (m_isBeginningWanted && m_recorder->size() == m_options.beginningSegments + 1) {
            tellBeginning(detail);
            m_recorder->expect(m_snapshot.row(m_id).packets()); // for which memory may be too little
        }
    }

    const Snapshot& m_snapshot;
    ConnectionId m_id;
    const ReplayOptions& m_options;
    bool m_isBeginningWanted = m_options.onBeginning != nullptr;
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
    try {
        ConnectionDetail detail = detailFrom(snapshot, id, options.policy);
        ChainReader reader(snapshot, id, options);
        if (const std::optional<Error> error = reader.read(detail, fetch))
            return *error;
        reader.finish(detail);
        return detail;
    } catch (const std::bad_alloc&) {
        return Error{told("there is not enough memory for the {0} segments of connection {1}",
                          {std::to_string(snapshot.row(id).packets()), std::to_string(indexOf(id))}),
                     {},
                     {}};
    }
}

} // namespace synscope
