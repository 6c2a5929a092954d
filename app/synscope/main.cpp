// SPDX-License-Identifier: Apache-2.0
//
// The desktop program: hands the command line to the command it names.
#include "app/synscope/command_line.h"
#include "app/synscope/export_command.h"
#include "app/synscope/window_command.h"

#include <cstdio>
#include <span>

int main(int argc, char** argv) {
    using Action = synscope::CommandLine::Action;
    const auto line = synscope::parseCommandLine(std::span(argv + 1, argv + argc));
    if (!line) {
        std::fprintf(stderr, "synscope: %s\n", line.error().message.c_str());
        return 2;
    }
    switch (line.value().action) {
    case Action::Help:
        std::fputs(synscope::helpText().c_str(), stdout);
        return 0;
    case Action::Version:
        std::puts("synscope " SYNSCOPE_VERSION);
        return 0;
    case Action::Export:
        return synscope::runExport(argc, argv, line.value());
    case Action::Picture:
        return synscope::runPicture(argc, argv, line.value());
    case Action::Window:
        return synscope::runWindow(argc, argv, line.value());
    }
    return 2;
}
