// SPDX-License-Identifier: Apache-2.0
//
// The leak ledger of a machine's sockets: one reading of the socket table after the other goes in; out comes who owes
// closes to whom, since when, how the number grows, and what ended. Nothing ages out. Pure: readings carry the time.
#pragma once

#include "core/base/chunked_log.h"
#include "core/store/count_over_time.h"
#include "core/store/leak_ledger.h"
#include "core/store/machine_sockets.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace synscope {

/// A socket that owes a close now.
struct SocketLeak {
    OwedSocket owed;
    Timestamp since{};       ///< the FIN, or the earliest that is known of it
    bool isOlder = false;    ///< than `since` says: CLOSE_WAIT began before it was watched
    std::uint32_t group = 0; ///< position in SocketLeaks::groups
};

/// One that did: closed, reset, or its program ended. The table does not tell which.
struct EndedLeak {
    SocketAddress owner;
    SocketAddress peer;
    Timestamp since{};
    Timestamp ended{};       ///< of the first reading without it
    std::uint32_t group = 0; ///< SocketLeakGroup::id
    bool isOlder = false;    ///< as SocketLeak

    [[nodiscard]] Duration lasted() const { return ended - since; }
};
using EndedLeaks = ChunkedLog<EndedLeak, 256>;

/// How near a process is to "too many open files".
struct DescriptorRoom {
    std::uint64_t open = 0;
    std::optional<std::uint64_t> limit;    ///< empty: unlimited
    std::optional<Duration> timeLeft = {}; ///< until the limit, if it goes on like this; empty: nothing grows
};

/// What one process owes at one listener, or as a client of one server.
struct SocketLeakGroup {
    std::uint32_t id = 0; ///< the same in every view of one ledger
    SocketAddress owner;  ///< port 0 for a client; of a ghost unspecified
    SocketAddress peer;   ///< the server; of a client only
    bool ownerListens = true;
    bool isGhosts = false; ///< descriptors whose connections are gone: their addresses, too
    std::uint64_t netNamespace = 0;
    std::uint32_t uid = 0;
    std::string userName;                  ///< empty where the system knows no name
    std::optional<MachineProcess> process; ///< empty: `holder` says why
    SocketHolder holder = SocketHolder::NotFound;
    std::uint64_t owed = 0;   ///< sockets that owe a close now
    std::uint64_t inUse = 0;  ///< of these, half-closes that still send: no leaks
    std::uint64_t mature = 0; ///< of these, owed for as long as a leak takes, and not in use
    Timestamp oldest{};       ///< `since` of the oldest; valid with `owed`
    bool isOldestOlder = false;
    std::array<std::uint64_t, kAgeStepNames.size()> ages{}; ///< owed by ageStepOf()
    std::array<std::uint64_t, kOwedCauseCount> causes{};    ///< owed by OwedCause
    std::uint64_t ended = 0;                                ///< that were owed for as long as a leak takes
    Duration longestEnded{};
    std::vector<std::uint32_t> counts;  ///< at each of SocketLeaks::samples
    std::optional<double> perMinute;    ///< growthNow() over the readings since it was first seen
    Growth grew;                        ///< what `perMinute` is of
    std::optional<DescriptorRoom> room; ///< where it may be read

    /// The commonest of what is owed.
    [[nodiscard]] OwedCause mainCause() const;
};

/// An immutable view of the ledger after a reading.
struct SocketLeaks {
    Timestamp begin{};                   ///< of the first reading
    Timestamp end{};                     ///< of the latest
    std::vector<SocketLeak> leaks;       ///< oldest first
    std::vector<SocketLeakGroup> groups; ///< most owed first, then the oldest
    EndedLeaks::View ended;              ///< in the order they ended
    SampleTimes samples;

    /// Positions of the group's leaks, oldest first. Cost: all leaks.
    [[nodiscard]] std::vector<std::uint32_t> leaksOf(std::uint32_t group) const;
    /// Positions of what ended in the group. Cost: all that ended.
    [[nodiscard]] std::vector<std::uint32_t> endedOf(std::uint32_t group) const;
    /// By as many as DiagnosePolicy::leakGrowth over the time of SocketLeakGroup::grew, and not by chance.
    [[nodiscard]] bool isGrowing(const SocketLeakGroup& group, const DiagnosePolicy& policy) const;
    [[nodiscard]] std::uint64_t owed() const { return leaks.size(); }
};

class SocketLedger {
public:
    explicit SocketLedger(DiagnosePolicy policy = {}, std::uint32_t mostSamples = 240);

    /// Readings in the order they were taken. Cost: the reading, and the groups.
    void add(const MachineReading& reading);
    /// Judges what is owed by it, and what ends from now on; what ended before stays judged as it was.
    void setPolicy(const DiagnosePolicy& policy) { m_policy = policy; }
    [[nodiscard]] SocketLeaks leaks() const;

private:
    /// Network namespace, owner, peer of a client, user, whether these are ghosts, process or -1.
    using GroupKey = std::tuple<std::uint64_t, SocketAddress, SocketAddress, std::uint32_t, bool, std::int32_t>;
    struct SocketKey {
        std::uint64_t id = 0; ///< its cookie, or else its network namespace; of a ghost the inode
        SocketAddress local;
        SocketAddress peer;
        friend bool operator==(const SocketKey&, const SocketKey&) = default;
    };
    struct HashOfKey {
        std::size_t operator()(const SocketKey& key) const;
    };
    struct Group {
        GroupKey key;
        SocketLeakGroup facts;             ///< who it is, and what ended
        std::vector<std::uint32_t> counts; ///< at each of m_times
        std::vector<std::uint32_t> recent; ///< at the last of m_recent, from the first reading that had it
        Timestamp firstSeen{};
        std::uint32_t owed = 0; ///< in the latest reading
    };
    struct Entry {
        OwedSocket owed;
        Timestamp since{};
        bool isOlder = false;
        std::uint32_t group = 0;
        std::uint64_t reading = 0; ///< the latest it was seen in
        Timestamp missedAt{};      ///< the first reading without it; valid where that was the one before
    };

    static SocketKey keyOf(const MachineSocket& socket);
    void take(const MachineReading& reading, const OwedSocket& owed);
    Entry& entryFor(const OwedSocket& owed);
    [[nodiscard]] bool beganWatched(const OwedSocket& owed) const;
    std::uint32_t groupFor(const MachineReading& reading, const Entry& entry);
    std::uint32_t addGroup(const GroupKey& key, const MachineReading& reading, const OwedSocket& owed);
    void endWhatIsGone(Timestamp now);
    void end(const Entry& entry);
    void rememberStates(const MachineReading& reading);
    void sample();
    void sampleRecent();
    void thinOut();
    void addGrowth(const Group& group, SocketLeakGroup& facts) const;
    [[nodiscard]] SocketLeakGroup factsOf(const Group& group, const SampleTimes& samples) const;
    void count(const SocketLeak& leak, SocketLeakGroup& group) const;

    DiagnosePolicy m_policy;
    std::uint32_t m_mostSamples;
    std::uint64_t m_readings = 0;
    std::uint64_t m_stride = 1; ///< of so many readings one is kept as a sample
    Timestamp m_begin{};
    Timestamp m_last{};
    std::vector<Timestamp> m_times;  ///< of the samples; the next replaces the last where that is not to be kept
    std::vector<Timestamp> m_recent; ///< of the readings of the last minute: growth now wants them all
    bool m_isLastKept = true;
    std::map<std::uint32_t, Group> m_groups; ///< by SocketLeakGroup::id
    std::uint32_t m_nextGroup = 0;
    std::map<GroupKey, std::uint32_t> m_groupOf;
    std::unordered_map<SocketKey, Entry, HashOfKey> m_entries;
    std::unordered_map<std::uint64_t, SocketKey> m_byInode;   ///< of m_entries: a ghost was a socket once
    std::unordered_map<SocketKey, State, HashOfKey> m_before; ///< every socket of the reading before
    std::vector<std::uint64_t> m_namespacesBefore;            ///< of the reading before
    EndedLeaks m_ended;
};

} // namespace synscope
