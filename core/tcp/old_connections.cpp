// SPDX-License-Identifier: Apache-2.0
//
// Lets old connections go, so that a table may track for days. What is kept keeps its number; what was written of it
// in old parts of the logs is carried over, so that these parts can go, too.
#include "core/tcp/flow_table.h"

#include <algorithm>
#include <iterator>
#include <memory>

namespace synscope {

ConnectionId FlowTable::earlierThan(ConnectionId id) const {
    const ConnectionId earlier = m_rows[indexOf(id)].previous;
    return earlier != kNoConnection && m_rows.has(indexOf(earlier)) ? earlier : kNoConnection;
}

void FlowTable::release(ConnectionId id) {
    const ConnectionRow& row = m_rows[indexOf(id)];
    Flow& flow = m_flows[indexOf(row.flow)];
    if (row.anomalies != kNoAnomaly)
        m_freeAnomalies.push_back(row.anomalies);
    m_candidates.forget(id);
    m_ledger.forget(id);
    m_connections.release(indexOf(id));
    if (flow.newest == id)
        flow.newest = kNoConnection;
    if (--flow.connections > 0)
        return;
    m_keys.release(row.flow);
    flow = {};
}

void FlowTable::carryOver(ConnectionId id, TransitionWriter::Lengths before) {
    ConnectionRow& row = m_rows.at(indexOf(id));
    if (m_writer.hasTransitionsBefore(row, before)) { // most were carried over long ago, and rest
        Connection& numbers = numbersOf(id);
        m_writer.carryOverTransitions(row, {&numbers.endpoint[0].unproven, &numbers.endpoint[1].unproven});
    }
    m_writer.carryOverIncidents(row, before);
}

void FlowTable::letGo(ConnectionId before, const std::vector<ConnectionId>& kept) {
    const std::size_t from = std::min<std::size_t>(indexOf(before), m_rows.size()) / kLetGoStep * kLetGoStep;
    if (from <= m_rows.from())
        return;
    auto numbers = std::make_shared<KeptNumbers::Numbers>();
    for (const ConnectionId id : kept)
        if (indexOf(id) < from)
            numbers->push_back(indexOf(id));
    auto stays = numbers->begin();
    for (const std::uint32_t number : m_rows.kept()) {
        if (number >= from)
            break;
        if (stays != numbers->end() && *stays == number)
            ++stays;
        else
            release(ConnectionId{number});
    }
    const auto steps = static_cast<std::ptrdiff_t>((from - m_rows.from()) / kLetGoStep);
    m_rows.letGoBefore(from, numbers);
    m_connections.letGoBefore(from, numbers);
    m_stepLengths.erase(m_stepLengths.begin(), std::next(m_stepLengths.begin(), steps));
    const TransitionWriter::Lengths lengths = m_stepLengths.empty() ? m_writer.lengths() : m_stepLengths.front();
    for (const std::uint32_t number : *numbers)
        carryOver(ConnectionId{number}, lengths);
    m_writer.letGoBefore(lengths);
}

void FlowTable::letGoForgottenSyns(SegmentId before) {
    while (m_forgottenSyns.first() + kForgottenChunk <= m_forgottenSyns.size() &&
           m_forgottenSyns[m_forgottenSyns.first() + kForgottenChunk - 1].by < before)
        m_forgottenSyns.letGoBefore(m_forgottenSyns.first() + kForgottenChunk);
}

std::size_t FlowTable::bytes() const {
    return m_keys.bytes() + m_flows.capacity() * sizeof(Flow) + m_rows.bytes() + m_anomalies.bytes() +
           m_connections.bytes() + m_writer.log().bytes() + m_writer.incidents().bytes() + m_forgottenSyns.bytes() +
           m_freeAnomalies.capacity() * sizeof(AnomalyId);
}

} // namespace synscope
