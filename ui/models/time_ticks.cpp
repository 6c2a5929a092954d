// SPDX-License-Identifier: Apache-2.0
#include "ui/models/time_ticks.h"

#include "ui/format.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <array>

namespace synscope::ui {
namespace {

using namespace std::chrono_literals;

constexpr Duration kDay = 24h;

/// Of seconds and more; below, decimal steps.
constexpr std::array<Duration, 19> kClockSteps{1s,    2s,    5s, 10s, 15s, 30s, 1min, 2min, 5min,    10min,
                                               15min, 30min, 1h, 2h,  3h,  6h,  12h,  kDay, 7 * kDay};

Duration stepFor(Duration least) {
    for (Duration decimal = 1ns; decimal < 1s; decimal *= 10)
        for (const int of : {1, 2, 5})
            if (decimal * of >= least)
                return decimal * of;
    for (const Duration step : kClockSteps)
        if (step >= least)
            return step;
    return (least / kDay + 1) * kDay;
}

/// The second of the minute with as many decimals as the step needs: "11.25 s".
QString secondText(Timestamp time, Duration step) {
    int decimals = 0;
    for (Duration unit = 1s; unit > step && decimals < 9; unit /= 10)
        ++decimals;
    const auto ofMinute = static_cast<double>(nsSinceEpoch(time) % Duration(1min).count()) / 1e9;
    return QString::number(ofMinute, 'f', decimals) + QStringLiteral(" s");
}

} // namespace

QString TimeTicks::label(Timestamp time) const {
    if (step < 1s)
        return secondText(time, step);
    const QString clock = clockText(time);
    if (step < 1min)
        return clock;
    if (step < kDay)
        return clock.section(QLatin1Char(':'), 0, 1);
    const auto date = QDateTime::fromSecsSinceEpoch(nsSinceEpoch(time) / 1'000'000'000, QTimeZone::utc()).date();
    return QLocale::c().toString(date, QStringLiteral("MM-dd"));
}

TimeTicks timeTicks(const TimeRange& range, std::size_t most) {
    TimeTicks ticks;
    const Duration length = range.end - range.begin;
    if (length <= 0ns || most == 0)
        return ticks;
    ticks.step = stepFor(length / static_cast<Duration::rep>(most) + 1ns);
    const Duration since = range.begin.time_since_epoch();
    for (Duration at = since + (ticks.step - since % ticks.step) % ticks.step; at < range.end.time_since_epoch();
         at += ticks.step)
        ticks.times.push_back(Timestamp(at));
    return ticks;
}

} // namespace synscope::ui
