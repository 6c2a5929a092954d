// SPDX-License-Identifier: Apache-2.0
//
// What several shards track, as one: connections, 4-tuples and rare counters are numbered in capture order, as a single
// tracker would, and their rows are copied with these numbers. Transitions and incidents are not copied: the shards'
// logs share their numbers. Used by one thread, and publish() while no shard works.
#pragma once

#include "core/engine/tracker_shard.h"
#include "core/store/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace synscope {

class GatheredTables {
public:
    using Shards = std::vector<std::unique_ptr<TrackerShard>>;

    explicit GatheredTables(const Shards& shards) : m_shards(shards), m_of(shards.size()) {}

    /// The shard's next connection is the capture's next; `isNewFlow`: so is its 4-tuple.
    void open(std::uint32_t shard, bool isNewFlow);
    /// The capture's number of a shard's connection, which may be none.
    [[nodiscard]] ConnectionId idOf(std::uint32_t shard, ConnectionId id) const {
        return id == kNoConnection ? id : m_of[shard].connections[indexOf(id)];
    }
    [[nodiscard]] std::size_t connections() const { return m_connections; }
    /// What publish() will take for connections that are new.
    [[nodiscard]] std::size_t bytesToGather() const {
        const std::size_t row = m_rows.size() == 0 ? 0 : sizeof(ConnectionRow); // else the shards' pages are used again
        return (m_connections - m_rows.size()) * (row + sizeof(FlowKey));
    }

    /// Fills the snapshot's tables and logs. Cost: what has changed since the last time. `isLast`: the shards will
    /// track no more, and this is not called again; where it is called once only, rows are never there twice.
    void publish(Snapshot& snapshot, bool isLast);

private:
    /// From a shard's numbers to the capture's.
    struct OfShard {
        std::vector<ConnectionId> connections;
        std::vector<FlowId> flows;
        std::vector<bool> isTurned; ///< by the shard's FlowId: the low endpoint there is the high one here
        std::vector<AnomalyId> anomalies;
        std::vector<std::uint32_t> v6Words;
        std::size_t forgottenSyns = 0;  ///< how many were gathered
        std::size_t gatheredFlows = 0;  ///< how many were
        ConnectionRows::View published; ///< as gathered last
    };
    void gatherFlows();
    void gatherFlow(std::uint32_t shard, FlowId flow);
    [[nodiscard]] std::uint32_t v6WordOf(std::uint32_t shard, std::uint32_t word);
    void takeRows();
    void gatherRows(std::uint32_t shard);
    void gatherRow(std::uint32_t shard, ConnectionId id, const ConnectionRow& row);
    [[nodiscard]] ConnectionRow renumbered(std::uint32_t shard, const ConnectionRow& row) const;
    [[nodiscard]] AnomalyId gatherAnomalies(std::uint32_t shard, AnomalyId id);
    void gatherForgottenSyns();

    const Shards& m_shards;
    std::vector<OfShard> m_of;
    std::size_t m_connections = 0;
    std::size_t m_flowCount = 0;
    ConnectionRows m_rows;
    PagedRows<AnomalyCounters, 64> m_anomalies;
    FlowKeys m_flows;
    V6Addresses m_v6;
    std::map<IpAddress, std::uint32_t> m_v6Words;
    ChunkedLog<ForgottenSyns, FlowTable::kForgottenChunk> m_forgottenSyns;
};

} // namespace synscope
