// SPDX-License-Identifier: Apache-2.0
//
// The subcommands, each in a file of its own, and the table that help and dispatch read. To add one, write
// NAME_command.cpp, declare it here and put it into the list in commands.cpp.
#pragma once

#include "app/cli/arguments.h"

#include <span>

namespace synscope::cli {

[[nodiscard]] Command summaryCommand();
[[nodiscard]] Command connectionsCommand();
[[nodiscard]] Command segmentsCommand();
[[nodiscard]] Command diagramCommand();
[[nodiscard]] Command reportCommand();
[[nodiscard]] Command leaksCommand();
[[nodiscard]] Command checkCommand();
[[nodiscard]] Command interfacesCommand();
[[nodiscard]] Command watchCommand();

/// All of them, in the order of help. Made at the first call.
[[nodiscard]] std::span<const Command> commands();

} // namespace synscope::cli
