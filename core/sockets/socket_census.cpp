// SPDX-License-Identifier: Apache-2.0
//
// Counting a socket table: see socket_census.h.
#include "core/sockets/socket_census.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

namespace synscope {
namespace {

const CensusKey kOther{"other", "other"};

/// The oldest holder, or null.
const Process* holderOf(const Ownership& owner) {
    return owner.holders.empty() ? nullptr : owner.holders.front();
}

/// Who has to close it: who holds it or, where nobody accepted it, who listens.
const Process* owerOf(const Leak& leak, const ProcessTable& processes) {
    const Process* holder = holderOf(leak.owner);
    if (holder != nullptr || leak.listener == nullptr || leak.owner.kind != Ownership::Kind::NeverAccepted)
        return holder;
    return holderOf(ownershipOf(*leak.listener, processes));
}

std::string nameOf(const Process* process) {
    return process == nullptr || process->name.empty() ? "unknown" : process->name;
}

void addTo(OwedCloses& into, const OwedCloses& more) {
    for (std::size_t i = 0; i < kLeakCauses; ++i)
        into.byCause[i] += more.byCause[i];
    into.oldest = std::max(into.oldest, more.oldest);
}

void addTo(AcceptQueue& into, const AcceptQueue& more) {
    into.length += more.length;
    into.limit += more.limit;
}

bool owesMore(const OwedCloses& a, const OwedCloses& b) {
    return a.count() > b.count();
}

/// How much of it is used, compared without dividing.
bool isFuller(const AcceptQueue& a, const AcceptQueue& b) {
    const std::uint64_t left = a.length * std::max<std::uint64_t>(b.limit, 1);
    const std::uint64_t right = b.length * std::max<std::uint64_t>(a.limit, 1);
    return left != right ? left > right : a.length > b.length;
}

/// The first `mostNamed` in this order, those that are equal by name, and the rest as one.
template <typename Entry, typename Before>
std::vector<Entry> named(const std::map<CensusKey, Entry>& all, std::size_t mostNamed, Before before, Entry& other) {
    std::vector<Entry> entries;
    for (const auto& [key, entry] : all)
        if (key != kOther)
            entries.push_back(entry);
    std::stable_sort(entries.begin(), entries.end(), before);
    other.key = kOther;
    if (const auto sameName = all.find(kOther); sameName != all.end()) // a process of that very name
        addTo(other, sameName->second);
    for (std::size_t i = mostNamed; i < entries.size(); ++i)
        addTo(other, entries[i]);
    entries.resize(std::min(entries.size(), mostNamed));
    return entries;
}

std::vector<OwedCloses> countOwed(const SocketTable& table, std::span<const Leak> leaks, std::size_t mostNamed) {
    std::map<CensusKey, OwedCloses> all;
    for (const Leak& leak : leaks) {
        const CensusKey key{nameOf(owerOf(leak, *table.processes)),
                            leak.listener == nullptr ? "none" : toText(leak.listener->local)};
        OwedCloses& owed = all[key];
        owed.key = key;
        ++owed.byCause[static_cast<std::size_t>(leak.cause)];
        owed.oldest = std::max(owed.oldest, leak.age.value_or(LeakAge{}).atLeast);
    }
    OwedCloses other;
    std::vector<OwedCloses> owed = named(all, mostNamed, owesMore, other);
    owed.push_back(other);
    return owed;
}

std::vector<AcceptQueue> countQueues(const SocketTable& table, std::size_t mostNamed) {
    std::map<CensusKey, AcceptQueue> all;
    for (const SocketEntry& entry : table.entries) {
        if (entry.state != SocketState::Listen)
            continue;
        const CensusKey key = listenerKey(entry, *table.processes);
        AcceptQueue& queue = all[key];
        queue.key = key;
        addTo(queue, {{}, entry.receiveQueue, entry.backlogLimit.value_or(0)});
    }
    AcceptQueue other;
    std::vector<AcceptQueue> queues = named(all, mostNamed, isFuller, other);
    if (queues.size() < all.size())
        queues.push_back(other);
    return queues;
}

std::vector<OwingProcess> processesOf(const SocketTable& table, std::span<const Leak> leaks,
                                      std::span<const OwedCloses> owed) {
    std::map<std::string, OwingProcess> found;
    for (const OwedCloses& one : owed)
        if (one.key != kOther)
            found.emplace(one.key.process, OwingProcess{});
    for (const Leak& leak : leaks) {
        const Process* ower = owerOf(leak, *table.processes);
        const auto place = ower == nullptr ? found.end() : found.find(nameOf(ower));
        if (place == found.end())
            continue;
        OwingProcess& most = place->second;
        if (most.pid == 0 || ower->descriptors > most.descriptors)
            most = {nameOf(ower), ower->pid, ower->descriptors};
    }
    std::vector<OwingProcess> owing;
    for (auto& [name, process] : found)
        if (process.pid != 0)
            owing.push_back(std::move(process));
    return owing;
}

} // namespace

CensusKey listenerKey(const SocketEntry& listener, const ProcessTable& processes) {
    return {nameOf(holderOf(ownershipOf(listener, processes))), toText(listener.local)};
}

std::size_t OwedCloses::count() const {
    return std::accumulate(byCause.begin(), byCause.end(), std::size_t{0});
}

SocketCensus takeCensus(const SocketTable& table, std::span<const Leak> leaks, std::size_t mostNamed) {
    SocketCensus census;
    for (const SocketEntry& entry : table.entries)
        ++census.inState[static_cast<std::size_t>(entry.state)];
    census.owed = countOwed(table, leaks, mostNamed);
    for (const Leak& leak : leaks)
        census.ages.push_back(leak.age.value_or(LeakAge{}).atLeast);
    census.queues = countQueues(table, mostNamed);
    census.owing = processesOf(table, leaks, census.owed);
    return census;
}

} // namespace synscope
