// SPDX-License-Identifier: Apache-2.0
//
// The state machine as one table: from, event, to, and the section of RFC 9293 that says so. What is not
// in the table changes nothing. The compiler checks that it is unambiguous and that no state is a trap.
#pragma once

#include "core/tcp/state.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace synscope {

/// What can happen to one endpoint. "Send" events are its own segments; "Receive" events its peer's, once accepted.
enum class TcpEvent : std::uint8_t {
    SendSyn,
    ReceiveSyn,
    ReceiveSynAck, ///< acknowledging its own SYN
    ReceiveAckOfSyn,
    SendFin,
    ReceiveFin, ///< in order: everything before it has arrived
    ReceiveAckOfFin,
    SendReset,
    ReceiveReset,
    ReceiveResetPassive, ///< at the endpoint that came from LISTEN
    TimeWaitOver,        ///< 2MSL without a segment
    Replaced,            ///< its 4-tuple serves a newer connection, so it is gone
};
inline constexpr std::size_t kTcpEventCount = 12;

struct TransitionRule {
    State from;
    TcpEvent event;
    State to;
    std::string_view section; ///< of RFC 9293
};

inline constexpr std::array kTransitionRules{
    TransitionRule{State::Closed, TcpEvent::SendSyn, State::SynSent, "3.10.1"},
    TransitionRule{State::Listen, TcpEvent::ReceiveSyn, State::SynReceived, "3.10.7.2"},
    TransitionRule{State::SynSent, TcpEvent::ReceiveSyn, State::SynReceived, "3.10.7.3"},
    TransitionRule{State::SynSent, TcpEvent::ReceiveSynAck, State::Established, "3.10.7.3"},
    TransitionRule{State::SynSent, TcpEvent::ReceiveReset, State::Closed, "3.10.7.3"},
    TransitionRule{State::SynSent, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::SynSent, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::SynReceived, TcpEvent::ReceiveAckOfSyn, State::Established, "3.10.7.4"},
    TransitionRule{State::SynReceived, TcpEvent::ReceiveSynAck, State::Established, "3.10.7.4"},
    TransitionRule{State::SynReceived, TcpEvent::SendFin, State::FinWait1, "3.10.4"},
    TransitionRule{State::SynReceived, TcpEvent::ReceiveFin, State::CloseWait, "3.10.7.4"},
    TransitionRule{State::SynReceived, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::SynReceived, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::SynReceived, TcpEvent::ReceiveResetPassive, State::Listen, "3.10.7.4"},
    TransitionRule{State::SynReceived, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::Established, TcpEvent::SendFin, State::FinWait1, "3.10.4"},
    TransitionRule{State::Established, TcpEvent::ReceiveFin, State::CloseWait, "3.10.7.4"},
    TransitionRule{State::Established, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::Established, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::Established, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::FinWait1, TcpEvent::ReceiveAckOfFin, State::FinWait2, "3.10.7.4"},
    TransitionRule{State::FinWait1, TcpEvent::ReceiveFin, State::Closing, "3.10.7.4"},
    TransitionRule{State::FinWait1, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::FinWait1, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::FinWait1, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::FinWait2, TcpEvent::ReceiveFin, State::TimeWait, "3.10.7.4"},
    TransitionRule{State::FinWait2, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::FinWait2, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::FinWait2, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::CloseWait, TcpEvent::SendFin, State::LastAck, "3.10.4"},
    TransitionRule{State::CloseWait, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::CloseWait, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::CloseWait, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::Closing, TcpEvent::ReceiveAckOfFin, State::TimeWait, "3.10.7.4"},
    TransitionRule{State::Closing, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::Closing, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::Closing, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::LastAck, TcpEvent::ReceiveAckOfFin, State::Closed, "3.10.7.4"},
    TransitionRule{State::LastAck, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::LastAck, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::LastAck, TcpEvent::Replaced, State::Closed, "3.10.7.1"},
    TransitionRule{State::TimeWait, TcpEvent::SendReset, State::Closed, "3.10.5"},
    TransitionRule{State::TimeWait, TcpEvent::ReceiveReset, State::Closed, "3.10.7.4"},
    TransitionRule{State::TimeWait, TcpEvent::TimeWaitOver, State::Closed, "3.10.8"},
    TransitionRule{State::TimeWait, TcpEvent::Replaced, State::Closed, "3.6.1"},
};

namespace detail {

using TransitionMatrix = std::array<std::array<State, kTcpEventCount>, kStateCount>;

constexpr TransitionMatrix makeTransitionMatrix() {
    TransitionMatrix matrix{};
    for (std::size_t s = 0; s < kStateCount; ++s)
        matrix[s].fill(static_cast<State>(s));
    for (const TransitionRule& rule : kTransitionRules)
        matrix[static_cast<std::size_t>(rule.from)][static_cast<std::size_t>(rule.event)] = rule.to;
    return matrix;
}

inline constexpr TransitionMatrix kTransitionMatrix = makeTransitionMatrix();

constexpr bool isUnambiguous() {
    for (std::size_t i = 0; i < kTransitionRules.size(); ++i) {
        for (std::size_t j = i + 1; j < kTransitionRules.size(); ++j) {
            if (kTransitionRules[i].from == kTransitionRules[j].from &&
                kTransitionRules[i].event == kTransitionRules[j].event)
                return false;
        }
    }
    return true;
}

/// Every state but LISTEN, CLOSED and Unknown ends when its 4-tuple is replaced: nothing can get stuck.
constexpr bool hasNoTrap() {
    for (std::size_t s = 0; s < kStateCount; ++s) {
        const auto state = static_cast<State>(s);
        const bool resting = state == State::Listen || state == State::Closed || state == State::Unknown;
        const State after = kTransitionMatrix[s][static_cast<std::size_t>(TcpEvent::Replaced)];
        if (after != (resting ? state : State::Closed))
            return false;
    }
    return true;
}

static_assert(isUnambiguous());
static_assert(hasNoTrap());

} // namespace detail

/// The state after `event`; the same state where the table has no rule.
[[nodiscard]] constexpr State nextState(State from, TcpEvent event) {
    return detail::kTransitionMatrix[static_cast<std::size_t>(from)][static_cast<std::size_t>(event)];
}

} // namespace synscope
