// SPDX-License-Identifier: Apache-2.0
//
// How many of something there were at each of a few moments of a capture: told as stretches of time, kept as changes,
// so that a million stretches cost no more than the moments do. Pure.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace synscope {

/// `count` moments at equal distances, the last of them the end of the capture.
struct SampleTimes {
    Timestamp end{};
    Duration step{}; ///< between two moments; above 0 where `count` is
    std::uint32_t count = 0;

    /// At most `most` moments of [begin, end], no closer than `step`: none where the capture is shorter than that.
    [[nodiscard]] static SampleTimes over(Timestamp begin, Timestamp end, std::uint32_t most, Duration step);
    [[nodiscard]] Timestamp at(std::uint32_t sample) const { return end - step * (count - 1 - sample); }
    /// The first moment at or after `time`; `count` where there is none.
    [[nodiscard]] std::uint32_t firstFrom(Timestamp time) const;
};

/// Collects stretches; gives the number of them that cover each moment.
class CountOverTime {
public:
    /// One more from moment `from` on up to, without, moment `to`. Amortised constant.
    void add(std::uint32_t from, std::uint32_t to);
    /// One number a moment. Cost: the moments.
    [[nodiscard]] std::vector<std::uint32_t> counts(std::uint32_t moments) const;

private:
    struct Change {
        std::uint32_t moment = 0;
        std::int32_t by = 0;
    };
    void fold();

    std::vector<Change> m_changes;
    std::size_t m_foldAt = 256; ///< changes from which it pays to add up those of one moment
};

/// The slope of the straight line that fits `counts` best (least squares), a minute; taken at `times`, one each, in
/// their order, at whatever distances. Empty for fewer than three.
[[nodiscard]] std::optional<double> slopePerMinute(std::span<const std::uint32_t> counts,
                                                   std::span<const Timestamp> times);

/// How a count grows now.
struct Growth {
    static constexpr double kCertain = 3; ///< a slope of so many standard errors is none by chance

    double perMinute = 0;
    double error = 0; ///< standard error of `perMinute`: counts that come and go lie far from any line
    Duration over{};  ///< the time that it is the slope of, up to the last count

    /// It grew by so many over that time, and not by chance.
    [[nodiscard]] bool isMoreThan(double count) const;
};

/// The slope over the last minute, and of five counts at least. Further back as long as that says the same, but for one
/// or what is chance: so slow growth is seen, and what grew once and stays is not taken for growth. What lies before
/// the first count above 0 tells nothing. Empty for fewer than three counts.
[[nodiscard]] std::optional<Growth> growthNow(std::span<const std::uint32_t> counts, std::span<const Timestamp> times);
[[nodiscard]] std::optional<Growth> growthNow(std::span<const std::uint32_t> counts, const SampleTimes& samples);

/// The counts as they were at each of `samples`: of the latest of `times` until then, 0 before the first.
[[nodiscard]] std::vector<std::uint32_t> countsAt(const SampleTimes& samples, std::span<const std::uint32_t> counts,
                                                  std::span<const Timestamp> times);

} // namespace synscope
