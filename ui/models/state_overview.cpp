// SPDX-License-Identifier: Apache-2.0
#include "ui/models/state_overview.h"

#include "core/store/chain_pass.h"
#include "ui/models/connection_columns.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace synscope::ui {
namespace {

bool isOver(State state) {
    return state == State::Closed || state == State::Listen;
}

/// Empty when the connection does not exist (yet, or any more).
std::optional<OverviewKind> kindOf(State client, State server) {
    if (client == State::CloseWait || server == State::CloseWait)
        return OverviewKind::CloseWait;
    if (isOver(client) && isOver(server))
        return std::nullopt;
    if (client == State::Established || server == State::Established)
        return OverviewKind::Established;
    constexpr StateSet kOpening{State::SynSent, State::SynReceived};
    if (kOpening.has(client) || kOpening.has(server))
        return OverviewKind::Opening;
    constexpr StateSet kRunsOut{State::TimeWait, State::Closed, State::Listen};
    return kRunsOut.has(client) && kRunsOut.has(server) ? OverviewKind::TimeWait : OverviewKind::Closing;
}

/// Adds up intervals of buckets as differences; sums are taken once at the end.
class Counter {
public:
    Counter(const TimeRange& range, std::size_t buckets) : m_range(range), m_buckets(buckets) {
        for (auto& difference : m_difference)
            difference.assign(buckets + 1, 0);
    }

    void add(const Snapshot& snapshot, std::span<const Transition> chain) {
        std::array<State, 2> state{State::Closed, State::Closed};
        m_nextFree = 0;
        for (std::size_t i = 0; i < chain.size(); ++i) {
            state[static_cast<std::size_t>(chain[i].side())] = chain[i].to();
            const bool isLast = i + 1 == chain.size();
            if (!isLast && chain[i + 1].timeNs() == chain[i].timeNs())
                continue; // both ends change at one packet
            if (const auto kind = kindOf(state[0], state[1]))
                addSpan(*kind, chain[i].time(), isLast ? snapshot.end : chain[i + 1].time(), isLast);
        }
    }

    void finish(StateOverview& overview) const {
        for (std::size_t kind = 0; kind < kOverviewKindCount; ++kind) {
            auto& counts = overview.counts[kind];
            counts.resize(m_buckets);
            std::int64_t sum = 0;
            for (std::size_t b = 0; b < m_buckets; ++b) {
                sum += m_difference[kind][b];
                counts[b] = static_cast<std::uint32_t>(sum);
            }
        }
        for (std::size_t b = 0; b < m_buckets; ++b) {
            std::uint32_t sum = 0;
            for (const auto& counts : overview.counts)
                sum += counts[b];
            overview.highest = std::max(overview.highest, sum);
        }
    }

private:
    std::size_t bucketOf(Timestamp time) const {
        const double x = m_range.xOf(time, static_cast<double>(m_buckets));
        return static_cast<std::size_t>(std::clamp(x, 0.0, static_cast<double>(m_buckets - 1)));
    }

    void addSpan(OverviewKind kind, Timestamp from, Timestamp to, bool isPresent) {
        std::size_t first = bucketOf(from);
        std::size_t last = bucketOf(to);
        if (kind == OverviewKind::CloseWait && !isPresent) {
            if (first == last)
                kind = OverviewKind::Closing;
            else
                --last; // the bucket in which it ends is another state's at its end
        }
        if (kind == OverviewKind::CloseWait && first + 1 == m_nextFree)
            count(m_last, first, first, -1); // a state that ends there gives way
        else
            first = std::max(first, m_nextFree);
        if (first > last)
            return;
        count(kind, first, last, 1);
        m_nextFree = last + 1;
        m_last = kind;
    }

    void count(OverviewKind kind, std::size_t first, std::size_t last, std::int64_t by) {
        auto& difference = m_difference[static_cast<std::size_t>(kind)];
        difference[first] += by;
        difference[last + 1] -= by;
    }

    TimeRange m_range;
    std::size_t m_buckets;
    std::size_t m_nextFree = 0;                      // first bucket in which the present connection is not counted yet
    OverviewKind m_last = OverviewKind::Established; // as what it is counted in the bucket before that one
    std::array<std::vector<std::int64_t>, kOverviewKindCount> m_difference;
};

} // namespace

std::vector<OverviewKind> StateOverview::byArea() const {
    std::array<std::uint64_t, kOverviewKindCount> areas{};
    std::vector<OverviewKind> kinds;
    for (const OverviewKind kind : kOverviewKinds) {
        const auto& ofKind = counts[static_cast<std::size_t>(kind)];
        areas[static_cast<std::size_t>(kind)] = std::accumulate(ofKind.begin(), ofKind.end(), std::uint64_t{0});
        if (areas[static_cast<std::size_t>(kind)] > 0)
            kinds.push_back(kind);
    }
    std::stable_sort(kinds.begin(), kinds.end(), [&areas](OverviewKind a, OverviewKind b) {
        return areas[static_cast<std::size_t>(a)] > areas[static_cast<std::size_t>(b)];
    });
    return kinds;
}

std::optional<StateOverview> stateOverview(const Snapshot& snapshot, std::size_t buckets,
                                           const std::atomic<bool>& cancelled) {
    StateOverview overview;
    overview.range = {snapshot.begin, snapshot.end};
    if (buckets == 0)
        return overview;
    Counter counter(overview.range, buckets);
    const auto look = [&](ConnectionId id, std::span<const Transition> chain) {
        counter.add(snapshot, chain);
        const ConnectionRow& row = snapshot.row(id);
        if (const auto side = sideInCloseWait(row)) {
            const Timestamp since = stateSince(snapshot, row, *side);
            ++overview.closeWaitAtEnd;
            overview.closeWaitSince = std::min(overview.closeWaitSince.value_or(since), since);
        }
    };
    if (!passOverChains(
            snapshot, [&cancelled] { return cancelled.load(); }, look))
        return std::nullopt;
    counter.finish(overview);
    return overview;
}

} // namespace synscope::ui
