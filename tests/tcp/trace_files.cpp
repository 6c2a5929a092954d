// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/trace_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace synscope::test {

std::filesystem::path traceFolder() {
    return std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "tests/data/tcp";
}

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> traceNames(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".trace")
            names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

} // namespace synscope::test
