// SPDX-License-Identifier: Apache-2.0
#include "core/engine/issue_report_told.h"

#include "core/wire/anonymised_addresses.h"

#include <algorithm>
#include <set>

namespace synscope {
namespace {

std::set<IpAddress> addressesOf(const IssueReportRequest& request) {
    std::set<IpAddress> all;
    for (const ConnectionId id : request.connections)
        for (const Side side : {Side::Initiator, Side::Responder})
            all.insert(request.snapshot->addressOf(request.snapshot->row(id), side).address);
    return all;
}

/// No stand-in is given twice, and none is another one's true address.
void complete(StandIns& standIns, const std::set<IpAddress>& addresses) {
    AnonymisedAddresses more;
    for (const IpAddress& address : addresses)
        more.learn(address);
    for (const auto& [address, standIn] : standIns) {
        more.learn(address);
        more.learn(standIn);
    }
    for (const IpAddress& address : addresses)
        if (!standIns.contains(address))
            standIns.emplace(address, more.of(address));
}

/// Flows as the snapshot numbers them, with stand-ins; those of other hosts than the chosen connections' have none.
class FlowsToTell {
public:
    FlowsToTell(const IssueReportRequest& request, const StandIns& standIns)
        : m_snapshot(*request.snapshot), m_standIns(standIns) {}

    void put(Snapshot& to) {
        FlowKeys flows;
        for (std::uint32_t i = 0; i < m_snapshot.flows.size(); ++i)
            flows.append(isTold(m_snapshot.flows[i]) ? standIn(m_snapshot.flows[i]) : FlowKey{});
        to.flows = flows.publish();
        to.v6Addresses = m_v6.publish();
    }

private:
    /// So are other connections between the same hosts, which tell causes: a few idle ones are a pool, many a leak.
    [[nodiscard]] bool isTold(const FlowKey& key) const {
        return m_standIns.contains(addressOf(key.lowAddress, key.isV6)) &&
               m_standIns.contains(addressOf(key.highAddress, key.isV6));
    }

    [[nodiscard]] IpAddress addressOf(std::uint32_t word, bool isV6) const {
        return isV6 ? m_snapshot.v6Addresses[word] : IpAddress::fromV4(word);
    }

    FlowKey standIn(FlowKey key) {
        key.lowAddress = word(key.lowAddress, key.isV6);
        key.highAddress = word(key.highAddress, key.isV6);
        return key;
    }

    std::uint32_t word(std::uint32_t word, bool isV6) {
        const IpAddress& other = m_standIns.at(addressOf(word, isV6));
        return isV6 ? static_cast<std::uint32_t>(m_v6.append(other)) : other.v4();
    }

    const Snapshot& m_snapshot;
    const StandIns& m_standIns;
    V6Addresses m_v6;
};

} // namespace

bool haveOlder(const IssueReportRequest& request) {
    return std::ranges::any_of(request.connections,
                               [&](ConnectionId id) { return request.snapshot->row(id).wasThereBefore(); });
}

std::uint64_t withoutPackets(const IssueReportRequest& request) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        request.connections, [&](ConnectionId id) { return request.snapshot->row(id).firstSegment == kNoSegment; }));
}

SnapshotPtr snapshotToTell(const IssueReportRequest& request, StandIns standIns) {
    if (!request.anonymise)
        return request.snapshot;
    complete(standIns, addressesOf(request));
    auto snapshot = std::make_shared<Snapshot>(*request.snapshot);
    FlowsToTell(request, standIns).put(*snapshot);
    return snapshot;
}

} // namespace synscope
