// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/state.h"

#include "core/tcp/marks.h"

namespace synscope {

std::string_view toText(State state) {
    switch (state) {
    case State::Closed:
        return "CLOSED";
    case State::Listen:
        return "LISTEN";
    case State::SynSent:
        return "SYN_SENT";
    case State::SynReceived:
        return "SYN_RECEIVED";
    case State::Established:
        return "ESTABLISHED";
    case State::FinWait1:
        return "FIN_WAIT_1";
    case State::FinWait2:
        return "FIN_WAIT_2";
    case State::CloseWait:
        return "CLOSE_WAIT";
    case State::Closing:
        return "CLOSING";
    case State::LastAck:
        return "LAST_ACK";
    case State::TimeWait:
        return "TIME_WAIT";
    case State::Unknown:
        return "UNKNOWN";
    }
    return "UNKNOWN";
}

std::string_view toShortText(State state) {
    if (state == State::Established)
        return "ESTAB";
    if (state == State::SynReceived)
        return "SYN_RCVD";
    return toText(state);
}

std::string toText(State best, StateSet possible) {
    std::string text(toText(best));
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        if (state == best || !possible.has(state))
            continue;
        text += " or ";
        text += toText(state);
    }
    return text;
}

std::string_view toText(Basis basis) {
    switch (basis) {
    case Basis::Sent:
        return "sent";
    case Basis::Received:
        return "received";
    case Basis::Proven:
        return "proven";
    case Basis::Timer:
        return "timer";
    case Basis::Kernel:
        return "kernel";
    }
    return "sent";
}

std::string_view toText(Origin origin) {
    switch (origin) {
    case Origin::Handshake:
        return "handshake";
    case Origin::Midstream:
        return "midstream";
    case Origin::SocketTable:
        return "socket-table";
    }
    return "midstream";
}

std::string_view toText(Mark mark) {
    switch (mark) {
    case Mark::Retransmission:
        return "retransmission";
    case Mark::OutOfOrder:
        return "out-of-order";
    case Mark::DuplicateAck:
        return "duplicate-ack";
    case Mark::ZeroWindow:
        return "zero-window";
    case Mark::KeepAlive:
        return "keep-alive";
    case Mark::KeepAliveAck:
        return "keep-alive-ack";
    case Mark::WindowProbe:
        return "window-probe";
    case Mark::WindowUpdate:
        return "window-update";
    case Mark::PreviousLost:
        return "previous-lost";
    case Mark::AckedUnseen:
        return "acked-unseen";
    case Mark::Stale:
        return "stale";
    case Mark::Discarded:
        return "discarded";
    case Mark::ChallengeAck:
        return "challenge-ack";
    case Mark::BadFlags:
        return "bad-flags";
    case Mark::OpensConnection:
        return "opens-connection";
    case Mark::DuplicateFrame:
        return "duplicate-frame";
    }
    return "";
}

} // namespace synscope
