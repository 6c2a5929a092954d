// SPDX-License-Identifier: Apache-2.0
//
// The list of subcommands.
#include "app/cli/commands.h"

#include <array>

namespace synscope::cli {

std::span<const Command> commands() {
    static const std::array kCommands{summaryCommand(), connectionsCommand(), segmentsCommand(),
                                      diagramCommand(), reportCommand(),      leaksCommand(),
                                      checkCommand(),   interfacesCommand(),  watchCommand()};
    return kCommands;
}

} // namespace synscope::cli
