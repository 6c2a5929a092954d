// SPDX-License-Identifier: Apache-2.0
//
// What the user has set for good: from when on something is told as a leak, and how the table of segments begins. Kept
// in the application's settings.
#pragma once

#include "core/diagnose/finding.h"
#include "ui/models/segment_columns.h"

namespace synscope::ui {

struct Preferences {
    DiagnosePolicy policy;
    SegmentTime time = SegmentTime::SinceFirst;
    bool relativeNumbers = true;

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

/// Defaults where nothing is set, and where what is set cannot be.
[[nodiscard]] Preferences loadPreferences();
/// Only what differs from the defaults is kept, so that better defaults of a later version count.
void savePreferences(const Preferences& preferences);

} // namespace synscope::ui
