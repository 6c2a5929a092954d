// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli leaks FILE`: the closes that are owed at the end of a capture.
#pragma once

#include "app/cli/arguments.h"

namespace synscope::cli {

/// With `--older-than` and `--format` as `leaks` has them.
[[nodiscard]] ExitStatus runFileLeaks(const Arguments& arguments, Output& output);

} // namespace synscope::cli
