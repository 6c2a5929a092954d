// SPDX-License-Identifier: Apache-2.0
//
// The texts of --help: see help.h.
#include "app/cli/help.h"

#include "core/store/filter.h"

namespace synscope::cli {
namespace {

/// "--format table|ndjson|csv" for a choice, "--filter EXPR" otherwise.
std::string usageOf(const Option& option) {
    std::string text(option.name);
    if (option.kind == ValueKind::Flag)
        return text;
    text += ' ';
    if (option.choices.empty())
        return text.append(option.valueName);
    for (std::size_t i = 0; i < option.choices.size(); ++i)
        text.append(i == 0 ? "" : "|").append(option.choices[i]);
    return text;
}

std::string_view usageOf(TakesFile takesFile) {
    switch (takesFile) {
    case TakesFile::No:
        return "";
    case TakesFile::Maybe:
        return " [FILE...]";
    case TakesFile::Yes:
        break;
    }
    return " FILE...";
}

/// Of a command, in lines of at most 110 columns.
std::string usageOf(const Command& command) {
    constexpr std::size_t kColumns = 108; // two more stand before it
    std::string text = "synscope-cli " + std::string(command.name) + std::string(usageOf(command.takesFile));
    std::size_t lineBegin = 0;
    for (const Option& option : command.options) {
        std::string usage = usageOf(option);
        if (!option.isRequired)
            usage = "[" + usage + "]";
        if (option.kind == ValueKind::Texts)
            usage += "...";
        if (text.size() - lineBegin + 1 + usage.size() > kColumns) {
            lineBegin = text.size() + 1;
            text += "\n              ";
        }
        text.append(" ").append(usage);
    }
    return text;
}

void appendOption(std::string& out, const Option& option) {
    std::string name(option.name);
    if (option.kind != ValueKind::Flag)
        name.append(" ").append(option.valueName);
    std::string text(option.help);
    for (std::size_t i = 0; i < option.choices.size(); ++i)
        text.append(i == 0 ? ": " : ", ").append(option.choices[i]);
    if (!option.defaultValue.empty())
        text.append(" (default ").append(option.defaultValue).append(")");
    appendHelpLine(out, name, text);
}

} // namespace

void appendHelpLine(std::string& out, std::string_view name, std::string_view text) {
    constexpr std::size_t kNameWidth = 22;
    out.append("  ").append(name);
    if (name.size() < kNameWidth)
        out.append(kNameWidth - name.size(), ' ');
    else
        out.append("\n").append(kNameWidth + 2, ' ');
    out.append(text).append("\n");
}

std::string filterHelp() {
    std::string text = "Filters are terms joined by and (&&, or just a space), or (||), not (!) and parentheses:\n"
                       "  field op value        with == != > >= < <=, contains (~) or matches (a regular expression)\n"
                       "  field in {a, b..c}    one of several values, or of a range\n"
                       "  close_wait            a state, as in RFC 9293 or as ss prints it\n"
                       "  close_wait > 30s      a state that has lasted so long; server.close_wait for one side\n"
                       "  ever(CLOSING)         a state that an end is or was in\n"
                       "  retransmissions       a count alone: more than 0\n"
                       "  10.0.0.0/8  443       an address, network or port of either side\n"
                       "\nFields of filters:\n";
    for (const FilterField& field : filterFields())
        appendHelpLine(text, field.name, field.description);
    return text;
}

std::string programHelp(std::span<const Command> commands) {
    std::string text = "Shows the TCP connections of a packet capture and the state of both their ends, and the\n"
                       "connections of this machine that are owed a close.\n\nUsage:\n";
    for (const Command& command : commands)
        text.append("  ").append(usageOf(command)).append("\n");
    text += "  synscope-cli [COMMAND] --help\n  synscope-cli --version\n\nCommands:\n";
    for (const Command& command : commands)
        appendHelpLine(text, command.name, command.summary);
    text += "\n"
            "FILE is a capture in pcap or pcapng, plain or compressed with gzip, zstd or lz4, whatever its\n"
            "name; - is standard input and may be a pipe that is still being written. Several are read as one,\n"
            "merged by time; with --set, the rotated set that FILE belongs to, or the captures in a folder.\n"
            "\n"
            "Exit status: 0 all was read; 1 nothing usable; 2 wrong usage; 3 the input is damaged or cut\n"
            "short, and everything up to there was reported; 4 check found something.\n";
    return text;
}

std::string commandHelp(const Command& command) {
    std::string text(command.summary);
    text.append(".\n\nUsage:\n  ").append(usageOf(command)).append("\n");
    if (!command.details.empty())
        text.append("\n").append(command.details);
    text += "\nOptions:\n";
    for (const Option& option : command.options)
        appendOption(text, option);
    appendHelpLine(text, "--help", "print this and exit");
    appendHelpLine(text, "--version", "print the version and exit");
    if (command.moreHelp != nullptr)
        text.append("\n").append(command.moreHelp());
    return text;
}

} // namespace synscope::cli
