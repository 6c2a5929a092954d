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

/// The straight line that fits best (least squares).
struct Line {
    double perMinute = 0;
    double error = 0; ///< standard error of the slope
};

std::optional<Line> lineThrough(std::span<const std::uint32_t> counts, std::span<const Timestamp> times) {
    constexpr std::size_t kFewest = 3;
    if (counts.size() < kFewest || times.back() <= times.front())
        return std::nullopt;
    const auto n = static_cast<double>(counts.size());
    const auto since = [&](std::size_t i) { return inMinutes(times[i] - times.front()); };
    double sumX = 0;
    double sumY = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sumX += since(i);
        sumY += counts[i];
    }
    double together = 0;
    double aloneX = 0;
    double aloneY = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double x = since(i) - sumX / n;
        const double y = counts[i] - sumY / n;
        together += x * y;
        aloneX += x * x;
        aloneY += y * y;
    }
    const double rest = std::max(0.0, aloneY - together * together / aloneX);
    return Line{together / aloneX, std::sqrt(rest / (n - 2) / aloneX)};
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
    const std::optional<Line> line = lineThrough(counts.subspan(from), times.subspan(from));
    return line ? std::optional(Growth{line->perMinute, line->error, times.back() - times[from]}) : std::nullopt;
}

/// A longer stretch tells of the same growth, as closely as the shorter one can tell.
bool isTheSame(const Growth& longer, const Growth& shorter) {
    const double apart = std::abs(longer.perMinute - shorter.perMinute) * inMinutes(shorter.over);
    return apart <= std::max(1.0, Growth::kCertain * shorter.error * inMinutes(shorter.over));
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
    const std::optional<Line> line = lineThrough(counts, times);
    return line ? std::optional(line->perMinute) : std::nullopt;
}

bool Growth::isMoreThan(double count) const {
    return perMinute * inMinutes(over) >= count && perMinute >= kCertain * error;
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
        const Duration all = times.back() - times.front();
        window = window < all / 2 ? 2 * window : all;
        const std::optional<Growth> wider = growthOver(window, counts, times);
        if (!isTheSame(*wider, *now))
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
