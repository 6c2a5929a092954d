// SPDX-License-Identifier: Apache-2.0
//
// The file that node_exporter's textfile collector reads. A reader sees the old file or the new one, never a part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synscope::cli {

class TextFile {
public:
    /// `folder`/synscope.prom. Nothing is written yet.
    explicit TextFile(std::string folder) : m_folder(std::move(folder)) {}

    /// Puts `text` in place of what is there. What stays there after a failure is the last that was whole.
    /// Returns what people should be told: that it fails, once for each reason, or that it does not any more.
    [[nodiscard]] std::optional<std::string> replace(std::string_view text);
    [[nodiscard]] std::uint64_t failures() const { return m_failures; }
    [[nodiscard]] std::string path() const { return m_folder + "/synscope.prom"; }

private:
    std::string m_folder;
    std::uint64_t m_failures = 0;
    std::string m_fault; ///< of the last time; empty: none
};

} // namespace synscope::cli
