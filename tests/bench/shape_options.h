// SPDX-License-Identifier: Apache-2.0
//
// The shape of a capture from a command line: NAME=NUMBER, as CaptureShape names its fields.
#pragma once

#include "tests/bench/capture_generator.h"

#include <string>
#include <string_view>

namespace synscope::bench {

/// Sets the field that `option` names; false where it names none, or no number that the field can hold.
[[nodiscard]] bool setShape(CaptureShape& shape, std::string_view option);

/// The names of all fields, with what they are.
[[nodiscard]] std::string shapeHelp();

} // namespace synscope::bench
