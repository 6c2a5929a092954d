// SPDX-License-Identifier: Apache-2.0
//
// The command line of synscope-capture, read once: what comes out of here can be acted on.
#pragma once

#include "core/capture/live_fault.h"
#include "core/capture/live_interface.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synscope::helper {

enum class Task : std::uint8_t { Capture, List, CheckFilter, CompileFilter, Help, Version };
enum class ListFormat : std::uint8_t { Json, Ndjson, Table };

struct Options {
    Task task = Task::Capture;
    std::vector<std::string> interfaces;
    std::string filter; ///< of a capture, or the one to check or to compile
    LiveOptions live;
    ListFormat listFormat = ListFormat::Json;
    std::optional<LinkType> link; ///< to check or compile the filter for
};

/// Reads the words of main(). A fault's message names the word that is wrong.
[[nodiscard]] std::variant<Options, LiveFault> parseOptions(int argc, char** argv);

/// What --help prints.
[[nodiscard]] std::string_view helpText();

} // namespace synscope::helper
