// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/thresholds.h"

#include <QtGlobal>

#include <chrono>

namespace synscope::ui {
namespace {

template <Duration DiagnosePolicy::*kMember, std::int64_t kUnitNs>
double lengthIn(const DiagnosePolicy& policy) {
    return static_cast<double>((policy.*kMember).count()) / static_cast<double>(kUnitNs);
}
template <Duration DiagnosePolicy::*kMember, std::int64_t kUnitNs>
void setLength(DiagnosePolicy& policy, double value) {
    policy.*kMember = Duration(static_cast<std::int64_t>(value * static_cast<double>(kUnitNs) + 0.5));
}

template <std::uint64_t DiagnosePolicy::*kMember>
double countOf(const DiagnosePolicy& policy) {
    return static_cast<double>(policy.*kMember);
}
template <std::uint64_t DiagnosePolicy::*kMember>
void setCount(DiagnosePolicy& policy, double value) {
    policy.*kMember = static_cast<std::uint64_t>(value);
}

double growthOf(const DiagnosePolicy& policy) {
    return policy.leakGrowth;
}
void setGrowth(DiagnosePolicy& policy, double value) {
    policy.leakGrowth = value;
}

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMillisecond = 1'000'000;
constexpr double kDay = 86'400;
using P = DiagnosePolicy;

const Threshold kThresholds[] = {
    {"leak-after", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "A close owed is a &leak after"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " s"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold",
                       "CLOSE_WAIT for so long, without data of the side that owes the close"),
     0, 1, kDay, lengthIn<&P::leakAfter, kSecond>, setLength<&P::leakAfter, kSecond>},
    {"leak-growth", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "The number of leaks &grows from"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " more"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", "Over the capture, by the line that fits the counts best"), 1, 0.5,
     100'000, growthOf, setGrowth},
    {"half-close-from", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "A &half-close is in use from"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " ms"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", "Data that follows the peer's FIN by less was only on its way"), 0, 1,
     60'000, lengthIn<&P::halfCloseFrom, kMillisecond>, setLength<&P::halfCloseFrom, kMillisecond>},
    {"most-in-pool", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "A &pool of a client has at most"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " connections"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", "To one server; who leaves more open keeps no pool, and leaks them"),
     0, 1, 100'000, countOf<&P::mostInPool>, setCount<&P::mostInPool>},
    {"orphan-timeout", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "&FIN_WAIT_2 without a program ends after"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " s"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold",
                       "tcp_fin_timeout of the hosts captured: data that arrives later came too late"),
     0, 1, kDay, lengthIn<&P::orphanTimeout, kSecond>, setLength<&P::orphanTimeout, kSecond>},
    {"flood-openings", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "A &SYN flood has at least"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " openings"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", "At one listener, that never came about"), 0, 2, 10'000'000,
     countOf<&P::floodOpenings>, setCount<&P::floodOpenings>},
    {"flood-window", QT_TRANSLATE_NOOP("synscope::ui::Threshold", "Its openings are counted &within"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", " s"),
     QT_TRANSLATE_NOOP("synscope::ui::Threshold", "The stretch of time in which they are counted"), 0, 1, 3600,
     lengthIn<&P::floodWindow, kSecond>, setLength<&P::floodWindow, kSecond>},
};

} // namespace

std::span<const Threshold> thresholds() {
    return kThresholds;
}

} // namespace synscope::ui
