// SPDX-License-Identifier: Apache-2.0
//
// Builds the detail of a connection from a few lines: who sends what when, and which states follow. Sequence
// numbers, packet numbers, counters and proofs follow by themselves: an ACK proves that its sender had received
// what moved it before.
#pragma once

#include "core/store/replay.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

namespace synscope::test {

inline constexpr auto kClient = Side::Initiator;
inline constexpr auto kServer = Side::Responder;
inline constexpr std::int64_t kStartNs = 1'700'000'000'000'000'000; // 2023-11-14 22:13:20 UTC

/// What quality says of a connection that was met so.
inline std::vector<QualityNote> qualityNotes(Origin origin, std::initializer_list<QualityBit> bits = {},
                                             bool rolesGuessed = false) {
    ConnectionRow row;
    row.origin = static_cast<std::uint8_t>(origin) & 3U;
    row.rolesGuessed = rolesGuessed ? 1 : 0;
    for (const QualityBit bit : bits)
        row.quality = static_cast<std::uint8_t>(row.quality | static_cast<unsigned>(bit));
    return qualityOf(row);
}

class DetailBuilder {
public:
    DetailBuilder() {
        m_detail.endpoint[0].address = {IpAddress::fromV4(0xc000020a), 51812};
        m_detail.endpoint[1].address = {IpAddress::fromV4(0xc6336407), 80};
        m_detail.initialState = {State::Closed, State::Listen};
        m_detail.captureBegin = timestampFromNs(kStartNs);
        startFrom(m_detail.initialState);
    }

    /// Moves the clock.
    DetailBuilder& wait(Duration duration) {
        m_now += duration;
        return *this;
    }

    /// `flags` are letters: S F R P A.
    DetailBuilder& send(Side sender, std::string_view flags, std::uint32_t payload = 0, std::string_view preview = {}) {
        const auto me = static_cast<std::size_t>(sender);
        DetailSegment segment;
        segment.packet = PacketNumber(++m_packets);
        segment.time = timestampFromNs(kStartNs) + m_now;
        segment.sender = sender;
        for (const char letter : flags)
            segment.flags.bits |= static_cast<std::uint16_t>(flagOf(letter));
        segment.relativeSeq = m_next[me];
        segment.seq = SeqNum(kIsn[me] + m_next[me]);
        if (segment.flags.ack()) {
            segment.relativeAck = m_next[1 - me];
            segment.ack = SeqNum(kIsn[1 - me] + m_next[1 - me]);
        }
        segment.payloadBytes = payload;
        segment.setPreview(preview);
        segment.window = 64'240;
        segment.stateAfter = m_state;
        segment.possibleAfter = m_possible;
        if (segment.flags.ack())
            proveMovesOf(sender, segment.packet);
        m_next[me] += payload + (segment.flags.syn() ? 1U : 0U) + (segment.flags.fin() ? 1U : 0U);
        m_detail.segments.push_back(std::move(segment));
        ++m_detail.endpoint[me].segments;
        m_detail.endpoint[me].bytes += payload;
        return *this;
    }

    /// The last segment sent moves `side` to `state`.
    DetailBuilder& becomes(Side side, State state) {
        DetailSegment& last = m_detail.segments.back();
        const Basis basis = last.sender == side ? Basis::Sent : Basis::Received;
        change(side, state, last.packet, basis);
        last.stateAfter = m_state;
        last.possibleAfter = m_possible;
        return *this;
    }

    /// The last segment shows that packet `cause` had moved `side`: only now the tracker is in `state`.
    DetailBuilder& provenAt(std::uint64_t cause, Side side, State state) {
        change(side, state, PacketNumber(cause), Basis::Proven);
        m_detail.segments.back().stateAfter = m_state;
        m_detail.segments.back().possibleAfter = m_possible;
        return *this;
    }

    /// After the last segment sent the packets do not decide between these, until it becomes something.
    DetailBuilder& mayBe(Side side, StateSet possible) {
        m_possible[static_cast<std::size_t>(side)] = possible;
        m_detail.segments.back().possibleAfter = m_possible;
        return *this;
    }

    /// The last segment was believed to have moved `side`, until packet `proof`.
    DetailBuilder& seemedToMove(Side side, State to, std::uint64_t proof) {
        const DetailSegment& last = m_detail.segments.back();
        m_detail.disproved.push_back({last.time, last.packet, side, m_state[static_cast<std::size_t>(side)], to,
                                      Basis::Received, PacketNumber(proof)});
        return *this;
    }

    /// At the last segment.
    DetailBuilder& incident(IncidentKind kind, Side side, std::uint64_t related = 0) {
        m_detail.incidents.push_back({kind, side, m_detail.segments.back().packet, PacketNumber(related)});
        return *this;
    }

    /// 2MSL ran out.
    DetailBuilder& timerMoves(Side side, State state) {
        change(side, state, kNoPacket, Basis::Timer);
        return *this;
    }

    DetailBuilder& mark(Mark mark) {
        m_detail.segments.back().marks.add(mark);
        return *this;
    }

    /// The last segment repeats the bytes of an earlier one of its sender.
    DetailBuilder& atSequence(std::uint32_t relativeSeq) {
        DetailSegment& last = m_detail.segments.back();
        const auto me = static_cast<std::size_t>(last.sender);
        m_next[me] = std::max(last.relativeSeq, relativeSeq + last.payloadBytes);
        last.relativeSeq = relativeSeq;
        last.seq = SeqNum(kIsn[me] + relativeSeq);
        return *this;
    }

    /// Bytes of `sender` that the capture did not see.
    DetailBuilder& skip(Side sender, std::uint32_t bytes) {
        m_next[static_cast<std::size_t>(sender)] += bytes;
        return *this;
    }

    DetailBuilder& handshake() {
        using namespace std::chrono_literals;
        send(kClient, "S").offers(7).becomes(kClient, State::SynSent).becomes(kServer, State::SynReceived);
        wait(21'340us).send(kServer, "SA").offers(6).becomes(kClient, State::Established);
        m_detail.tap = TapSide{TapPlace::NearInitiator, 51us, 21'340us};
        return wait(51us).send(kClient, "A").becomes(kServer, State::Established);
    }

    DetailBuilder& midstream() {
        m_detail.origin = Origin::Midstream;
        m_detail.quality = qualityNotes(m_detail.origin);
        m_detail.initialState = {State::Unknown, State::Unknown};
        startFrom(m_detail.initialState);
        return *this;
    }

    DetailBuilder& addresses(const SocketAddress& client, const SocketAddress& server) {
        m_detail.endpoint[0].address = client;
        m_detail.endpoint[1].address = server;
        return *this;
    }

    DetailBuilder& omitted(std::uint64_t segments) {
        m_detail.omittedSegments = segments;
        return *this;
    }

    /// The capture goes on for `more` after the last thing that happened.
    std::shared_ptr<const ConnectionDetail> endAfter(Duration more) {
        m_now += more;
        m_detail.captureEnd = timestampFromNs(kStartNs) + m_now;
        for (std::size_t side = 0; side < 2; ++side) {
            m_detail.endpoint[side].state = m_state[side];
            m_detail.endpoint[side].possible = m_possible[side];
        }
        return std::make_shared<const ConnectionDetail>(std::move(m_detail));
    }

private:
    static constexpr std::array<std::uint32_t, 2> kIsn{2'914'220'117, 771'093'402};

    static TcpFlag flagOf(char letter) {
        switch (letter) {
        case 'S':
            return TcpFlag::Syn;
        case 'F':
            return TcpFlag::Fin;
        case 'R':
            return TcpFlag::Rst;
        case 'P':
            return TcpFlag::Psh;
        default:
            return TcpFlag::Ack;
        }
    }

    DetailBuilder& offers(std::uint8_t windowScale) {
        DetailSegment& last = m_detail.segments.back();
        TcpOptions options;
        options.hasMss = options.hasWindowScale = true;
        options.sackPermitted = options.hasTimestamps = true;
        options.mss = 1460;
        options.windowScale = windowScale;
        last.setOptions(options);
        HandshakeOffer& offer = m_detail.endpoint[static_cast<std::size_t>(last.sender)].offer;
        offer.isn = last.seq.value();
        offer.mss = 1460;
        offer.windowScale = windowScale;
        offer.bits = HandshakeOffer::HasIsn | HandshakeOffer::HasWindowScale | HandshakeOffer::SackPermitted |
                     HandshakeOffer::Timestamps;
        return *this;
    }

    void change(Side side, State state, PacketNumber packet, Basis basis) {
        const auto me = static_cast<std::size_t>(side);
        const Timestamp time = timestampFromNs(kStartNs) + m_now;
        m_detail.transitions.push_back({time, packet, side, m_state[me], state, basis});
        m_state[me] = state;
        m_possible[me] = {state};
        m_detail.endpoint[me].since = time;
    }

    void startFrom(std::array<State, 2> states) {
        m_state = states;
        m_possible = {StateSet{states[0]}, StateSet{states[1]}};
    }

    void proveMovesOf(Side side, PacketNumber proof) {
        for (DetailTransition& transition : m_detail.transitions) {
            if (transition.side != side || transition.basis != Basis::Received)
                continue;
            transition.basis = Basis::Proven;
            transition.proof = proof;
        }
    }

    ConnectionDetail m_detail;
    std::array<State, 2> m_state{};
    std::array<StateSet, 2> m_possible{};
    std::array<std::uint32_t, 2> m_next{};
    Duration m_now{};
    std::uint64_t m_packets = 0;
};

} // namespace synscope::test
