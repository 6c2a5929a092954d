// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli: finds the subcommand in the table and runs it. Needs neither Qt nor a display.
#include "app/cli/commands.h"
#include "app/cli/help.h"
#include "app/cli/output.h"

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <unistd.h>
#include <vector>

namespace synscope::cli {
namespace {

constexpr std::string_view kVersionText = "synscope-cli " SYNSCOPE_VERSION "\n";

ExitStatus refuseUsage(const std::string& message, const std::string& helpFor) {
    complain(message + "; see 'synscope-cli " + helpFor + "--help'");
    return ExitStatus::Usage;
}

ExitStatus print(std::string_view text, Output& output) {
    output.buffer() += text;
    return output.finish(ExitStatus::Ok);
}

ExitStatus runCommand(const Command& command, std::span<const std::string_view> words, Output& output) {
    const Result<Arguments> arguments = parseArguments(command, words);
    const std::string name(command.name);
    if (!arguments)
        return refuseUsage(name + ": " + arguments.error().message, name + " ");
    if (arguments.value().wantsHelp())
        return print(commandHelp(command), output);
    if (arguments.value().wantsVersion())
        return print(kVersionText, output);
    return command.run(arguments.value(), output);
}

ExitStatus run(std::span<const std::string_view> words, Output& output) {
    if (words.empty())
        return refuseUsage("a command is missing", "");
    const std::string_view first = words.front();
    if (first == "--help" || first == "-h")
        return print(programHelp(commands()), output);
    if (first == "--version")
        return print(kVersionText, output);
    const auto command =
        std::find_if(commands().begin(), commands().end(), [&](const Command& c) { return c.name == first; });
    if (command != commands().end())
        return runCommand(*command, words.subspan(1), output);
    const std::string kind = first.substr(0, 1) == "-" ? "unknown option '" : "unknown command '";
    return refuseUsage(kind + std::string(first) + "'", "");
}

} // namespace
} // namespace synscope::cli

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away shows as a failed write
    try {
        const std::vector<std::string_view> words(argv + std::min(argc, 1), argv + argc);
        synscope::cli::Output output(STDOUT_FILENO);
        return static_cast<int>(synscope::cli::run(words, output));
    } catch (const std::bad_alloc&) {
        synscope::cli::complain("there is not enough memory for this");
        return static_cast<int>(synscope::cli::ExitStatus::Failed);
    } catch (const std::exception& error) {
        synscope::cli::complain(error.what());
        return static_cast<int>(synscope::cli::ExitStatus::Failed);
    }
}
