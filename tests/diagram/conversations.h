// SPDX-License-Identifier: Apache-2.0
//
// The conversations that tests of diagrams and of their exports draw.
#pragma once

#include "tests/diagram/detail_builder.h"

namespace synscope::test {

using Detail = std::shared_ptr<const ConnectionDetail>;
using namespace std::chrono_literals;

/// Handshake, one request, four-way close 1.189 s after the FIN was acknowledged.
inline Detail closedInFour() {
    DetailBuilder b;
    b.handshake();
    b.wait(619us)
        .send(kClient, "PA", 312, "GET /orders/17")
        .wait(25'000us)
        .send(kServer, "PA", 1204, "HTTP/1.1 200 OK");
    b.wait(22us).send(kClient, "A");
    b.wait(4'216us).send(kClient, "FA").becomes(kClient, State::FinWait1).becomes(kServer, State::CloseWait);
    b.wait(21'284us).send(kServer, "A").becomes(kClient, State::FinWait2);
    b.wait(1'189'369us).send(kServer, "FA").becomes(kServer, State::LastAck).becomes(kClient, State::TimeWait);
    b.wait(22us).send(kClient, "A").becomes(kServer, State::Closed);
    return b.endAfter(20ms);
}

/// FIN and the other side's FIN + ACK, then 2MSL runs out.
inline Detail closedInThree() {
    DetailBuilder b;
    b.handshake();
    b.wait(3ms).send(kClient, "FA").becomes(kClient, State::FinWait1).becomes(kServer, State::CloseWait);
    b.wait(21ms).send(kServer, "FA").becomes(kServer, State::LastAck).becomes(kClient, State::TimeWait);
    b.wait(20us).send(kClient, "A").becomes(kServer, State::Closed);
    b.wait(60s).timerMoves(kClient, State::Closed);
    return b.endAfter(40s);
}

/// The server never closes.
inline Detail leak() {
    DetailBuilder b;
    b.handshake();
    b.wait(619us).send(kClient, "PA", 312, "GET /orders/17").wait(25ms).send(kServer, "PA", 1204);
    b.wait(4ms).send(kClient, "FA").becomes(kClient, State::FinWait1).becomes(kServer, State::CloseWait);
    b.wait(30us).send(kServer, "A").becomes(kClient, State::FinWait2);
    return b.endAfter(418s);
}

inline Detail refused() {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent);
    b.wait(300us).send(kServer, "RA").becomes(kClient, State::Closed);
    return b.endAfter(1s);
}

inline Detail reset() {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kClient, "PA", 90, "EHLO <mail> & \"more\"; #1");
    b.wait(2ms).send(kServer, "R").becomes(kServer, State::Closed).becomes(kClient, State::Closed);
    return b.endAfter(1s);
}

inline Detail unanswered() {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent);
    for (const Duration pause : {1s, 2s, 4s})
        b.wait(pause).send(kClient, "S").atSequence(0).mark(Mark::Retransmission);
    return b.endAfter(3s);
}

/// Every second sign once.
inline Detail troubled() {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kClient, "PA", 1000, "POST /upload");
    b.wait(200ms).send(kClient, "PA", 1000).atSequence(1).mark(Mark::Retransmission);
    b.wait(21ms).send(kServer, "A").skip(kClient, 1448);
    b.wait(1ms).send(kClient, "A", 700).mark(Mark::PreviousLost);
    b.wait(1ms).send(kServer, "A").mark(Mark::DuplicateAck);
    b.wait(1ms).send(kClient, "A", 1448).atSequence(1001).mark(Mark::OutOfOrder);
    b.wait(1ms).send(kServer, "A").mark(Mark::ZeroWindow);
    b.wait(5s).send(kClient, "A").mark(Mark::WindowProbe);
    b.wait(1ms).send(kServer, "A").mark(Mark::WindowUpdate);
    b.wait(75s).send(kClient, "A").mark(Mark::KeepAlive);
    b.wait(1ms).send(kServer, "A").mark(Mark::KeepAliveAck);
    b.wait(1ms).send(kServer, "PA", 44).atSequence(77).mark(Mark::Stale);
    b.wait(1ms).send(kServer, "A").mark(Mark::ChallengeAck).mark(Mark::AckedUnseen);
    return b.endAfter(10s);
}

inline Detail midstream() {
    DetailBuilder b;
    b.midstream();
    b.send(kClient, "PA", 100).becomes(kClient, State::Established).becomes(kServer, State::Established);
    b.wait(1ms).send(kServer, "A");
    return b.endAfter(5s);
}

/// The client's FIN was lost once, so the server was not in CLOSE_WAIT when it seemed to be.
inline Detail finLost() {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kClient, "PA", 312, "GET /orders/17").wait(25ms).send(kServer, "PA", 1204);
    b.wait(4ms).send(kClient, "FA").becomes(kClient, State::FinWait1).seemedToMove(kServer, State::CloseWait, 7);
    b.wait(200ms).send(kClient, "FA").atSequence(313).mark(Mark::Retransmission).becomes(kServer, State::CloseWait);
    b.incident(IncidentKind::DeliveryDisproved, kServer, 6);
    b.wait(21ms).send(kServer, "A").becomes(kClient, State::FinWait2);
    b.wait(30ms).send(kServer, "FA").becomes(kServer, State::LastAck).becomes(kClient, State::TimeWait);
    b.wait(20us).send(kClient, "A").becomes(kServer, State::Closed);
    return b.endAfter(10ms);
}

/// The capture missed what the client sent; a forged RST and a gap leave the server's state open.
inline Detail undecided() {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kClient, "PA", 312, "GET /orders/17").wait(25ms).send(kServer, "PA", 1204);
    b.wait(1ms).send(kClient, "R").mark(Mark::Discarded).incident(IncidentKind::ResetOutOfWindow, kClient);
    b.wait(3s).send(kServer, "A").mark(Mark::AckedUnseen);
    b.mayBe(kServer, {State::Established, State::CloseWait});
    b.mayBe(kClient, {State::Established, State::FinWait1, State::FinWait2, State::Closed});
    b.wait(2s).send(kServer, "PA", 90).wait(1s).send(kServer, "PA", 90);
    return b.endAfter(5s);
}

/// `segments` of data and their ACKs between handshake and close.
inline Detail longRun(std::size_t segments) {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kClient, "PA", 90, "GET /large");
    for (std::size_t i = 0; i < segments; ++i)
        b.wait(12us).send(i % 3 == 2 ? kClient : kServer, "A", i % 3 == 2 ? 0 : 1448);
    b.wait(1ms).send(kClient, "FA").becomes(kClient, State::FinWait1).becomes(kServer, State::CloseWait);
    b.wait(21ms).send(kServer, "FA").becomes(kServer, State::LastAck).becomes(kClient, State::TimeWait);
    b.wait(20us).send(kClient, "A").becomes(kServer, State::Closed);
    return b.endAfter(1ms);
}

} // namespace synscope::test
