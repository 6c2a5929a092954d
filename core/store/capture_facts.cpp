// SPDX-License-Identifier: Apache-2.0
#include "core/store/capture_facts.h"

#include "core/diagnose/quality.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace synscope {
namespace {

/// Openings that never completed, counted by listener in windows that begin with the first opening after the last.
class FloodCounter {
public:
    FloodCounter(const Snapshot& snapshot, const DiagnosePolicy& policy) : m_snapshot(snapshot), m_policy(policy) {}

    void add(ConnectionId id, const ConnectionRow& row) {
        const FlowKey& key = m_snapshot.flows[indexOf(row.flow)];
        const bool listenerIsLow = row.initiatorIsLow == 0;
        Listener& listener = m_listeners[listenerOf(key, listenerIsLow)];
        if (listener.window.openings == 0 || row.first - listener.window.since >= m_policy.floodWindow)
            listener.window = {0, row.first, listenerIsLow ? key.highAddress : key.lowAddress, true, id};
        Window& window = listener.window;
        ++window.openings;
        window.hasOneSource =
            window.hasOneSource && window.source == (listenerIsLow ? key.highAddress : key.lowAddress);
        if (window.openings > listener.busiest.openings)
            listener.busiest = window;
    }

    /// The most openings first; among equals the earlier.
    [[nodiscard]] std::vector<FloodedListener> floods() const {
        std::vector<FloodedListener> floods;
        for (const auto& [id, listener] : m_listeners) {
            if (listener.busiest.openings >= m_policy.floodOpenings)
                floods.push_back(describe(listener.busiest));
        }
        std::sort(floods.begin(), floods.end(), [](const FloodedListener& a, const FloodedListener& b) {
            return std::tie(b.openings, a.since, a.listener) < std::tie(a.openings, b.since, b.listener);
        });
        return floods;
    }

private:
    struct Window {
        std::uint64_t openings = 0;
        Timestamp since{};
        std::uint32_t source = 0; ///< word of the first source's address
        bool hasOneSource = true;
        ConnectionId first = kNoConnection;
    };
    struct Listener {
        Window window;
        Window busiest;
    };

    /// Address word, port and family in one number.
    static std::uint64_t listenerOf(const FlowKey& key, bool isLow) {
        const std::uint64_t port = isLow ? key.lowPort : key.highPort;
        return (isLow ? key.lowAddress : key.highAddress) | port << 32 | std::uint64_t{key.isV6} << 48;
    }

    [[nodiscard]] FloodedListener describe(const Window& window) const {
        const ConnectionRow first = m_snapshot.row(window.first);
        FloodedListener flood;
        flood.listener = m_snapshot.addressOf(first, Side::Responder);
        flood.openings = window.openings;
        flood.since = window.since;
        if (window.hasOneSource)
            flood.onlySource = m_snapshot.addressOf(first, Side::Initiator).address;
        return flood;
    }

    const Snapshot& m_snapshot;
    const DiagnosePolicy& m_policy;
    std::unordered_map<std::uint64_t, Listener> m_listeners;
};

} // namespace

CaptureFacts captureFactsOf(const Snapshot& snapshot, const DiagnosePolicy& policy) {
    CaptureFacts facts;
    facts.connections = snapshot.connections().size();
    facts.clockBackwards = snapshot.load.clockBackwards;
    facts.farthestBackwards = snapshot.load.farthestBackwards;
    facts.cutPackets = snapshot.load.cutPackets;
    facts.lostHeaders = snapshot.counts[PacketFate::CutBySnapLength];
    facts.superSegments = snapshot.load.superSegments;
    facts.kernelDrops = snapshot.load.kernelDrops;
    FloodCounter flood(snapshot, policy);
    for (const ConnectionId id : snapshot.connections()) {
        const ConnectionRow& row = snapshot.row(id);
        facts.oneDirection += isOneDirection(row) ? 1U : 0U;
        facts.duplicatedFrames += row.has(QualityBit::DuplicateFrames) ? 1U : 0U;
        facts.missingPackets +=
            row.has(QualityBit::MissedFromInitiator) || row.has(QualityBit::MissedFromResponder) ? 1U : 0U;
        if (isUncompletedOpening(row))
            flood.add(id, row);
    }
    facts.floods = flood.floods();
    return facts;
}

} // namespace synscope
