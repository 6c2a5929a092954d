// SPDX-License-Identifier: Apache-2.0
//
// The parser of command lines: see arguments.h.
#include "app/cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace synscope::cli {
namespace {

constexpr double kMostSeconds = 1e9;

template <typename Number>
std::optional<Number> wholeNumber(std::string_view text) {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool areSeconds(std::string_view text) {
    const std::optional<double> value = wholeNumber<double>(text);
    return value && *value >= 0 && *value <= kMostSeconds;
}

/// The numbers between commas; empty where one of them is none.
std::vector<std::uint64_t> wholeNumbers(std::string_view text) {
    std::vector<std::uint64_t> numbers;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::optional<std::uint64_t> number = wholeNumber<std::uint64_t>(text.substr(begin, end - begin));
        if (!number)
            return {};
        numbers.push_back(*number);
        begin = end + 1;
    }
    return numbers;
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words)
        text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

std::string quoted(std::string_view text) {
    return "'" + std::string(text) + "'";
}

Error usageError(std::string message) {
    Error error;
    error.message = std::move(message);
    return error;
}

/// "svg, mermaid, plantuml, text", or "SECONDS".
std::string valuesOf(const Option& option) {
    return option.choices.empty() ? std::string(option.valueName) : joined(option.choices);
}

/// What is wrong with an option's value, if anything.
std::optional<Error> valueError(const Option& option, std::string_view value) {
    const std::string subject = std::string(option.name) + ": " + quoted(value);
    switch (option.kind) {
    case ValueKind::Text:
    case ValueKind::Texts:
        return std::nullopt;
    case ValueKind::Choice:
        if (std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end())
            return std::nullopt;
        return usageError(subject + " is not one of " + joined(option.choices));
    case ValueKind::Count:
        if (wholeNumber<std::uint64_t>(value))
            return std::nullopt;
        return usageError(subject + " is no whole number from 0");
    case ValueKind::Counts:
        if (!wholeNumbers(value).empty())
            return std::nullopt;
        return usageError(subject + " are no whole numbers from 0, joined by commas");
    case ValueKind::Seconds:
        if (areSeconds(value))
            return std::nullopt;
        return usageError(subject + " is no number of seconds");
    case ValueKind::Flag:
        return usageError(std::string(option.name) + " takes no value");
    }
    return std::nullopt;
}

} // namespace

class ArgumentParser {
public:
    ArgumentParser(const Command& command, std::span<const std::string_view> words)
        : m_command(command), m_words(words) {}

    Result<Arguments> parse() {
        for (const Option& option : m_command.options)
            if (!option.defaultValue.empty())
                m_arguments.m_values[option.name] = option.defaultValue;
        bool onlyFiles = false;
        while (m_next < m_words.size()) {
            const std::string_view word = m_words[m_next++];
            const bool isOption = !onlyFiles && word.size() > 1 && word.front() == '-';
            if (isOption && word == "--") {
                onlyFiles = true;
                continue;
            }
            if (std::optional<Error> error = isOption ? takeOption(word) : takeFile(word))
                return *error;
        }
        if (std::optional<Error> error = missing())
            return *error;
        return std::move(m_arguments);
    }

private:
    std::optional<Error> takeFile(std::string_view word) {
        if (m_command.takesFile == TakesFile::No)
            return usageError("it takes no FILE; " + quoted(word) + " is one too many");
        if (word.empty())
            return usageError("FILE is empty: give a capture, or - for standard input");
        m_arguments.m_files.emplace_back(word);
        return std::nullopt;
    }

    std::optional<Error> takeStandardInput() {
        if (m_command.takesFile == TakesFile::No)
            return usageError("-i: it captures from interfaces, and reads no standard input");
        return takeFile("-");
    }

    std::optional<Error> takeOption(std::string_view word) {
        if (word == "--help" || word == "-h") {
            m_arguments.m_wantsHelp = true;
            return std::nullopt;
        }
        if (word == "--version") {
            m_arguments.m_wantsVersion = true;
            return std::nullopt;
        }
        const std::size_t equals = word.find('=');
        const std::string_view name = word.substr(0, equals);
        const auto option = std::find_if(m_command.options.begin(), m_command.options.end(),
                                         [&](const Option& o) { return o.name == name; });
        if (option == m_command.options.end())
            return unknownOption(name);
        if (option->kind == ValueKind::Flag && equals == std::string_view::npos) {
            m_arguments.m_values[option->name] = "";
            return std::nullopt;
        }
        std::optional<std::string_view> value;
        if (equals != std::string_view::npos)
            value = word.substr(equals + 1);
        else if (m_next < m_words.size())
            value = m_words[m_next++];
        if (!value)
            return usageError(std::string(name) + " needs a value: " + valuesOf(*option));
        if (name == "-i" && *value == "-") // as capturing programs say it: what another one captures
            return takeStandardInput();
        if (std::optional<Error> error = valueError(*option, *value))
            return error;
        if (option->kind == ValueKind::Texts)
            m_arguments.m_texts[option->name].emplace_back(*value);
        std::string& kept = m_arguments.m_values[option->name];
        kept = option->kind == ValueKind::Counts && !kept.empty() ? kept.append(",").append(*value) : *value;
        return std::nullopt;
    }

    [[nodiscard]] Error unknownOption(std::string_view name) const {
        std::vector<std::string_view> names;
        for (const Option& option : m_command.options)
            names.push_back(option.name);
        names.emplace_back("--help");
        return usageError("unknown option " + quoted(name) + "; " + std::string(m_command.name) + " has " +
                          joined(names));
    }

    [[nodiscard]] std::optional<Error> missing() const {
        if (m_arguments.m_wantsHelp || m_arguments.m_wantsVersion)
            return std::nullopt;
        const std::vector<std::string>& files = m_arguments.m_files;
        if (m_command.takesFile == TakesFile::Yes && files.empty())
            return usageError("FILE is missing: a capture, or - for standard input");
        if (files.size() > 1 && std::find(files.begin(), files.end(), "-") != files.end())
            return usageError("standard input cannot be read together with files");
        if (m_arguments.has(kSetOption) && (files.size() != 1 || files.front() == "-"))
            return usageError("--set needs one FILE: any of the set, or a folder");
        for (const Option& option : m_command.options)
            if (option.isRequired && !m_arguments.m_values.contains(option.name))
                return usageError(std::string(option.name) + " is missing: " + valuesOf(option));
        return std::nullopt;
    }

    const Command& m_command;
    std::span<const std::string_view> m_words;
    std::size_t m_next = 0;
    Arguments m_arguments;
};

std::string Arguments::fileTitle() const {
    if (m_files.front() == "-")
        return "standard input";
    if (has(kSetOption))
        return "the set of " + m_files.front();
    return m_files.size() == 1 ? m_files.front()
                               : m_files.front() + " and " + std::to_string(m_files.size() - 1) + " more";
}

std::string_view Arguments::text(std::string_view option) const {
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::string_view() : found->second;
}

std::span<const std::string> Arguments::texts(std::string_view option) const {
    const auto found = m_texts.find(option);
    return found == m_texts.end() ? std::span<const std::string>() : found->second;
}

std::uint64_t Arguments::count(std::string_view option) const {
    return wholeNumber<std::uint64_t>(text(option)).value_or(0);
}

std::vector<std::uint64_t> Arguments::counts(std::string_view option) const {
    return wholeNumbers(text(option));
}

Duration Arguments::duration(std::string_view option) const {
    constexpr double kNsPerSecond = 1e9;
    const double seconds = wholeNumber<double>(text(option)).value_or(0);
    return Duration(std::llround(seconds * kNsPerSecond));
}

Result<Arguments> parseArguments(const Command& command, std::span<const std::string_view> words) {
    return ArgumentParser(command, words).parse();
}

} // namespace synscope::cli
