// SPDX-License-Identifier: Apache-2.0
//
// The pass over a snapshot: see leak_ledger.h.
#include "core/store/leak_ledger.h"

#include "core/store/row_pass.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace synscope {
namespace {

/// A stretch of CLOSE_WAIT that was left.
struct Ended {
    Timestamp entered{};
    Timestamp left{};
    bool byReset = false;
};

/// Of one endpoint, while its transitions are walked from the newest back.
struct Walk {
    TransitionId closeWait = kNoTransition; ///< its newest into CLOSE_WAIT
    TransitionId fin = kNoTransition;       ///< its first that shows a FIN it sent
    std::optional<Transition> next;         ///< the one after the one looked at
};

bool showsFin(const Transition& transition) {
    return transition.to() == State::FinWait1 || transition.to() == State::FinWait2;
}

/// Out of CLOSE_WAIT; the kernel tells only that a socket is gone.
bool isReset(const Transition& left) {
    return left.to() == State::Closed && left.basis() != Basis::Kernel;
}

class LedgerWriter {
public:
    LedgerWriter(const Snapshot& snapshot, const LedgerOptions& options) : m_snapshot(snapshot), m_options(options) {
        m_ledger.end = snapshot.end;
        m_ledger.samples =
            SampleTimes::over(snapshot.begin, snapshot.end, options.samples, options.policy.leakSampleEvery);
    }

    void add(ConnectionId id) {
        const ConnectionRow& row = m_snapshot.row(id);
        const Ends told{kernelWordOn(m_snapshot.kernelOwed, id, Side::Initiator),
                        kernelWordOn(m_snapshot.kernelOwed, id, Side::Responder)};
        std::array<Walk, 2> walks;
        for (TransitionId t = row.lastTransition; t != kNoTransition;) {
            const Transition now = transition(t);
            if (!now.isDisproved())
                look({id, row, now.side(), told[static_cast<std::size_t>(now.side())]},
                     walks[static_cast<std::size_t>(now.side())], t, now);
            t = now.previous();
        }
        for (const Side side : {Side::Initiator, Side::Responder}) {
            const TransitionId own = walks[static_cast<std::size_t>(side)].closeWait;
            const TransitionId peers = walks[static_cast<std::size_t>(other(side))].fin;
            const TransitionId began = own != kNoTransition ? own : peers;
            const End end{id, row, side, told[static_cast<std::size_t>(side)]};
            if (began != kNoTransition && end.owes())
                addOwed(end, began);
        }
    }

    LeakLedger finish() {
        std::vector<std::uint32_t> order;
        for (std::uint32_t i = 0; i < m_ledger.groups.size(); ++i)
            if (m_ledger.groups[i].owed > 0 || m_ledger.groups[i].perhaps > 0 || m_ledger.groups[i].ended > 0)
                order.push_back(i);
        std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) { return isBefore(a, b); });
        std::vector<std::uint32_t> place(m_ledger.groups.size(), 0);
        std::vector<LeakGroup> groups;
        for (const std::uint32_t i : order) {
            place[i] = static_cast<std::uint32_t>(groups.size());
            groups.push_back(std::move(m_ledger.groups[i]));
            addGrowth(groups.back());
        }
        m_ledger.groups = std::move(groups);
        for (LedgerEntry& entry : m_ledger.entries)
            entry.group = place[entry.group];
        std::stable_sort(m_ledger.entries.begin(), m_ledger.entries.end(),
                         [](const LedgerEntry& a, const LedgerEntry& b) { return a.since < b.since; });
        return std::move(m_ledger);
    }

private:
    using Ends = std::array<const KernelOwed*, 2>;
    /// Who owes, its address, its peer's and its process: the last two of a client only.
    using GroupKey = std::tuple<Side, SocketAddress, SocketAddress, std::int32_t>;

    struct End {
        ConnectionId id = kNoConnection;
        const ConnectionRow& row;
        Side side = Side::Initiator;
        const KernelOwed* told = nullptr; ///< by the kernel; may be null

        [[nodiscard]] bool isGhost() const { return told != nullptr && told->cause == OwedCause::GhostDescriptor; }
        [[nodiscard]] bool owes() const { return isGhost() || row.possibleOf(side).has(State::CloseWait); }
        /// The packets alone leave other states possible, or came after what the kernel told.
        [[nodiscard]] bool isPerhaps() const {
            return !row.possibleOf(side).isCertain() && (told == nullptr || told->read < row.last);
        }
    };

    [[nodiscard]] Transition transition(TransitionId id) const { return m_snapshot.transitions[indexOf(id)]; }

    void look(const End& end, Walk& walk, TransitionId id, const Transition& now) {
        if (now.to() == State::CloseWait) {
            walk.closeWait = walk.closeWait == kNoTransition ? id : walk.closeWait;
            if (walk.next)
                addEnded(end, {now.time(), walk.next->time(), isReset(*walk.next)});
        }
        if (showsFin(now))
            walk.fin = id;
        walk.next = now;
    }

    /// Where CLOSE_WAIT perhaps lasts, it has not ended.
    void addEnded(const End& end, const Ended& stretch) {
        const Duration lasted = stretch.left - stretch.entered;
        if (end.owes() || lasted < m_options.olderThan)
            return;
        const std::uint32_t from = m_ledger.samples.firstFrom(stretch.entered);
        const std::uint32_t to = m_ledger.samples.firstFrom(stretch.left);
        // Data that a RST answered shows a program that noticed too late, not a half-close in use.
        const Timestamp lastUse =
            stretch.byReset ? stretch.entered : end.row.lastDataOf(end.side).value_or(stretch.entered);
        const bool wasLeak = stretch.left - std::max(stretch.entered, lastUse) >= m_options.policy.leakAfter;
        if (from == to && !wasLeak)
            return; // closed in time, and between two moments
        LeakGroup& group = m_ledger.groups[groupOf(end)];
        group.overTime.add(from, to);
        if (!wasLeak)
            return;
        ++group.ended;
        group.endedByReset += stretch.byReset ? 1 : 0;
        group.longestEnded = std::max(group.longestEnded, lasted);
    }

    void addOwed(const End& end, TransitionId began) {
        const Transition entered = transition(began);
        if (m_ledger.end - entered.time() < m_options.olderThan)
            return;
        LedgerEntry entry;
        entry.connection = end.id;
        entry.since = entered.time();
        entry.entered = began;
        entry.group = groupOf(end);
        entry.side = end.side;
        entry.isPerhaps = end.isPerhaps();
        entry.isOlder = entered.mayBeOlder();
        const bool isLeak = end.told != nullptr && isKernelsAlone(end.told->cause);
        entry.isStuck = !isLeak && end.row.isWindowClosed(other(end.side));
        entry.isInUse = !isLeak && !entry.isStuck && isInUse(end, entered.time());
        if (entry.isPerhaps)
            ++m_ledger.groups[entry.group].perhaps;
        else
            count(m_ledger.groups[entry.group], entry, end.told);
        m_ledger.entries.push_back(entry);
    }

    /// Where the packets do not decide, nobody is accused: only what is certain comes here.
    void count(LeakGroup& group, const LedgerEntry& entry, const KernelOwed* told) const {
        group.oldest = group.owed == 0 ? entry.since : std::min(group.oldest, entry.since);
        ++group.owed;
        group.inUse += entry.isInUse ? 1 : 0;
        group.stuck += entry.isStuck ? 1 : 0;
        if (told != nullptr)
            ++group.kernelCauses[static_cast<std::size_t>(told->cause)];
        ++group.ages[ageStepOf(m_ledger.end - entry.since)];
        group.overTime.add(m_ledger.samples.firstFrom(entry.since), m_ledger.samples.count);
    }

    [[nodiscard]] bool isInUse(const End& end, Timestamp since) const {
        if (end.told != nullptr && end.told->cause == OwedCause::StillSending)
            return true;
        const std::optional<Timestamp> data = end.row.lastDataOf(end.side);
        return data && *data - since >= m_options.policy.halfCloseFrom &&
               m_ledger.end - *data < m_options.policy.leakAfter;
    }

    std::uint32_t groupOf(const End& end) {
        LeakGroup group;
        group.side = end.side;
        group.owner = m_snapshot.addressOf(end.row, end.side);
        const std::shared_ptr<const SocketOwner> process = processOf(end);
        const std::int32_t pid = process ? process->pid : 0;
        if (end.side == Side::Initiator) {
            group.owner.port = 0;
            group.peer = m_snapshot.addressOf(end.row, Side::Responder);
        }
        const GroupKey key(end.side, group.owner, group.peer, end.side == Side::Initiator ? pid : 0);
        const auto [place, isNew] = m_groups.try_emplace(key, static_cast<std::uint32_t>(m_ledger.groups.size()));
        if (isNew)
            m_ledger.groups.push_back(std::move(group));
        if (pid != 0 && m_processes.emplace(place->second, pid).second)
            addProcess(m_ledger.groups[place->second], process);
        return place->second;
    }

    static void addProcess(LeakGroup& group, const std::shared_ptr<const SocketOwner>& process) {
        if (group.process)
            ++group.otherProcesses;
        else
            group.process = process;
    }

    /// Null where only the user is known, if anything.
    [[nodiscard]] std::shared_ptr<const SocketOwner> processOf(const End& end) const {
        std::shared_ptr<const SocketOwner> owner = m_snapshot.owners.shared(end.id, end.side);
        if ((!owner || !owner->isKnown()) && end.told != nullptr)
            owner = end.told->listener;
        return owner && owner->isKnown() ? owner : nullptr;
    }

    void addGrowth(LeakGroup& group) const {
        const std::optional<Growth> growth = growthNow(m_ledger.countsOf(group), m_ledger.samples);
        if (!growth)
            return;
        group.perMinute = growth->perMinute;
        group.grew = *growth;
    }

    [[nodiscard]] bool isBefore(std::uint32_t a, std::uint32_t b) const {
        const auto rank = [this](std::uint32_t i) {
            const LeakGroup& group = m_ledger.groups[i];
            return std::tuple(-static_cast<std::int64_t>(group.owed), group.oldest,
                              -static_cast<std::int64_t>(group.perhaps), -static_cast<std::int64_t>(group.ended), i);
        };
        return rank(a) < rank(b);
    }

    const Snapshot& m_snapshot;
    const LedgerOptions& m_options;
    LeakLedger m_ledger;
    std::map<GroupKey, std::uint32_t> m_groups;
    std::set<std::pair<std::uint32_t, std::int32_t>> m_processes; ///< of each group
};

} // namespace

std::size_t ageStepOf(Duration age) {
    using std::chrono::hours;
    using std::chrono::minutes;
    using std::chrono::seconds;
    constexpr std::array<Duration, kAgeStepNames.size() - 1> kBounds{seconds(1), seconds(10), minutes(1), minutes(10),
                                                                     hours(1),   hours(10),   hours(100)};
    return static_cast<std::size_t>(std::upper_bound(kBounds.begin(), kBounds.end(), age) - kBounds.begin());
}

std::optional<OwedCause> LeakGroup::kernelsCause() const {
    const auto most = std::max_element(kernelCauses.begin(), kernelCauses.end());
    return *most == 0 ? std::nullopt : std::optional(static_cast<OwedCause>(most - kernelCauses.begin()));
}

std::vector<std::uint32_t> LeakLedger::entriesOf(std::uint32_t group) const {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        if (entries[i].group == group)
            positions.push_back(i);
    return positions;
}

bool LeakLedger::isGrowing(const LeakGroup& group, const DiagnosePolicy& policy) const {
    return group.perMinute && group.grew.isMoreThan(policy.leakGrowth);
}

LeakLedger ledgerOf(const Snapshot& snapshot, const LedgerOptions& options) {
    LedgerWriter writer(snapshot, options);
    if (passOver(snapshot, options.isCancelled, [&writer](ConnectionId id) { writer.add(id); }))
        return writer.finish();
    LeakLedger cancelled;
    cancelled.isWhole = false;
    return cancelled;
}

bool isInLedger(const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy) {
    const LedgerOptions options{.policy = policy, .samples = 1};
    LedgerWriter writer(snapshot, options);
    writer.add(id);
    return !writer.finish().groups.empty();
}

std::string ownerText(const LeakGroup& group) {
    return group.ownerListens() ? toText(group.owner) : toText(group.owner.address) + " -> " + toText(group.peer);
}

} // namespace synscope
