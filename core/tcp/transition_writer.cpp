// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/transition_writer.h"

#include <algorithm>
#include <limits>

namespace synscope {

std::int64_t TransitionWriter::lastTime(const ConnectionRow& row, Side side) const {
    for (TransitionId id = row.lastTransition; id != kNoTransition; id = m_log[indexOf(id)].previous) {
        if (m_log[indexOf(id)].side() == side)
            return m_log[indexOf(id)].timeNs;
    }
    return std::numeric_limits<std::int64_t>::min();
}

void TransitionWriter::write(ConnectionRow& row, Side side, State from, State to, Cause cause, Basis basis) {
    Transition transition;
    transition.timeNs = cause.timeNs;
    transition.previous = row.lastTransition;
    transition.segment = cause.segment;
    transition.packed[0] = static_cast<std::uint8_t>(from);
    transition.packed[1] = static_cast<std::uint8_t>(to);
    transition.packed[2] = static_cast<std::uint8_t>(basis);
    transition.packed[3] = static_cast<std::uint8_t>(side);
    row.lastTransition = TransitionId{static_cast<std::uint32_t>(m_log.append(transition))};
    row.state[static_cast<std::size_t>(side)] = to;
}

bool TransitionWriter::apply(ConnectionId id, ConnectionRow& row, Side side, TcpEvent event, Cause cause, Basis basis) {
    const State from = row.stateOf(side);
    const State to = nextState(from, event);
    if (to == from)
        return false;
    cause.timeNs = std::max(cause.timeNs, lastTime(row, side));
    write(row, side, from, to, cause, basis);
    if (to == State::TimeWait)
        m_timers.push({cause.timeNs, id, side});
    return true;
}

void TransitionWriter::pickUp(ConnectionRow& row, Side side, State state, Cause cause, Basis basis) {
    write(row, side, State::Unknown, state, cause, basis);
}

} // namespace synscope
