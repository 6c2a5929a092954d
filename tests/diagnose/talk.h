// SPDX-License-Identifier: Apache-2.0
//
// The facts of one connection put together by hand: what a tracker would have written, without packets. Packet n is
// segment n. 192.0.2.1:40000 opened (a), 198.51.100.1:80 listened (b).
#pragma once

#include "core/diagnose/detectors.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace synscope::test {

class Talk {
public:
    ConnectionRow row;
    ConnectionRow earlier;
    bool hasEarlier = false;
    AnomalyCounters counters;
    DiagnosePolicy policy;

    Talk() {
        row.first = row.last = m_captureEnd = at(0);
        row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
        row.state = {State::Established, State::Established};
        row.segments = {5, 5};
        row.syn = 2;
    }

    /// Both sides open: a handshake in packets 1 to 3.
    static Talk open() {
        Talk talk;
        talk.move(0, 1, Side::Initiator, State::Closed, State::SynSent);
        talk.move(0, 1, Side::Responder, State::Listen, State::SynReceived, Basis::Received);
        talk.move(10, 2, Side::Initiator, State::SynSent, State::Established, Basis::Received);
        talk.move(11, 3, Side::Responder, State::SynReceived, State::Established, Basis::Received);
        return talk;
    }

    /// As open(), then the client closes in packet 4 after a second: FIN_WAIT_2 and CLOSE_WAIT.
    static Talk halfClosed() {
        Talk talk = open();
        talk.move(1000, 4, Side::Initiator, State::Established, State::FinWait1);
        talk.move(1000, 4, Side::Responder, State::Established, State::CloseWait, Basis::Received);
        talk.m_transitions.back().settle(Verdict::Proven, SegmentId{5});
        talk.move(1010, 5, Side::Initiator, State::FinWait1, State::FinWait2, Basis::Received);
        return talk;
    }

    Talk& move(std::int64_t ms, std::uint32_t packet, Side side, State from, State to, Basis basis = Basis::Sent) {
        m_transitions.emplace_back(nsSinceEpoch(at(ms)), SegmentId{packet}, side, from, to, basis);
        row.state[static_cast<std::size_t>(side)] = to;
        if (to == State::Closed && basis == Basis::Sent)
            row.resetSeen = 1;
        return seen(ms);
    }
    /// `related` 0 = none.
    Talk& happened(IncidentKind kind, Side side, std::uint32_t packet, std::uint32_t related = 0) {
        Incident incident;
        incident.kind = kind;
        incident.side = side;
        incident.segment = SegmentId{packet};
        incident.related = related == 0 ? kNoSegment : SegmentId{related};
        m_incidents.push_back(incident);
        return *this;
    }
    /// The endpoint's newest payload.
    Talk& data(std::int64_t ms, Side side) {
        row.lastDataMs[static_cast<std::size_t>(side)] = static_cast<std::uint32_t>(ms + 1);
        return seen(ms);
    }
    /// A packet of whatever kind.
    Talk& seen(std::int64_t ms) {
        row.last = std::max(row.last, at(ms));
        m_captureEnd = std::max(m_captureEnd, at(ms));
        return *this;
    }
    Talk& captureEnds(std::int64_t ms) {
        m_captureEnd = at(ms);
        return *this;
    }
    Talk& flagged(QualityBit bit) {
        row.quality = static_cast<std::uint8_t>(row.quality | static_cast<unsigned>(bit));
        return *this;
    }

    [[nodiscard]] const std::vector<Transition>& transitions() const { return m_transitions; }

    [[nodiscard]] std::vector<Finding> findings() const {
        return diagnose({
            .row = row,
            .earlier = hasEarlier ? &earlier : nullptr,
            .transitions = m_transitions,
            .incidents = m_incidents,
            .counters = counters,
            .address = {SocketAddress{*parseIpAddress("192.0.2.1"), 40000},
                        SocketAddress{*parseIpAddress("198.51.100.1"), 80}},
            .captureEnd = m_captureEnd,
            .policy = policy,
            .packetOf =
                [](SegmentId segment) { return segment == kNoSegment ? kNoPacket : PacketNumber{indexOf(segment)}; },
        });
    }

    /// "aborted b #7 proof #9 at 2.010", a line a finding.
    [[nodiscard]] std::string listed() const {
        std::string lines;
        for (const Finding& finding : findings()) {
            lines += std::string(finding.kind) + (finding.endpoint == Side::Initiator ? " a" : " b");
            if (finding.packet != kNoPacket)
                lines += " #" + std::to_string(indexOf(finding.packet));
            if (finding.proof != kNoPacket)
                lines += " proof #" + std::to_string(indexOf(finding.proof));
            if (finding.since) {
                char text[32];
                std::snprintf(text, sizeof(text), " at %.3f",
                              static_cast<double>((*finding.since - at(0)).count()) / 1e9);
                lines += text;
            }
            lines += "\n";
        }
        return lines;
    }

    /// The words of the first finding of the kind; empty where there is none.
    [[nodiscard]] std::string words(std::string_view kind) const {
        for (const Finding& finding : findings()) {
            if (finding.kind == kind)
                return finding.text;
        }
        return "";
    }

private:
    static Timestamp at(std::int64_t ms) {
        return Timestamp(std::chrono::seconds(1'700'000'000)) + std::chrono::milliseconds(ms);
    }

    std::vector<Transition> m_transitions;
    std::vector<Incident> m_incidents;
    Timestamp m_captureEnd{};
};

} // namespace synscope::test
