// SPDX-License-Identifier: Apache-2.0
//
// What synscope-capture says besides packets: faults as one line of JSON on standard error, answers on standard
// output.
#pragma once

#include "core/capture/live_fault.h"
#include "core/export/json_writer.h"

#include <string>
#include <string_view>

namespace synscope::helper {

enum class ExitStatus : int {
    Ok = 0,     ///< ended as asked
    Failed = 1, ///< or the filter that was to be checked is none
    Usage = 2,  ///< wrong usage
};

/// The one command, or where there is none the sentence, that mends a missing permission of this very program file.
/// Ask before privileges are dropped: it depends on who the program runs as.
[[nodiscard]] std::string permissionHint();

/// A fault as an object: code, message, interface where it is about one, and for a missing permission the hint.
void writeFault(JsonWriter& json, const LiveFault& fault, std::string_view permissionHint);

/// Says it on standard error; the answer is what the program then exits with.
ExitStatus report(const LiveFault& fault);

/// Writes all of an answer to standard output.
[[nodiscard]] ExitStatus answer(std::string_view text, ExitStatus status = ExitStatus::Ok);

} // namespace synscope::helper
