// SPDX-License-Identifier: Apache-2.0
//
// The details of all connections of a trace or of a capture, as the window would get them.
#pragma once

#include "core/store/replay.h"

#include <filesystem>
#include <vector>

namespace synscope::test {

/// Empty where the file cannot be read.
[[nodiscard]] std::vector<ConnectionDetail> detailsOfTrace(const std::filesystem::path& trace);
[[nodiscard]] std::vector<ConnectionDetail> detailsOfCapture(const std::filesystem::path& capture);

/// Every trace there is, the catalogue's among them.
[[nodiscard]] std::vector<std::filesystem::path> allTraces();

} // namespace synscope::test
