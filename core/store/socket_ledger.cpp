// SPDX-License-Identifier: Apache-2.0
#include "core/store/socket_ledger.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace synscope {
namespace {

constexpr std::uint32_t kMostMoments = 120; // of a view
constexpr Duration kAgree = std::chrono::seconds(1);

constexpr bool isInUse(const OwedSocket& owed) {
    return owed.cause == OwedCause::StillSending;
}

} // namespace

OwedCause SocketLeakGroup::mainCause() const {
    return static_cast<OwedCause>(std::max_element(causes.begin(), causes.end()) - causes.begin());
}

std::vector<std::uint32_t> SocketLeaks::leaksOf(std::uint32_t group) const {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t i = 0; i < leaks.size(); ++i)
        if (leaks[i].group == group)
            positions.push_back(i);
    return positions;
}

std::vector<std::uint32_t> SocketLeaks::endedOf(std::uint32_t group) const {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t i = 0; i < ended.size(); ++i)
        if (ended[i].group == groups[group].id)
            positions.push_back(i);
    return positions;
}

bool SocketLeaks::isGrowing(const SocketLeakGroup& group, const DiagnosePolicy& policy) const {
    return group.perMinute && group.grew.isMoreThan(policy.leakGrowth);
}

SocketLedger::SocketLedger(DiagnosePolicy policy, std::uint32_t mostSamples)
    : m_policy(policy), m_mostSamples(mostSamples) {}

std::size_t SocketLedger::HashOfKey::operator()(const SocketKey& key) const {
    const std::uint64_t ports = (std::uint64_t{key.local.port} << 16) | key.peer.port;
    return static_cast<std::size_t>((key.id ^ ports << 32) * 0x9e3779b97f4a7c15U);
}

SocketLedger::SocketKey SocketLedger::keyOf(const MachineSocket& socket) {
    return {socket.cookie != 0 ? socket.cookie : socket.netNamespace, socket.local, socket.peer};
}

void SocketLedger::add(const MachineReading& reading) {
    if (m_readings++ == 0)
        m_begin = reading.time;
    for (auto& [id, group] : m_groups)
        group.owed = 0;
    for (const OwedSocket& owed : reading.owed)
        take(reading, owed);
    endWhatIsGone(reading.time);
    rememberStates(reading);
    m_last = reading.time;
    sample();
    sampleRecent();
}

void SocketLedger::take(const MachineReading& reading, const OwedSocket& owed) {
    Entry& entry = entryFor(owed);
    const bool isNew = entry.reading == 0;
    const Timestamp told = reading.time - owed.atLeast.value_or(Duration::zero());
    if (isNew) {
        entry.since = told;
        entry.isOlder = !owed.isAgeKnown && !beganWatched(owed);
    } else if (entry.isOlder && !owed.isGhost()) {
        entry.isOlder = !(owed.isAgeKnown && told - kAgree <= entry.since);
        entry.since = std::min(entry.since, told);
    }
    const MachineSocket before = std::exchange(entry.owed, owed).socket;
    MachineSocket& now = entry.owed.socket;
    now.isServerSide = now.isServerSide || (!isNew && before.isServerSide); // its listener may be gone
    if (!isNew && owed.isGhost()) {
        now.local = before.local;
        now.peer = before.peer;
        now.netNamespace = before.netNamespace;
    }
    entry.reading = m_readings;
    entry.group = groupFor(reading, entry);
    ++m_groups.at(entry.group).owed;
}

/// Its own, or a new one with `reading` 0. A ghost goes on with the entry of the socket it was.
SocketLedger::Entry& SocketLedger::entryFor(const OwedSocket& owed) {
    const MachineSocket& socket = owed.socket;
    const auto known = m_byInode.find(socket.inode);
    if (owed.isGhost() && known != m_byInode.end())
        return m_entries.at(known->second);
    const SocketKey key = owed.isGhost() ? SocketKey{socket.inode, {}, {}} : keyOf(socket);
    if (socket.inode != 0)
        m_byInode.insert_or_assign(socket.inode, key);
    return m_entries[key];
}

/// It was not in CLOSE_WAIT when the sockets of its network namespace were read last.
bool SocketLedger::beganWatched(const OwedSocket& owed) const {
    if (owed.isGhost() || std::ranges::find(m_namespacesBefore, owed.socket.netNamespace) == m_namespacesBefore.end())
        return false;
    const auto before = m_before.find(keyOf(owed.socket));
    return before == m_before.end() || before->second != State::CloseWait;
}

/// Where the process is not known yet, the group that its like is in.
std::uint32_t SocketLedger::groupFor(const MachineReading& reading, const Entry& entry) {
    const MachineSocket& socket = entry.owed.socket;
    const MachineProcess* const process = reading.processOf(socket);
    const bool isGhost = entry.owed.isGhost() && socket.local == SocketAddress{};
    const bool listens = socket.isServerSide;
    const SocketAddress owner = listens || isGhost ? socket.local : SocketAddress{socket.local.address, 0};
    GroupKey key{socket.netNamespace, owner,   listens ? SocketAddress{} : socket.peer,
                 socket.uid,          isGhost, process == nullptr ? -1 : process->pid};
    auto found = m_groupOf.find(key);
    if (found == m_groupOf.end() && process == nullptr && socket.holder == SocketHolder::NotFound) {
        found = m_groupOf.lower_bound(key);
        GroupKey like = found == m_groupOf.end() ? GroupKey{} : found->first;
        std::get<std::int32_t>(like) = -1;
        if (found != m_groupOf.end() && like != key)
            found = m_groupOf.end();
    }
    return found != m_groupOf.end() ? found->second : addGroup(key, reading, entry.owed);
}

std::uint32_t SocketLedger::addGroup(const GroupKey& key, const MachineReading& reading, const OwedSocket& owed) {
    const std::uint32_t id = m_nextGroup++;
    Group group;
    group.key = key;
    group.firstSeen = reading.time;
    group.facts.id = id;
    group.facts.netNamespace = owed.socket.netNamespace;
    group.facts.owner = std::get<1>(key);
    group.facts.peer = std::get<2>(key);
    group.facts.isGhosts = std::get<bool>(key);
    group.facts.ownerListens = owed.socket.isServerSide;
    group.facts.uid = owed.socket.uid;
    group.facts.holder = owed.socket.holder;
    group.facts.userName = reading.userName(owed.socket.uid);
    if (const MachineProcess* const process = reading.processOf(owed.socket))
        group.facts.process = *process;
    group.counts.resize(m_times.size());
    m_groups.emplace(id, std::move(group));
    m_groupOf.emplace(key, id);
    return id;
}

/// What is missing for the second time in turn: a socket that is reset is known to be a ghost one reading later.
void SocketLedger::endWhatIsGone(Timestamp now) {
    for (auto place = m_entries.begin(); place != m_entries.end();) {
        Entry& entry = place->second;
        if (entry.reading + 1 == m_readings)
            entry.missedAt = now;
        const bool isGone = entry.reading + 1 < m_readings;
        if (isGone) {
            end(entry);
            std::erase_if(m_byInode, [&](const auto& known) { return known.second == place->first; });
        }
        place = isGone ? m_entries.erase(place) : std::next(place);
    }
}

void SocketLedger::end(const Entry& entry) {
    if (entry.missedAt - entry.since < m_policy.leakAfter || isInUse(entry.owed))
        return;
    const MachineSocket& socket = entry.owed.socket;
    const EndedLeak leak{socket.local, socket.peer, entry.since, entry.missedAt, entry.group, entry.isOlder};
    m_ended.append(leak);
    SocketLeakGroup& facts = m_groups.at(entry.group).facts;
    ++facts.ended;
    facts.longestEnded = std::max(facts.longestEnded, leak.lasted());
}

void SocketLedger::rememberStates(const MachineReading& reading) {
    m_before.clear();
    for (const MachineSocket& socket : reading.sockets)
        m_before.emplace(keyOf(socket), socket.state);
    m_namespacesBefore = reading.netNamespaces;
}

/// Samples are evenly spread over the readings, and the latest reading is always one.
void SocketLedger::sample() {
    if (!m_isLastKept) {
        m_times.pop_back();
        for (auto& [id, group] : m_groups)
            group.counts.pop_back();
    }
    m_times.push_back(m_last);
    for (auto& [id, group] : m_groups)
        group.counts.push_back(group.owed);
    m_isLastKept = (m_readings - 1) % m_stride == 0;
    if (m_isLastKept && m_times.size() >= m_mostSamples)
        thinOut();
}

/// Few, however fast the readings come.
void SocketLedger::sampleRecent() {
    constexpr std::size_t kMost = 128;
    constexpr Duration kRecent = std::chrono::minutes(1);
    m_recent.push_back(m_last);
    const auto old = std::ranges::lower_bound(m_recent, m_last - kRecent) - m_recent.begin();
    const auto surplus = static_cast<std::ptrdiff_t>(m_recent.size() - std::min(m_recent.size(), kMost));
    m_recent.erase(m_recent.begin(), m_recent.begin() + std::max(old, surplus));
    for (auto& [id, group] : m_groups) {
        group.recent.push_back(group.owed);
        const std::size_t most = std::min(group.recent.size(), m_recent.size());
        group.recent.erase(group.recent.begin(), group.recent.end() - static_cast<std::ptrdiff_t>(most));
    }
}

/// Every second sample goes, and so do groups that owe nothing and have nothing to tell.
void SocketLedger::thinOut() {
    const auto halve = [](auto& values) {
        for (std::size_t i = 0; 2 * i < values.size(); ++i)
            values[i] = values[2 * i];
        values.resize((values.size() + 1) / 2);
    };
    m_isLastKept = m_times.size() % 2 == 1;
    m_stride *= 2;
    const Timestamp last = m_times.back();
    halve(m_times);
    if (!m_isLastKept)
        m_times.push_back(last);
    for (auto& [id, group] : m_groups) {
        halve(group.counts);
        if (!m_isLastKept)
            group.counts.push_back(group.owed);
    }
    std::set<std::uint32_t> used;
    for (const auto& [key, entry] : m_entries)
        used.insert(entry.group);
    std::erase_if(m_groups, [&](const auto& numbered) {
        const bool isNeeded = numbered.second.facts.ended > 0 || used.contains(numbered.first);
        if (!isNeeded)
            m_groupOf.erase(numbered.second.key);
        return !isNeeded;
    });
}

SocketLeaks SocketLedger::leaks() const {
    SocketLeaks all;
    all.begin = m_begin;
    all.end = m_last;
    all.ended = m_ended.view();
    all.samples = SampleTimes::over(m_begin, m_last, kMostMoments, m_policy.leakSampleEvery);
    std::map<std::uint32_t, SocketLeakGroup> groups;
    for (const auto& [id, group] : m_groups)
        if (group.owed > 0 || group.facts.ended > 0)
            groups.emplace(id, factsOf(group, all.samples));
    for (const auto& [key, entry] : m_entries) {
        if (entry.reading != m_readings)
            continue;
        all.leaks.push_back({entry.owed, entry.since, entry.isOlder, entry.group});
        count(all.leaks.back(), groups.at(entry.group));
    }
    for (auto& [id, group] : groups)
        all.groups.push_back(std::move(group));
    std::ranges::sort(all.groups, [](const SocketLeakGroup& a, const SocketLeakGroup& b) {
        return std::tuple(b.owed, a.oldest, a.id) < std::tuple(a.owed, b.oldest, b.id);
    });
    std::map<std::uint32_t, std::uint32_t> positions;
    for (std::uint32_t i = 0; i < all.groups.size(); ++i)
        positions.emplace(all.groups[i].id, i);
    for (SocketLeak& leak : all.leaks)
        leak.group = positions.at(leak.group);
    std::ranges::sort(all.leaks, [](const SocketLeak& a, const SocketLeak& b) {
        return std::tuple(a.since, a.owed.socket.peer, a.owed.socket.inode) <
               std::tuple(b.since, b.owed.socket.peer, b.owed.socket.inode);
    });
    return all;
}

SocketLeakGroup SocketLedger::factsOf(const Group& group, const SampleTimes& samples) const {
    SocketLeakGroup facts = group.facts;
    facts.counts = countsAt(samples, group.counts, m_times);
    addGrowth(group, facts);
    return facts;
}

/// By the samples since it was first seen, and then all readings of the last minute.
void SocketLedger::addGrowth(const Group& group, SocketLeakGroup& facts) const {
    const std::span<const Timestamp> recent = std::span(m_recent).last(group.recent.size());
    std::vector<Timestamp> times;
    std::vector<std::uint32_t> counts;
    for (std::size_t i = 0; i < m_times.size() && m_times[i] < recent.front(); ++i) {
        if (m_times[i] < group.firstSeen)
            continue;
        times.push_back(m_times[i]);
        counts.push_back(group.counts[i]);
    }
    times.insert(times.end(), recent.begin(), recent.end());
    counts.insert(counts.end(), group.recent.begin(), group.recent.end());
    const std::optional<Growth> growth = growthNow(counts, times);
    if (!growth)
        return;
    facts.perMinute = growth->perMinute;
    facts.grew = *growth;
}

void SocketLedger::count(const SocketLeak& leak, SocketLeakGroup& group) const {
    const Duration age = m_last - leak.since;
    if (group.owed == 0 || leak.since < group.oldest) {
        group.oldest = leak.since;
        group.isOldestOlder = leak.isOlder;
    }
    ++group.owed;
    ++group.ages[ageStepOf(age)];
    ++group.causes[static_cast<std::size_t>(leak.owed.cause)];
    if (isInUse(leak.owed))
        ++group.inUse;
    else if (age >= m_policy.leakAfter)
        ++group.mature;
}

} // namespace synscope
