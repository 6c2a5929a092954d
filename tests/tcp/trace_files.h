// SPDX-License-Identifier: Apache-2.0
//
// The trace files of a folder, for tests that run one each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace synscope::test {

/// tests/data/tcp
[[nodiscard]] std::filesystem::path traceFolder();
/// Empty where there is no such file.
[[nodiscard]] std::string contentOf(const std::filesystem::path& path);
/// Names without ".trace", sorted.
[[nodiscard]] std::vector<std::string> traceNames(const std::filesystem::path& folder);
/// One a line.
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

} // namespace synscope::test
