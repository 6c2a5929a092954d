// SPDX-License-Identifier: Apache-2.0
#include "app/synscope/command_line.h"

#include "core/diagram/ladder_show.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace synscope {
namespace {

constexpr double kSmallestScale = 1;
constexpr double kLargestScale = 4;

Error wrong(std::string sentence) {
    return Error{std::move(sentence), std::nullopt, std::nullopt};
}

/// What a value does to the command line; the text of what is wrong with it, or empty.
using Apply = std::string (*)(CommandLine& line, std::string_view value);

struct Option {
    std::string_view name;
    bool takesValue;
    bool exportOnly;
    Apply apply;
};

bool endsInDiagramFormat(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos)
        return false;
    std::string ending(path.substr(dot + 1));
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    constexpr std::array<std::string_view, 6> kEndings{"png", "svg", "pdf", "mmd", "puml", "txt"};
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

std::string setExport(CommandLine& line, std::string_view value) {
    if (!endsInDiagramFormat(value))
        return "--export: the name must end in .png, .svg, .pdf, .mmd, .puml or .txt: " + std::string(value);
    line.action = CommandLine::Action::Export;
    line.exportPath = value;
    return {};
}

std::string setPicture(CommandLine& line, std::string_view value) {
    if (!value.ends_with(".png"))
        return "--picture: the name must end in .png: " + std::string(value);
    line.action = CommandLine::Action::Picture;
    line.picturePath = value;
    return {};
}

std::string setConnection(CommandLine& line, std::string_view value) {
    line.connections.clear();
    for (const char* at = value.data();; ++at) { // behind a comma
        std::uint32_t number = 0;
        const auto [end, failed] = std::from_chars(at, value.data() + value.size(), number);
        const bool isLast = end == value.data() + value.size();
        if (failed != std::errc() || (!isLast && *end != ','))
            return "--connection: not a number of a connection (they count from 0): " + std::string(value);
        line.connections.push_back(number);
        if (isLast)
            return {};
        at = end;
    }
}

std::string setScale(CommandLine& line, std::string_view value) {
    double scale = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), scale);
    const bool isNumber = failed == std::errc() && end == value.data() + value.size();
    if (!isNumber || !(scale >= kSmallestScale && scale <= kLargestScale))
        return "--scale: not a number from 1 to 4: " + std::string(value);
    line.scale = scale;
    return {};
}

std::string setSegments(CommandLine& line, std::string_view value) {
    const Result<SegmentRange> range = parseSegmentRange(value);
    if (!range)
        return "--segments: " + range.error().message;
    line.segments = range.value();
    return {};
}

std::string setAnonymise(CommandLine& line, std::string_view) {
    line.anonymises = true;
    return {};
}

std::string setTheme(CommandLine& line, std::string_view value) {
    line.theme = themeFromText(value);
    return line.theme ? std::string() : "--theme: not one of light, dark and print: " + std::string(value);
}

std::string setLanguage(CommandLine& line, std::string_view value) {
    line.language = languageFromText(value);
    return line.language ? std::string() : "--language: neither en nor zh_CN: " + std::string(value);
}

std::string setTime(CommandLine& line, std::string_view value) {
    const std::optional<LadderTime> time = ladderTimeFromText(value);
    if (!time)
        return "--time: neither rows nor true: " + std::string(value);
    line.shown.time = *time;
    return {};
}

std::string setShow(CommandLine& line, std::string_view value) {
    const std::string wrong = applyLadderWords(line.shown, value);
    return wrong.empty() ? wrong : "--show: '" + wrong + "' is none of " + ladderWordList();
}

std::string setFilter(CommandLine& line, std::string_view value) {
    line.filter = value;
    return {};
}

std::string addInterface(CommandLine& line, std::string_view value) {
    if (value.empty())
        return "-i: the name of the interface is empty";
    if (value != "-")
        line.interfaces.emplace_back(value);
    else if (line.file.empty())
        line.file = value; // as capturing programs say it: what another one captures
    else
        line.moreFiles.emplace_back(value);
    return {};
}

std::string setCaptureFilter(CommandLine& line, std::string_view value) {
    line.captureFilter = value;
    return {};
}

std::string setSockets(CommandLine& line, std::string_view) {
    line.sockets = true;
    return {};
}

std::string setWholeSet(CommandLine& line, std::string_view) {
    line.wholeSet = true;
    return {};
}

std::string setExplain(CommandLine& line, std::string_view) {
    line.explains = true;
    return {};
}

constexpr std::array<Option, 18> kOptions{{{"--export", true, false, setExport},
                                           {"--set", false, false, setWholeSet},
                                           {"--picture", true, false, setPicture},
                                           {"--connection", true, true, setConnection},
                                           {"--scale", true, true, setScale},
                                           {"--segments", true, true, setSegments},
                                           {"--anonymise", false, true, setAnonymise},
                                           {"--theme", true, false, setTheme},
                                           {"--language", true, false, setLanguage},
                                           {"--time", true, true, setTime},
                                           {"--show", true, true, setShow},
                                           {"--explain", false, false, setExplain},
                                           {"--filter", true, false, setFilter},
                                           {"--sockets", false, false, setSockets},
                                           {"-i", true, false, addInterface},
                                           {"--interface", true, false, addInterface},
                                           {"-f", true, false, setCaptureFilter},
                                           {"--capture-filter", true, false, setCaptureFilter}}};

const Option* optionNamed(std::string_view name) {
    const auto* found = std::find_if(kOptions.begin(), kOptions.end(), [&](const Option& o) { return o.name == name; });
    return found == kOptions.end() ? nullptr : found;
}

/// Walks over the arguments, filling the line.
class Parser {
public:
    explicit Parser(std::span<const char* const> arguments) : m_arguments(arguments) {}

    Result<CommandLine> run() {
        // Help is given whatever else stands there.
        for (const char* argument : m_arguments) {
            if (std::string_view(argument) == "--help" || std::string_view(argument) == "--version") {
                m_line.action =
                    std::string_view(argument) == "--help" ? CommandLine::Action::Help : CommandLine::Action::Version;
                return m_line;
            }
        }
        while (m_next < m_arguments.size()) {
            if (std::string trouble = take(m_arguments[m_next++]); !trouble.empty())
                return wrong(std::move(trouble));
        }
        if (std::string trouble = contradiction(); !trouble.empty())
            return wrong(std::move(trouble));
        return m_line;
    }

private:
    std::string take(std::string_view argument) {
        if (m_onlyFiles || argument == "-" || argument.empty() || argument.front() != '-')
            return takeFile(argument);
        if (argument == "--") {
            m_onlyFiles = true;
            return {};
        }
        const std::size_t equals = argument.find('=');
        const std::string_view name = argument.substr(0, equals);
        const Option* option = optionNamed(name);
        if (option == nullptr)
            return "unknown option: " + std::string(name) + " (see --help)";
        if (option->exportOnly)
            m_exportOnly = option->name;
        if (!option->takesValue && equals != std::string_view::npos)
            return std::string(name) + " takes no value";
        if (!option->takesValue)
            return option->apply(m_line, {});
        if (equals != std::string_view::npos)
            return option->apply(m_line, argument.substr(equals + 1));
        if (m_next == m_arguments.size())
            return std::string(name) + " needs a value";
        return option->apply(m_line, m_arguments[m_next++]);
    }

    std::string takeFile(std::string_view argument) {
        if (argument.empty())
            return "the name of the file is empty";
        if (m_line.file.empty())
            m_line.file = argument;
        else
            m_line.moreFiles.emplace_back(argument);
        return {};
    }

    [[nodiscard]] std::string contradictionOfFiles() const {
        const std::vector<std::string>& more = m_line.moreFiles;
        const bool hasInput = m_line.file == "-" || std::find(more.begin(), more.end(), "-") != more.end();
        if (m_line.wholeSet && (m_line.file.empty() || hasInput || !more.empty()))
            return "--set needs one FILE: any of the set, or a folder";
        return hasInput && !more.empty() ? "standard input cannot be read together with files" : "";
    }

    [[nodiscard]] std::string contradiction() const {
        const bool exports = m_line.action == CommandLine::Action::Export;
        const bool draws = m_line.action == CommandLine::Action::Picture;
        const bool captures = !m_line.interfaces.empty();
        if (captures && (exports || draws || !m_line.file.empty()))
            return "-i captures live: no FILE, --export or --picture goes with it";
        if (!captures && !m_line.captureFilter.empty())
            return "-f filters a live capture: it needs -i INTERFACE";
        if (!m_line.exportPath.empty() && !m_line.picturePath.empty())
            return "--export and --picture do not go together";
        if (m_line.sockets && (exports || captures || !m_line.file.empty() || !m_line.filter.empty()))
            return "--sockets shows this machine's sockets: no FILE, -i, --export or --filter goes with it";
        if (std::string trouble = contradictionOfFiles(); !trouble.empty())
            return trouble;
        if (draws && m_line.file.empty() && !m_line.sockets)
            return "--picture needs the FILE to read, or --sockets";
        if (draws && !m_line.filter.empty())
            return "--filter does not go with --picture";
        if (m_line.explains && !exports && !draws)
            return "--explain goes with --export and --picture only: the window has a switch for it";
        if (m_line.explains && m_line.sockets)
            return "--explain explains a connection of a FILE: it does not go with --sockets";
        if (!exports && !m_exportOnly.empty())
            return std::string(m_exportOnly) + " goes with --export only";
        if (!exports && m_line.theme == Theme::Print)
            return "--theme print goes with --export only: the window is light or dark";
        if (exports && m_line.file.empty())
            return "--export needs the FILE to read";
        if (exports && !m_line.filter.empty() && !m_line.connections.empty())
            return "--filter and --connection both choose: give one of them";
        return {};
    }

    std::span<const char* const> m_arguments;
    std::size_t m_next = 0;
    bool m_onlyFiles = false;
    std::string_view m_exportOnly;
    CommandLine m_line;
};

} // namespace

Result<CommandLine> parseCommandLine(std::span<const char* const> arguments) {
    return Parser(arguments).run();
}

std::string helpText() {
    return R"(Usage: synscope [[--set] FILE... | -] [--filter EXPR] [--theme light|dark] [--language en|zh_CN]
       synscope -i INTERFACE [-i INTERFACE]... [-f CAPTURE-FILTER] [--filter EXPR] [--theme light|dark]
       synscope --sockets [--theme light|dark]
       synscope --picture OUT.png [--theme light|dark] [--language en|zh_CN] {[--explain] [--set] FILE... | --sockets}
       synscope --export OUT.{png,svg,pdf,mmd,puml,txt} [--connection N,... | --filter EXPR] [--segments A-B]
                [--scale X] [--theme light|dark|print] [--time rows|true] [--show WORDS] [--language en|zh_CN]
                [--explain] [--anonymise] [--set] FILE...

Shows the TCP connections of a packet capture: both endpoints' states, and who owes what.

  FILE               pcap or pcapng, plain or compressed with gzip, zstd or lz4; - is standard input. Several are read
                     as one, merged by time
  --set              read the whole rotated set that FILE belongs to, or all captures in the folder FILE
  -i INTERFACE       capture live from it, beginning at once; any is all interfaces together, - is standard input
  -f CAPTURE-FILTER  capture only packets for which this holds, as tcpdump writes it: 'tcp port 80'
  --sockets          attach to this machine's sockets: which program owes which peers a close(), now;
                     needs no capture and no privilege
  --filter EXPR      show only connections where the expression holds: 'close_wait > 30s'; the language is in
                     synscope(1), and behind F1 in the filter bar
  --theme NAME       light or dark; exports also print, which is their default
  --language CODE    en or zh_CN; without it the window speaks as chosen under View > Language, at first as the
                     desktop, and pictures and exports are in English
  --export OUT       write the diagram of one connection and exit; needs no display. With --filter those of all that
                     match (500 at most): a PDF holds them all, of the other formats each gets a file, OUT-N.svg
  --picture OUT      write a picture of the whole window, 1600x1000, and exit; needs no display
  --connection N,... which one, counted from 0; without it the first CLOSE_WAIT leak, else connection 0. Several
                     (3,4) stand side by side in one picture
  --segments A-B     draw only these segments of it, counted from 1; A- and -B go to the end and from the beginning
  --scale X          size of a PNG, 1 to 4
  --anonymise        draw stand-ins for the addresses, and nothing of the payloads
  --time rows|true   one row a segment, which is the default, or vertical distance as time, silence compressed
  --show WORDS       joined by commas: window, sack, options (of each segment), idle (silence in full length),
                     level (arrows), all (segments of long runs), no-legend
  --explain          tell in words what happens, step by step, beside the diagram
  --help             print this
  --version          print the version

Exit status: 0 all read; 1 failed; 2 wrong usage; 3 the input was damaged or cut short.
)";
}

} // namespace synscope
