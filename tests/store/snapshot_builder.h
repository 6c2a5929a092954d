// SPDX-License-Identifier: Apache-2.0
//
// A Snapshot put together by hand: connections with the states and figures a test asks for, without packets.
#pragma once

#include "core/store/snapshot.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace synscope::test {

/// An endpoint's change of state, before the capture's end.
struct MoveSpec {
    double secondsBeforeEnd = 0;
    Side side = Side::Responder;
    State from = State::Unknown;
    State to = State::Established;
    Basis basis = Basis::Proven;
    bool isDisproved = false;
};

struct ConnectionSpec {
    const char* client = "10.0.0.1";
    std::uint16_t clientPort = 40000;
    const char* server = "10.0.0.2";
    std::uint16_t serverPort = 80;
    State clientState = State::Established;
    State serverState = State::Established;
    StateSet serverPossible{};        ///< besides serverState
    std::int64_t stateAgeSeconds = 0; ///< of both sides, before the capture's end
    std::int64_t durationSeconds = 1; ///< at least the age of the states
    std::array<std::uint64_t, 2> bytes{100, 200};
    std::array<std::uint32_t, 2> segments{3, 4};
    std::uint32_t retransmissions = 0; ///< of the client
    std::uint32_t syn = 2;
    std::uint32_t fin = 0;
    std::uint32_t rst = 0;
    std::uint16_t incarnation = 0;
    Origin origin = Origin::Handshake;
    std::uint8_t quality = 0;      ///< of QualityBit
    std::uint64_t packet = 0;      ///< that moved both sides into their states; 0 = a timer did
    std::uint64_t proofPacket = 0; ///< that proves it; 0 = none does
    std::vector<MoveSpec> moves{}; ///< oldest first; none: each side came into its state `stateAgeSeconds` ago
    std::array<double, 2> lastDataSecondsBeforeEnd{-1, -1}; ///< negative: none
    std::array<std::uint32_t, 2> keepAlives{};
    std::uint8_t windowsClosed = 0; ///< bit by Side
    double quietSeconds = 0;        ///< since its last packet, at the capture's end
    Side closedFirst = Side::Initiator;
    bool areRolesGuessed = false;
    std::optional<IncidentKind> incident{};
    Side incidentSide = Side::Responder;
    bool isIncidentWithdrawn = false;
};

class SnapshotBuilder {
public:
    static constexpr std::int64_t kEndSecond = 1'700'001'000;

    SnapshotBuilder& add(const ConnectionSpec& spec) {
        ConnectionRow row;
        row.last = beforeEnd(spec.quietSeconds);
        row.first = at(kEndSecond) - std::chrono::seconds(std::max(spec.durationSeconds, spec.stateAgeSeconds));
        row.bytes = spec.bytes;
        row.segments = spec.segments;
        row.rst = spec.rst;
        row.syn = spec.syn;
        row.fin = spec.fin;
        row.rolesGuessed = spec.areRolesGuessed ? 1 : 0;
        row.state = {spec.clientState, spec.serverState};
        row.alternatives[1] = spec.serverPossible;
        row.incarnation = spec.incarnation;
        row.origin = static_cast<std::uint8_t>(spec.origin) & 3U;
        row.quality = spec.quality;
        row.windowsClosed = spec.windowsClosed & 3U;
        addFlow(row, spec);
        row.closedFirst = spec.closedFirst == Side::Initiator ? 1 : 2;
        for (const std::size_t side : {0U, 1U})
            if (spec.lastDataSecondsBeforeEnd[side] >= 0)
                row.lastDataMs[side] = msSince(row.first, spec.lastDataSecondsBeforeEnd[side]) + 1;
        if (spec.moves.empty()) {
            addTransition(row, Side::Initiator, spec);
            addTransition(row, Side::Responder, spec);
        }
        for (const MoveSpec& move : spec.moves)
            addMove(row, spec, move);
        for (const Side side : {Side::Initiator, Side::Responder})
            if (row.visited[static_cast<std::size_t>(side)].has(State::CloseWait))
                row.noteDataAfterPeerClosed(side);
        addCounters(row, spec);
        addIncident(row, spec);
        m_rows.append(row);
        return *this;
    }

    [[nodiscard]] Snapshot build() {
        Snapshot snapshot;
        snapshot.rows = m_rows.publish();
        snapshot.anomalies = m_anomalies.publish();
        snapshot.transitions = m_transitions.view();
        snapshot.incidents = m_incidents.view();
        snapshot.flows = m_flows.publish();
        snapshot.v6Addresses = m_v6Addresses.publish();
        snapshot.segments = m_segments.view();
        snapshot.begin = at(kEndSecond - 1000);
        snapshot.end = at(kEndSecond);
        snapshot.load.finished = true;
        return snapshot;
    }

private:
    static Timestamp at(std::int64_t second) { return Timestamp(std::chrono::seconds(second)); }
    static Timestamp beforeEnd(double seconds) {
        return at(kEndSecond) - Duration(static_cast<Duration::rep>(seconds * 1e9));
    }
    static std::uint32_t msSince(Timestamp first, double secondsBeforeEnd) {
        return static_cast<std::uint32_t>((beforeEnd(secondsBeforeEnd) - first) / std::chrono::milliseconds(1));
    }

    void addCounters(ConnectionRow& row, const ConnectionSpec& spec) {
        AnomalyCounters counters;
        counters.side[0].retransmissions = spec.retransmissions;
        bool isUsed = spec.retransmissions > 0;
        for (const std::size_t side : {0U, 1U}) {
            counters.side[side].keepAlives = spec.keepAlives[side];
            isUsed = isUsed || spec.keepAlives[side] > 0;
        }
        if (isUsed)
            row.anomalies = AnomalyId{static_cast<std::uint32_t>(m_anomalies.append(counters))};
    }

    void addIncident(ConnectionRow& row, const ConnectionSpec& spec) {
        if (!spec.incident)
            return;
        Incident incident;
        incident.kind = *spec.incident;
        incident.side = spec.incidentSide;
        incident.withdrawn.set(spec.isIncidentWithdrawn);
        row.lastIncident = IncidentId{static_cast<std::uint32_t>(m_incidents.append(incident))};
    }

    /// As the tracker does: an IPv6 address has one word, however often it is met.
    std::uint32_t word(const IpAddress& address) {
        if (!address.isV6)
            return address.v4();
        for (std::uint32_t i = 0; i < m_v6Addresses.size(); ++i) {
            if (m_v6Addresses[i] == address)
                return i;
        }
        return static_cast<std::uint32_t>(m_v6Addresses.append(address));
    }

    void addFlow(ConnectionRow& row, const ConnectionSpec& spec) {
        const SocketAddress client{*parseIpAddress(spec.client), spec.clientPort};
        const SocketAddress server{*parseIpAddress(spec.server), spec.serverPort};
        const bool clientIsLow = client < server;
        const SocketAddress& low = clientIsLow ? client : server;
        const SocketAddress& high = clientIsLow ? server : client;
        row.initiatorIsLow = clientIsLow ? 1 : 0;
        const FlowKey key{word(low.address), word(high.address), low.port, high.port, low.address.isV6};
        row.flow = FlowId{static_cast<std::uint32_t>(m_flows.append(key))};
    }

    SegmentId segmentOf(std::uint64_t packet) {
        if (packet == 0)
            return kNoSegment;
        Segment segment;
        segment.packet = PacketNumber{packet};
        return m_segments.append(segment, kNoSegment);
    }

    /// Into the present state.
    void addTransition(ConnectionRow& row, Side side, const ConnectionSpec& spec) {
        Transition transition(nsSinceEpoch(at(kEndSecond - spec.stateAgeSeconds)), segmentOf(spec.packet), side,
                              State::Unknown, row.stateOf(side), spec.packet == 0 ? Basis::Timer : Basis::Received);
        if (spec.proofPacket != 0)
            transition.settle(Verdict::Proven, segmentOf(spec.proofPacket));
        append(row, transition);
    }

    void addMove(ConnectionRow& row, const ConnectionSpec& spec, const MoveSpec& move) {
        Transition transition(nsSinceEpoch(beforeEnd(move.secondsBeforeEnd)), segmentOf(spec.packet), move.side,
                              move.from, move.to, move.basis);
        if (move.isDisproved)
            transition.settle(Verdict::Disproved, segmentOf(spec.packet));
        append(row, transition);
    }

    void append(ConnectionRow& row, Transition transition) {
        transition.setPrevious(row.lastTransition);
        row.lastTransition = TransitionId{static_cast<std::uint32_t>(m_transitions.append(transition))};
        StateSet& visited = row.visited[static_cast<std::size_t>(transition.side())];
        if (!transition.isDisproved())
            visited = visited.either({transition.from(), transition.to()});
    }

    ConnectionRows m_rows;
    PagedRows<AnomalyCounters, 64> m_anomalies;
    TransitionLog m_transitions;
    ChunkedLog<Incident, 1024> m_incidents;
    FlowKeys m_flows;
    V6Addresses m_v6Addresses;
    SegmentIndex m_segments;
};

} // namespace synscope::test
