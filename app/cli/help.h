// SPDX-License-Identifier: Apache-2.0
//
// The texts of --help, made from the table of commands.
#pragma once

#include "app/cli/arguments.h"

#include <span>
#include <string>

namespace synscope::cli {

/// What `synscope-cli --help` prints.
[[nodiscard]] std::string programHelp(std::span<const Command> commands);
/// What `synscope-cli COMMAND --help` prints.
[[nodiscard]] std::string commandHelp(const Command& command);

/// One line of a list in a help text: the name, padded, and what it is.
void appendHelpLine(std::string& out, std::string_view name, std::string_view text);

/// The language of filters and its fields.
[[nodiscard]] std::string filterHelp();

} // namespace synscope::cli
