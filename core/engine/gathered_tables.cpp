// SPDX-License-Identifier: Apache-2.0
#include "core/engine/gathered_tables.h"

#include <algorithm>
#include <utility>

namespace synscope {

void GatheredTables::open(std::uint32_t shard, bool isNewFlow) {
    OfShard& of = m_of[shard];
    of.connections.push_back(ConnectionId{static_cast<std::uint32_t>(m_connections++)});
    if (isNewFlow)
        of.flows.push_back(FlowId{static_cast<std::uint32_t>(m_flowCount++)});
}

std::uint32_t GatheredTables::v6WordOf(std::uint32_t shard, std::uint32_t word) {
    constexpr std::uint32_t kUnknown = 0xffffffffU;
    std::vector<std::uint32_t>& words = m_of[shard].v6Words;
    const V6Addresses& addresses = m_shards[shard]->table().keys().v6Addresses();
    words.resize(addresses.size(), kUnknown);
    if (words[word] == kUnknown) {
        const auto [known, isNew] = m_v6Words.try_emplace(addresses[word], static_cast<std::uint32_t>(m_v6.size()));
        if (isNew)
            m_v6.append(addresses[word]);
        words[word] = known->second;
    }
    return words[word];
}

void GatheredTables::gatherFlow(std::uint32_t shard, FlowId flow) {
    FlowKey key = m_shards[shard]->table().keys().keys()[indexOf(flow)];
    bool isTurned = false;
    if (key.isV6) {
        key.lowAddress = v6WordOf(shard, key.lowAddress);
        key.highAddress = v6WordOf(shard, key.highAddress);
        isTurned = key.highAddress < key.lowAddress;
    }
    if (isTurned) {
        std::swap(key.lowAddress, key.highAddress);
        std::swap(key.lowPort, key.highPort);
    }
    m_of[shard].isTurned.push_back(isTurned);
    m_flows.append(key);
}

void GatheredTables::gatherFlows() {
    while (m_flows.size() < m_flowCount) {
        const FlowId next{static_cast<std::uint32_t>(m_flows.size())};
        for (std::uint32_t shard = 0; shard < m_of.size(); ++shard) {
            std::size_t& gathered = m_of[shard].gatheredFlows;
            if (gathered < m_of[shard].flows.size() && m_of[shard].flows[gathered] == next)
                gatherFlow(shard, FlowId{static_cast<std::uint32_t>(gathered++)});
        }
    }
}

AnomalyId GatheredTables::gatherAnomalies(std::uint32_t shard, AnomalyId id) {
    if (id == kNoAnomaly)
        return id;
    std::vector<AnomalyId>& known = m_of[shard].anomalies;
    if (known.size() <= indexOf(id))
        known.resize(indexOf(id) + 1, kNoAnomaly);
    const AnomalyCounters& counters = m_shards[shard]->table().anomalies()[indexOf(id)];
    if (known[indexOf(id)] == kNoAnomaly)
        known[indexOf(id)] = AnomalyId{static_cast<std::uint32_t>(m_anomalies.append(counters))};
    else
        m_anomalies.at(indexOf(known[indexOf(id)])) = counters;
    return known[indexOf(id)];
}

ConnectionRow GatheredTables::renumbered(std::uint32_t shard, const ConnectionRow& row) const {
    const OfShard& of = m_of[shard];
    const std::size_t flow = indexOf(row.flow);
    ConnectionRow gathered = row;
    gathered.previous = idOf(shard, row.previous);
    gathered.flow = of.flows[flow];
    gathered.initiatorIsLow = (row.initiatorIsLow != 0) != of.isTurned[flow] ? 1 : 0;
    return gathered;
}

void GatheredTables::gatherRow(std::uint32_t shard, ConnectionId id, const ConnectionRow& row) {
    ConnectionRow gathered = renumbered(shard, row);
    const std::size_t number = indexOf(idOf(shard, id));
    const ConnectionRow before = m_rows.valueOf(number);
    gathered.anomalies = before.anomalies;
    if (gathered.anomalies == kNoAnomaly && row.anomalies == kNoAnomaly && gathered == before)
        return; // its page need not be copied
    gathered.anomalies = gatherAnomalies(shard, row.anomalies);
    m_rows.at(number) = gathered;
}

void GatheredTables::gatherRows(std::uint32_t shard) {
    using View = ConnectionRows::View;
    const View now = m_shards[shard]->table().rows().publish();
    View& before = m_of[shard].published;
    for (std::size_t page = 0; page < now.pageCount(); ++page) {
        const std::size_t first = page * View::rowsPerPage();
        const std::size_t end = std::min(now.size(), first + View::rowsPerPage());
        const bool isSame =
            page < before.pageCount() && end <= before.size() && before.pageIdentity(page) == now.pageIdentity(page);
        for (std::size_t i = first; i < end && !isSame; ++i)
            gatherRow(shard, ConnectionId{static_cast<std::uint32_t>(i)}, now[i]);
    }
    before = now;
}

/// All rows at once, in capture order: of the shards' pages, those that were read are written next.
void GatheredTables::takeRows() {
    using Rows = ConnectionRows;
    std::vector<std::size_t> taken(m_shards.size(), 0);
    while (m_rows.size() < m_connections) {
        const ConnectionId next{static_cast<std::uint32_t>(m_rows.size())};
        for (std::uint32_t shard = 0; shard < m_of.size(); ++shard) {
            std::size_t& i = taken[shard];
            if (i == m_of[shard].connections.size() || m_of[shard].connections[i] != next)
                continue;
            Rows& rows = m_shards[shard]->table().rows();
            ConnectionRow row = renumbered(shard, rows.valueOf(i));
            row.anomalies = gatherAnomalies(shard, row.anomalies);
            m_rows.append(row);
            if (++i % Rows::View::rowsPerPage() == 0)
                rows.givePageTo(m_rows, i / Rows::View::rowsPerPage() - 1);
            if (m_rows.size() % Rows::View::rowsPerPage() == 0)
                m_rows.packOld();
            break;
        }
    }
}

void GatheredTables::gatherForgottenSyns() {
    std::vector<ForgottenSyns> fresh;
    for (std::uint32_t shard = 0; shard < m_shards.size(); ++shard) {
        const auto& log = m_shards[shard]->table().forgottenSyns();
        for (std::size_t& i = m_of[shard].forgottenSyns; i < log.size(); ++i)
            fresh.push_back({idOf(shard, log[i].connection), log[i].by});
    }
    std::sort(fresh.begin(), fresh.end(), [](const auto& a, const auto& b) { return a.by < b.by; });
    for (const ForgottenSyns& syns : fresh)
        m_forgottenSyns.append(syns);
}

void GatheredTables::publish(Snapshot& snapshot, bool isLast) {
    for (const auto& shard : m_shards) {
        if (isLast)
            shard->table().endTracking(); // its room is for what is gathered
    }
    gatherFlows();
    const bool isOnly = isLast && m_rows.size() == 0;
    if (isOnly)
        takeRows();
    while (m_rows.size() < m_connections)
        m_rows.append(ConnectionRow{});
    std::vector<const TransitionLog*> transitions;
    std::vector<const ChunkedLog<Incident, 1024>*> incidents;
    for (std::uint32_t shard = 0; shard < m_shards.size(); ++shard) {
        if (!isOnly)
            gatherRows(shard);
        transitions.push_back(&m_shards[shard]->table().transitions());
        incidents.push_back(&m_shards[shard]->table().incidents());
    }
    gatherForgottenSyns();
    m_rows.packOld();
    snapshot.rows = m_rows.publish();
    snapshot.anomalies = m_anomalies.publish();
    snapshot.transitions = TransitionLog::viewOf(transitions);
    snapshot.incidents = ChunkedLog<Incident, 1024>::viewOf(incidents);
    snapshot.forgottenSyns = m_forgottenSyns.view();
    snapshot.flows = m_flows.publish();
    snapshot.v6Addresses = m_v6.publish();
}

} // namespace synscope
