// SPDX-License-Identifier: Apache-2.0
//
// What synscope-capture says on standard error, and why it could not be started, in words for people.
#pragma once

#include "core/store/live_capture.h"

#include <string>
#include <string_view>

namespace synscope {

/// A line of JSON as synscope-capture(1) describes it: code, message, interface, hint. A line that is no such object
/// becomes the message of a "capture-failed".
[[nodiscard]] CaptureTrouble parseTrouble(std::string_view line);

/// Why `path` could not be run, from errno; "no-helper", with what mends it as the hint.
[[nodiscard]] CaptureTrouble startTrouble(const std::string& path, int errorNumber);

} // namespace synscope
