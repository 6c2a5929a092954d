// SPDX-License-Identifier: Apache-2.0
//
// The command line as tables: a Command lists its options, and one parser reads them all. A value that an
// option does not allow is refused here, so commands only see what they can use.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope::cli {

enum class ExitStatus : int {
    Ok = 0,
    Failed = 1,  ///< nothing usable
    Usage = 2,   ///< wrong usage
    Damaged = 3, ///< the input is damaged or cut short; everything up to there was reported
    Found = 4,   ///< check found what must not be
};

/// What an option's value must be. A flag has none; an option with counts, joined by commas, or with texts may stand
/// several times.
enum class ValueKind : std::uint8_t { Text, Choice, Count, Seconds, Counts, Flag, Texts };

struct Option {
    std::string_view name;      ///< "--format"
    std::string_view valueName; ///< as help shows it: "FORMAT"
    std::string_view help;      ///< one phrase
    ValueKind kind = ValueKind::Text;
    std::vector<std::string_view> choices = {}; ///< for Choice
    std::string_view defaultValue = {};         ///< empty: none
    bool isRequired = false;
};

/// Whether a command reads a capture, which may lie in several files.
enum class TakesFile : std::uint8_t { No, Maybe, Yes };

class Arguments;
class Output;

struct Command {
    std::string_view name;
    std::string_view summary; ///< one sentence for the list of commands
    std::string_view details; ///< more for its own help; whole lines, may be empty
    std::vector<Option> options;
    ExitStatus (*run)(const Arguments& arguments, Output& output);
    TakesFile takesFile = TakesFile::Yes;
    std::string (*moreHelp)() = nullptr; ///< text after the options, made when asked for
};

/// What stood on the command line after the command's name.
class Arguments {
public:
    [[nodiscard]] bool wantsHelp() const { return m_wantsHelp; }
    [[nodiscard]] bool wantsVersion() const { return m_wantsVersion; }
    /// Paths, or "-" for standard input; empty where none was given, which the command permits then.
    [[nodiscard]] std::span<const std::string> files() const { return m_files; }
    [[nodiscard]] bool hasFile() const { return !m_files.empty(); }
    /// What was given as messages call it; there is a file.
    [[nodiscard]] std::string fileTitle() const;
    /// The value given, or the default; empty when there is neither.
    [[nodiscard]] std::string_view text(std::string_view option) const;
    /// Of a Count.
    [[nodiscard]] std::uint64_t count(std::string_view option) const;
    /// Of Counts, in the order given.
    [[nodiscard]] std::vector<std::uint64_t> counts(std::string_view option) const;
    /// Of Texts, in the order given.
    [[nodiscard]] std::span<const std::string> texts(std::string_view option) const;
    /// It was given, or has a default.
    [[nodiscard]] bool has(std::string_view option) const { return m_values.contains(option); }
    /// Of Seconds.
    [[nodiscard]] Duration duration(std::string_view option) const;

private:
    friend class ArgumentParser;
    std::map<std::string_view, std::string> m_values;
    std::map<std::string_view, std::vector<std::string>> m_texts; ///< of Texts; m_values has the newest
    std::vector<std::string> m_files;
    bool m_wantsHelp = false;
    bool m_wantsVersion = false;
};

/// Of commands that read captures: FILE stands for its rotated set, or for the captures in a folder.
inline constexpr std::string_view kSetOption = "--set";

/// Reads `--name value`, `--name=value`, `--`, and FILEs where the command takes them, in any order. With help or
/// version asked for, nothing is missing. `command` must outlive the result.
[[nodiscard]] Result<Arguments> parseArguments(const Command& command, std::span<const std::string_view> words);

} // namespace synscope::cli
