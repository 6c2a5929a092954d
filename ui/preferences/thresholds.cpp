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
#define SYNSCOPE_TEXT(text) QT_TRANSLATE_NOOP("synscope::ui::Threshold", text)

const Threshold kThresholds[] = {
    {"leak-after", SYNSCOPE_TEXT("A close owed is a &leak after"), SYNSCOPE_TEXT(" s"),
     SYNSCOPE_TEXT("CLOSE_WAIT for so long, without data of the side that owes the close"), 0, 1, kDay,
     lengthIn<&P::leakAfter, kSecond>, setLength<&P::leakAfter, kSecond>},
    {"leak-growth", SYNSCOPE_TEXT("The number of leaks &grows from"), SYNSCOPE_TEXT(" more"),
     SYNSCOPE_TEXT("Over the capture, by the line that fits the counts best"), 1, 0.5, 100'000, growthOf, setGrowth},
    {"half-close-from", SYNSCOPE_TEXT("A &half-close is in use from"), SYNSCOPE_TEXT(" ms"),
     SYNSCOPE_TEXT("Data that follows the peer's FIN by less was only on its way"), 0, 1, 60'000,
     lengthIn<&P::halfCloseFrom, kMillisecond>, setLength<&P::halfCloseFrom, kMillisecond>},
    {"most-in-pool", SYNSCOPE_TEXT("A &pool of a client has at most"), SYNSCOPE_TEXT(" connections"),
     SYNSCOPE_TEXT("To one server; who leaves more open keeps no pool, and leaks them"), 0, 1, 100'000,
     countOf<&P::mostInPool>, setCount<&P::mostInPool>},
    {"orphan-timeout", SYNSCOPE_TEXT("&FIN_WAIT_2 without a program ends after"), SYNSCOPE_TEXT(" s"),
     SYNSCOPE_TEXT("tcp_fin_timeout of the hosts captured: data that arrives later came too late"), 0, 1, kDay,
     lengthIn<&P::orphanTimeout, kSecond>, setLength<&P::orphanTimeout, kSecond>},
    {"flood-openings", SYNSCOPE_TEXT("A &SYN flood has at least"), SYNSCOPE_TEXT(" openings"),
     SYNSCOPE_TEXT("At one listener, that never came about"), 0, 2, 10'000'000, countOf<&P::floodOpenings>,
     setCount<&P::floodOpenings>},
    {"flood-window", SYNSCOPE_TEXT("Its openings are counted &within"), SYNSCOPE_TEXT(" s"),
     SYNSCOPE_TEXT("The stretch of time in which they are counted"), 0, 1, 3600, lengthIn<&P::floodWindow, kSecond>,
     setLength<&P::floodWindow, kSecond>},
};
#undef SYNSCOPE_TEXT

} // namespace

std::span<const Threshold> thresholds() {
    return kThresholds;
}

} // namespace synscope::ui
