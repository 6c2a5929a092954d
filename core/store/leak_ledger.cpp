// SPDX-License-Identifier: Apache-2.0
//
// The pass over a snapshot: see leak_ledger.h.
#include "core/store/leak_ledger.h"

#include "core/store/row_pass.h"

#include <algorithm>
#include <map>
#include <optional>
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
        std::array<Walk, 2> walks;
        for (TransitionId t = row.lastTransition; t != kNoTransition;) {
            const Transition now = transition(t);
            if (!now.isDisproved())
                look(row, walks[static_cast<std::size_t>(now.side())], t, now);
            t = now.previous();
        }
        for (const Side side : {Side::Initiator, Side::Responder}) {
            const TransitionId own = walks[static_cast<std::size_t>(side)].closeWait;
            const TransitionId peers = walks[static_cast<std::size_t>(other(side))].fin;
            const TransitionId began = own != kNoTransition ? own : peers;
            if (began != kNoTransition && row.possibleOf(side).has(State::CloseWait))
                addOwed(id, row, side, began);
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
            groups.back().perMinute = slopePerMinute(m_ledger.countsOf(groups.back()), m_ledger.samples.step);
        }
        m_ledger.groups = std::move(groups);
        for (LedgerEntry& entry : m_ledger.entries)
            entry.group = place[entry.group];
        std::stable_sort(m_ledger.entries.begin(), m_ledger.entries.end(),
                         [](const LedgerEntry& a, const LedgerEntry& b) { return a.since < b.since; });
        return std::move(m_ledger);
    }

private:
    using GroupKey = std::tuple<Side, SocketAddress, SocketAddress>;

    [[nodiscard]] Transition transition(TransitionId id) const { return m_snapshot.transitions[indexOf(id)]; }

    void look(const ConnectionRow& row, Walk& walk, TransitionId id, const Transition& now) {
        if (now.to() == State::CloseWait) {
            walk.closeWait = walk.closeWait == kNoTransition ? id : walk.closeWait;
            if (walk.next)
                addEnded(row, now.side(), {now.time(), walk.next->time(), isReset(*walk.next)});
        }
        if (showsFin(now))
            walk.fin = id;
        walk.next = now;
    }

    /// Where CLOSE_WAIT perhaps lasts, it has not ended.
    void addEnded(const ConnectionRow& row, Side side, const Ended& stretch) {
        const Duration lasted = stretch.left - stretch.entered;
        if (row.possibleOf(side).has(State::CloseWait) || lasted < m_options.olderThan)
            return;
        const std::uint32_t from = m_ledger.samples.firstFrom(stretch.entered);
        const std::uint32_t to = m_ledger.samples.firstFrom(stretch.left);
        // Data that a RST answered shows a program that noticed too late, not a half-close in use.
        const Timestamp lastUse = stretch.byReset ? stretch.entered : row.lastDataOf(side).value_or(stretch.entered);
        const bool wasLeak = stretch.left - std::max(stretch.entered, lastUse) >= m_options.policy.leakAfter;
        if (from == to && !wasLeak)
            return; // closed in time, and between two moments
        LeakGroup& group = m_ledger.groups[groupOf(row, side)];
        group.overTime.add(from, to);
        if (!wasLeak)
            return;
        ++group.ended;
        group.endedByReset += stretch.byReset ? 1 : 0;
        group.longestEnded = std::max(group.longestEnded, lasted);
    }

    void addOwed(ConnectionId id, const ConnectionRow& row, Side side, TransitionId began) {
        const Transition entered = transition(began);
        if (m_ledger.end - entered.time() < m_options.olderThan)
            return;
        LedgerEntry entry;
        entry.connection = id;
        entry.since = entered.time();
        entry.entered = began;
        entry.group = groupOf(row, side);
        entry.side = side;
        entry.isPerhaps = !row.possibleOf(side).isCertain();
        entry.isOlder = entered.mayBeOlder();
        entry.isStuck = row.isWindowClosed(other(side));
        entry.isInUse = !entry.isStuck && isInUse(row, side, entered.time());
        if (entry.isPerhaps)
            ++m_ledger.groups[entry.group].perhaps;
        else
            count(m_ledger.groups[entry.group], entry);
        m_ledger.entries.push_back(entry);
    }

    /// Where the packets do not decide, nobody is accused: only what is certain comes here.
    void count(LeakGroup& group, const LedgerEntry& entry) const {
        group.oldest = group.owed == 0 ? entry.since : std::min(group.oldest, entry.since);
        ++group.owed;
        group.inUse += entry.isInUse ? 1 : 0;
        group.stuck += entry.isStuck ? 1 : 0;
        ++group.ages[ageStepOf(m_ledger.end - entry.since)];
        group.overTime.add(m_ledger.samples.firstFrom(entry.since), m_ledger.samples.count);
    }

    [[nodiscard]] bool isInUse(const ConnectionRow& row, Side side, Timestamp since) const {
        const std::optional<Timestamp> data = row.lastDataOf(side);
        return data && *data - since >= m_options.policy.halfCloseFrom &&
               m_ledger.end - *data < m_options.policy.leakAfter;
    }

    std::uint32_t groupOf(const ConnectionRow& row, Side side) {
        LeakGroup group;
        group.side = side;
        group.owner = m_snapshot.addressOf(row, side);
        if (side == Side::Initiator) {
            group.owner.port = 0;
            group.peer = m_snapshot.addressOf(row, Side::Responder);
        }
        const auto [place, isNew] = m_groups.try_emplace(GroupKey(side, group.owner, group.peer),
                                                         static_cast<std::uint32_t>(m_ledger.groups.size()));
        if (isNew)
            m_ledger.groups.push_back(std::move(group));
        return place->second;
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

std::vector<std::uint32_t> LeakLedger::entriesOf(std::uint32_t group) const {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        if (entries[i].group == group)
            positions.push_back(i);
    return positions;
}

bool LeakLedger::isGrowing(const LeakGroup& group, const DiagnosePolicy& policy) const {
    const double minutes = std::chrono::duration<double, std::ratio<60>>(samples.step).count() * samples.count;
    return group.perMinute && *group.perMinute * minutes >= policy.leakGrowth;
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
