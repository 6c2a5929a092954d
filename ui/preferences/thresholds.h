// SPDX-License-Identifier: Apache-2.0
//
// The thresholds that can be set, a row each: to make another one settable, add a row in the .cpp.
#pragma once

#include "core/diagnose/finding.h"

#include <span>

namespace synscope::ui {

struct Threshold {
    const char* name;   ///< in the settings, never translated
    const char* label;  ///< to be translated in the context kThresholdContext
    const char* suffix; ///< of the number, the same
    const char* tip;    ///< the same
    int decimals;
    double least;
    double most;
    double (*get)(const DiagnosePolicy& policy);
    void (*set)(DiagnosePolicy& policy, double value);
};

inline constexpr const char* kThresholdContext = "synscope::ui::Threshold";

[[nodiscard]] std::span<const Threshold> thresholds();

} // namespace synscope::ui
