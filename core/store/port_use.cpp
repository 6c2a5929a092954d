// SPDX-License-Identifier: Apache-2.0
#include "core/store/port_use.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace synscope {
namespace {

/// What holds a port, the stronger last.
enum class Hold : std::uint8_t { Nothing, TimeWait, Use };

Hold holdOf(State state) {
    if (state == State::Closed || state == State::Listen)
        return Hold::Nothing;
    return state == State::TimeWait ? Hold::TimeWait : Hold::Use;
}

bool isLoopback(const IpAddress& address) {
    if (!address.isV6)
        return address.bytes[0] == 127;
    static const IpAddress loopback = *parseIpAddress("::1");
    return address == loopback;
}

/// A 4-tuple whose client holds its port. Addresses are the words of FlowKey.
struct HeldPort {
    std::uint32_t client = 0;
    std::uint32_t server = 0;
    std::uint16_t serverPort = 0;
    std::uint16_t clientPort = 0;
    bool isV6 = false;
    Hold hold = Hold::Nothing;

    [[nodiscard]] auto pair() const { return std::tuple(isV6, client, server, serverPort); }
};

class PortCounter {
public:
    PortCounter(const Snapshot& snapshot, const PortUseOptions& options) : m_snapshot(snapshot), m_options(options) {
        m_held.resize(snapshot.flows.size());
    }

    void add(const ConnectionRow& row) {
        const FlowKey& key = m_snapshot.flows[indexOf(row.flow)];
        const bool initiatorIsLow = row.initiatorIsLow != 0;
        const bool clientIsLow = row.rolesGuessed != 0 ? key.lowPort > key.highPort : initiatorIsLow;
        const Hold hold = holdOf(row.stateOf(clientIsLow == initiatorIsLow ? Side::Initiator : Side::Responder));
        HeldPort& held = m_held[indexOf(row.flow)];
        if (hold <= held.hold)
            return;
        held = clientIsLow ? HeldPort{key.lowAddress, key.highAddress, key.highPort, key.lowPort, key.isV6, hold}
                           : HeldPort{key.highAddress, key.lowAddress, key.lowPort, key.highPort, key.isV6, hold};
    }

    PortUses finish() {
        std::erase_if(m_held, [](const HeldPort& held) { return held.hold == Hold::Nothing; });
        std::sort(m_held.begin(), m_held.end(),
                  [](const HeldPort& a, const HeldPort& b) { return a.pair() < b.pair(); });
        PortUses uses;
        for (auto from = m_held.begin(); from != m_held.end();) {
            const auto to =
                std::find_if(from, m_held.end(), [&from](const HeldPort& held) { return held.pair() != from->pair(); });
            uses.uses.push_back(useOf({from, to}));
            from = to;
        }
        std::stable_sort(uses.uses.begin(), uses.uses.end(), [](const PortUse& a, const PortUse& b) {
            return std::tuple(a.share(), a.taken()) > std::tuple(b.share(), b.taken());
        });
        uses.more = uses.uses.size() - std::min(uses.uses.size(), m_options.most);
        uses.uses.resize(std::min(uses.uses.size(), m_options.most));
        return uses;
    }

private:
    [[nodiscard]] IpAddress address(std::uint32_t word, bool isV6) const {
        return isV6 ? m_snapshot.v6Addresses[word] : IpAddress::fromV4(word);
    }

    /// Every machine has the loopback's addresses: of a file they say nothing about where it was made.
    [[nodiscard]] bool isHosts(const IpAddress& client) const {
        if (!m_options.host)
            return false;
        return isLoopback(client) ? m_options.isHere : m_options.host->has(client);
    }

    /// Of one pair.
    [[nodiscard]] PortUse useOf(std::span<const HeldPort> ports) const {
        const HeldPort& one = ports.front();
        PortUse use;
        use.client = address(one.client, one.isV6);
        use.server = {address(one.server, one.isV6), one.serverPort};
        use.isAssumed = !isHosts(use.client);
        const LocalPorts& local = use.isAssumed ? m_options.assumed : m_options.host->ports;
        use.size = local.size();
        for (const HeldPort& port : ports) {
            ++(port.hold == Hold::Use ? use.used : use.timeWait);
            use.outside += local.has(port.clientPort) ? 0 : 1;
        }
        return use;
    }

    const Snapshot& m_snapshot;
    const PortUseOptions& m_options;
    std::vector<HeldPort> m_held; ///< by FlowId
};

} // namespace

PortUses portUsesOf(const Snapshot& snapshot, const PortUseOptions& options, const IsCancelled& isCancelled) {
    PortCounter counter(snapshot, options);
    const bool isWhole =
        passOver(snapshot, isCancelled, [&counter, &snapshot](ConnectionId id) { counter.add(snapshot.row(id)); });
    PortUses uses = isWhole ? counter.finish() : PortUses();
    uses.isWhole = isWhole;
    return uses;
}

} // namespace synscope
