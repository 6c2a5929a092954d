// SPDX-License-Identifier: Apache-2.0
#include "core/store/count_over_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

namespace synscope {
namespace {

double inMinutes(Duration time) {
    return std::chrono::duration<double, std::ratio<60>>(time).count();
}

/// Of the counts not older than `window` before the last.
std::optional<Growth> growthOver(Duration window, std::span<const std::uint32_t> counts,
                                 std::span<const Timestamp> times) {
    constexpr std::size_t kSeveral = 5;
    if (times.empty())
        return std::nullopt;
    const auto first = std::ranges::lower_bound(times, times.back() - window);
    const auto most = static_cast<std::size_t>(first - times.begin());
    const std::size_t from = std::min(most, times.size() - std::min(kSeveral, times.size()));
    const std::optional<double> slope = slopePerMinute(counts.subspan(from), times.subspan(from));
    return slope ? std::optional(Growth{*slope, times.back() - times[from]}) : std::nullopt;
}

} // namespace

SampleTimes SampleTimes::over(Timestamp begin, Timestamp end, std::uint32_t most, Duration step) {
    SampleTimes samples;
    samples.end = end;
    if (end <= begin || end - begin < step || most == 0)
        return samples;
    const Duration::rep fitting = (end - begin) / std::max(step, Duration(1));
    samples.count = static_cast<std::uint32_t>(std::min<Duration::rep>(most, fitting));
    samples.step = (end - begin) / samples.count;
    return samples;
}

std::uint32_t SampleTimes::firstFrom(Timestamp time) const {
    if (count == 0 || time > end)
        return count;
    const Duration::rep later = (end - time) / step; // moments after the one wanted
    return later < count ? count - 1 - static_cast<std::uint32_t>(later) : 0;
}

void CountOverTime::add(std::uint32_t from, std::uint32_t to) {
    if (from >= to)
        return;
    m_changes.push_back({from, 1});
    m_changes.push_back({to, -1});
    if (m_changes.size() >= m_foldAt)
        fold();
}

void CountOverTime::fold() {
    std::sort(m_changes.begin(), m_changes.end(), [](const Change& a, const Change& b) { return a.moment < b.moment; });
    std::vector<Change> folded;
    for (const Change& change : m_changes) {
        if (!folded.empty() && folded.back().moment == change.moment)
            folded.back().by += change.by;
        else
            folded.push_back(change);
    }
    m_foldAt = std::max(m_foldAt, 2 * folded.size());
    m_changes = std::move(folded);
}

std::vector<std::uint32_t> CountOverTime::counts(std::uint32_t moments) const {
    std::vector<std::int64_t> by(moments, 0);
    for (const Change& change : m_changes)
        if (change.moment < moments)
            by[change.moment] += change.by;
    std::vector<std::uint32_t> counts;
    counts.reserve(moments);
    std::int64_t sum = 0;
    for (const std::int64_t change : by) {
        sum += change;
        counts.push_back(static_cast<std::uint32_t>(sum));
    }
    return counts;
}

std::optional<double> slopePerMinute(std::span<const std::uint32_t> counts, std::span<const Timestamp> times) {
    constexpr std::size_t kFewest = 3;
    if (counts.size() < kFewest || times.back() <= times.front())
        return std::nullopt;
    const auto n = static_cast<double>(counts.size());
    const auto since = [&](std::size_t i) { return static_cast<double>((times[i] - times.front()).count()); };
    double sumX = 0;
    double sumY = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sumX += since(i);
        sumY += counts[i];
    }
    double together = 0;
    double alone = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double x = since(i) - sumX / n;
        together += x * (counts[i] - sumY / n);
        alone += x * x;
    }
    return together / alone * static_cast<double>(Duration(std::chrono::minutes(1)).count());
}

std::optional<Growth> growthNow(std::span<const std::uint32_t> counts, std::span<const Timestamp> times) {
    const auto above = std::ranges::find_if(counts, [](std::uint32_t count) { return count > 0; });
    if (above != counts.begin() && above != counts.end()) {
        const auto zeros = static_cast<std::size_t>(above - counts.begin() - 1); // the last 0 is a beginning
        counts = counts.subspan(zeros);
        times = times.subspan(zeros);
    }
    Duration window = std::chrono::minutes(1);
    std::optional<Growth> now = growthOver(window, counts, times);
    while (now && window < times.back() - times.front()) {
        window *= 2;
        const std::optional<Growth> wider = growthOver(window, counts, times);
        if (std::abs(wider->perMinute - now->perMinute) * inMinutes(now->over) > 1)
            break;
        now = wider;
    }
    return now;
}

std::optional<Growth> growthNow(std::span<const std::uint32_t> counts, const SampleTimes& samples) {
    std::vector<Timestamp> times;
    for (std::uint32_t i = 0; i < samples.count; ++i)
        times.push_back(samples.at(i));
    return growthNow(counts, times);
}

std::vector<std::uint32_t> countsAt(const SampleTimes& samples, std::span<const std::uint32_t> counts,
                                    std::span<const Timestamp> times) {
    std::vector<std::uint32_t> at;
    std::size_t next = 0; // the first of `times` after the moment
    for (std::uint32_t moment = 0; moment < samples.count; ++moment) {
        while (next < times.size() && times[next] <= samples.at(moment))
            ++next;
        at.push_back(next == 0 ? 0 : counts[next - 1]);
    }
    return at;
}

} // namespace synscope
