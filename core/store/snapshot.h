// SPDX-License-Identifier: Apache-2.0
//
// All that a reader may know at one moment: views of the append-only logs and of the paged rows, and
// the figures of the load. Immutable; safe in any thread; old snapshots stay valid.
#pragma once

#include "core/base/chunked_log.h"
#include "core/base/paged_rows.h"
#include "core/diagnose/finding.h"
#include "core/diagnose/kernel_difference.h"
#include "core/store/connection_owners.h"
#include "core/store/kernel_owed.h"
#include "core/store/segment_index.h"
#include "core/tcp/connection_row.h"
#include "core/tcp/flow_key_table.h"
#include "core/tcp/incident.h"
#include "core/tcp/transition_log.h"
#include "core/wire/decode.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace synscope {

/// Where and why reading stopped before the end of the input.
struct Damage {
    std::uint64_t byteOffset = 0;
    std::uint64_t packet = 0; ///< number of the packet that could not be read (from 1)
    std::string reason;
    std::string file = {}; ///< of several that were read as one: byte and packet are counted in it; else empty
    std::vector<Damage> others = {}; ///< of other files
};

/// How far the load is and how good the capture looks.
struct LoadState {
    std::uint64_t bytesRead = 0;
    std::optional<std::uint64_t> bytesTotal; ///< unknown for pipes
    std::uint64_t packets = 0;
    std::uint64_t clockBackwards = 0; ///< packets earlier than their predecessor
    Duration farthestBackwards{};     ///< of these, behind the latest before them
    std::uint64_t cutPackets = 0;     ///< captured shorter than on the wire
    std::uint64_t kernelDrops = 0;    ///< as written into the capture (pcapng statistics)
    std::uint64_t bytesKept = 0;      ///< of a live or recovered capture: what can be saved
    std::uint64_t packetsLetGo = 0;   ///< the oldest, which a live capture keeps no longer
    std::uint64_t keptFrom = 0;       ///< position of the oldest packet that is kept; 0: all are
    Timestamp keptSince{};            ///< its time; the epoch where all are kept
    std::uint64_t superSegments = 0;  ///< payload larger than the peer's MSS: segmentation offload
    bool finished = false;
    bool cancelled = false;
    std::optional<Damage> damage;

    /// Packets come as they are captured, by a live capture or a pipe: its end is now.
    [[nodiscard]] bool isGoingOn() const { return !finished && !bytesTotal; }
};

/// One endpoint of a connection, read conveniently.
struct EndpointView {
    SocketAddress address;
    State state = State::Closed;      ///< the likeliest
    StateSet possible{State::Closed}; ///< every state it may be in
    Timestamp since{};                ///< when `state` began (microsecond precision)
    std::uint64_t bytes = 0;
    std::uint32_t segments = 0;
    HandshakeOffer offer;
    AnomalyCounters::PerSide anomalies;
};

/// The connections of a snapshot, for a loop over them.
class ConnectionIds {
public:
    class Iterator {
    public:
        explicit Iterator(KeptNumbers::Iterator at) : m_at(at) {}
        ConnectionId operator*() const { return ConnectionId{*m_at}; }
        Iterator& operator++() {
            ++m_at;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        KeptNumbers::Iterator m_at;
    };

    ConnectionIds() = default;
    explicit ConnectionIds(KeptNumbers numbers) : m_numbers(std::move(numbers)) {}

    [[nodiscard]] std::size_t size() const { return m_numbers.size(); }
    /// The one at the place, of size().
    [[nodiscard]] ConnectionId at(std::size_t rank) const { return ConnectionId{m_numbers.at(rank)}; }
    /// How many come before it.
    [[nodiscard]] std::size_t rankOf(ConnectionId id) const { return m_numbers.rankOf(indexOf(id)); }
    [[nodiscard]] bool has(ConnectionId id) const { return m_numbers.has(indexOf(id)); }
    [[nodiscard]] Iterator begin() const { return Iterator(m_numbers.begin()); }
    [[nodiscard]] Iterator end() const { return Iterator(m_numbers.end()); }

private:
    KeptNumbers m_numbers;
};

class Snapshot {
public:
    std::uint64_t generation = 0; ///< grows with every publish
    ConnectionRows::View rows;
    PagedRows<AnomalyCounters, 64>::View anomalies;
    TransitionLog::View transitions;
    ChunkedLog<Incident, 1024>::View incidents;
    ChunkedLog<ForgottenSyns, 1024>::View forgottenSyns;
    FlowKeys::View flows; ///< of connections that are kept
    V6Addresses::View v6Addresses;
    SegmentIndex::View segments;
    PacketCounts counts;
    LoadState load;
    Timestamp begin{}; ///< time of the first packet
    Timestamp end{};   ///< the capture's clock: latest packet time seen
    Duration timeWait = std::chrono::seconds(60);
    ConnectionOwners::View owners;          ///< of live captures, and of files that tell
    KernelDifferencesPtr kernelDifferences; ///< of a live capture; null: none
    KernelOwedPtr kernelOwed;               ///< of a live capture; null: none
    DiagnosePolicy policy;                  ///< the thresholds of its reader, who may give a copy others

    /// Of all connections there ever were.
    [[nodiscard]] std::size_t size() const { return rows.size(); }
    /// Those there are, the oldest first: a live capture lets ended ones go.
    [[nodiscard]] ConnectionIds connections() const { return ConnectionIds(rows.kept()); }
    [[nodiscard]] bool has(ConnectionId id) const { return rows.has(indexOf(id)); }
    [[nodiscard]] std::size_t connectionsLetGo() const { return size() - connections().size(); }
    /// A row without segments where the connection was let go.
    [[nodiscard]] ConnectionRow row(ConnectionId id) const { return rows[indexOf(id)]; }
    /// The earlier incarnation of its 4-tuple; kNoConnection also where that was let go.
    [[nodiscard]] ConnectionId earlierThan(const ConnectionRow& row) const {
        return row.previous != kNoConnection && has(row.previous) ? row.previous : kNoConnection;
    }
    [[nodiscard]] SocketAddress addressOf(const ConnectionRow& row, Side side) const;
    [[nodiscard]] EndpointView endpoint(ConnectionId id, Side side) const;
    /// Oldest first, without those that were disproved. Cost: the length of the chain.
    [[nodiscard]] std::vector<Transition> transitionsOf(ConnectionId id) const;
    /// Those that were believed until a later packet disproved them, oldest first.
    [[nodiscard]] std::vector<Transition> disprovedOf(ConnectionId id) const;
    /// The endpoint's newest transition that stands; none where it has none.
    [[nodiscard]] std::optional<Transition> newestTransition(const ConnectionRow& row, Side side) const;
    /// Oldest first.
    [[nodiscard]] std::vector<Incident> incidentsOf(ConnectionId id) const;
    /// Where the kernel's states and those of the packets stay apart; what came first first.
    [[nodiscard]] std::span<const KernelDifference> differencesOf(ConnectionId id) const;
    [[nodiscard]] PacketNumber packetOf(SegmentId id) const { return segments.packetOf(id); }
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// Findings of one connection, worst first. Pure: the same snapshot gives the same answer.
[[nodiscard]] std::vector<Finding> findingsOf(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy);
/// Those of some detectors (bits as in DetectorSet), without words and packets, which cost most: for who only counts or
/// compares them. Cost: the row alone where it shows that there are none.
[[nodiscard]] std::vector<Finding> bareFindings(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy,
                                                std::uint64_t detectors = ~std::uint64_t{0});

} // namespace synscope
