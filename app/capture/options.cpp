// SPDX-License-Identifier: Apache-2.0
//
// Reading the command line with getopt_long(3), which is given no text to print.
#include "app/capture/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <getopt.h>

namespace synscope::helper {
namespace {

constexpr std::uint32_t kMostSnapLength = 262144;
constexpr std::uint32_t kLeastBufferKib = 64;
constexpr std::uint32_t kMostBufferKib = 2097151; // libpcap counts bytes in an int
constexpr std::uint32_t kMostLinkType = 65535;
constexpr std::size_t kMostInterfaces = 64;

enum LongOption : int { kHelp = 256, kVersion, kList, kFormat, kCheckFilter, kCompileFilter, kLinkType };

constexpr std::array<option, 8> kLongOptions{{
    {"help", no_argument, nullptr, kHelp},
    {"version", no_argument, nullptr, kVersion},
    {"list", no_argument, nullptr, kList},
    {"format", required_argument, nullptr, kFormat},
    {"check-filter", required_argument, nullptr, kCheckFilter},
    {"compile-filter", required_argument, nullptr, kCompileFilter},
    {"link-type", required_argument, nullptr, kLinkType},
    {nullptr, 0, nullptr, 0},
}};

LiveFault wrong(std::string message) {
    return {LiveFaultKind::BadArgument, std::move(message) + "; see 'synscope-capture --help'"};
}

std::string inQuotes(std::string_view text) {
    return "'" + std::string(text) + "'";
}

class OptionParser {
public:
    MaybeLiveFault takeAll(int argc, char** argv) {
        ::opterr = 0;
        ::optind = 1;
        while (true) {
            const int code = ::getopt_long(argc, argv, ":hi:f:s:p:B:", kLongOptions.data(), nullptr);
            if (code == -1)
                break;
            if (MaybeLiveFault fault = code == '?' || code == ':' ? refuse(code, argv) : take(code, ::optarg))
                return fault;
        }
        if (::optind < argc)
            return wrong(inQuotes(argv[::optind]) + " is not expected here");
        return contradiction();
    }

    [[nodiscard]] const Options& options() const { return m_options; }

private:
    static LiveFault refuse(int code, char** argv) {
        const bool isShort = code == '?' && ::optopt > 0 && ::optopt < kHelp;
        const std::string word = isShort ? std::string{'-', static_cast<char>(::optopt)} : argv[::optind - 1];
        return wrong(code == ':' ? word + " needs a value" : "unknown option " + inQuotes(word));
    }

    MaybeLiveFault take(int code, const char* value) {
        switch (code) {
        case 'h':
        case kHelp:
            m_options.task = Task::Help;
            return std::nullopt;
        case kVersion:
            m_options.task = Task::Version;
            return std::nullopt;
        case kList:
            return takeTask(Task::List);
        case kFormat:
            return takeFormat(value);
        case kCheckFilter:
            m_options.filter = value;
            return takeTask(Task::CheckFilter);
        case kCompileFilter:
            m_options.filter = value;
            return takeTask(Task::CompileFilter);
        case kLinkType:
            return takeLinkType(value);
        case 'i':
            return takeInterface(value);
        case 'f':
            m_options.filter = value;
            m_hasCaptureOption = true;
            return std::nullopt;
        case 's':
            return takeNumber("-s", value, 1, kMostSnapLength, m_options.live.snapLength);
        case 'B':
            return takeNumber("-B", value, kLeastBufferKib, kMostBufferKib, m_options.live.bufferKib);
        default:
            return takePromiscuous(value);
        }
    }

    MaybeLiveFault takeTask(Task task) {
        if (m_options.task == Task::Help || m_options.task == Task::Version)
            return std::nullopt;
        if (m_options.task != Task::Capture && m_options.task != task)
            return wrong("--list, --check-filter and --compile-filter do not go together");
        m_options.task = task;
        return std::nullopt;
    }

    MaybeLiveFault takeFormat(std::string_view value) {
        constexpr std::array<std::string_view, 3> kNames{"json", "ndjson", "table"};
        const auto found = std::find(kNames.begin(), kNames.end(), value);
        if (found == kNames.end())
            return wrong("--format: " + inQuotes(value) + " is not one of json, ndjson, table");
        m_options.listFormat = static_cast<ListFormat>(found - kNames.begin());
        m_hasFormat = true;
        return std::nullopt;
    }

    MaybeLiveFault takeLinkType(std::string_view value) {
        std::uint32_t number = 0;
        MaybeLiveFault fault = takeNumber("--link-type", value, 0, kMostLinkType, number);
        m_options.link = static_cast<LinkType>(number);
        return fault;
    }

    MaybeLiveFault takeInterface(const std::string& value) {
        if (value.empty())
            return wrong("-i needs the name of an interface");
        if (std::find(m_options.interfaces.begin(), m_options.interfaces.end(), value) != m_options.interfaces.end())
            return wrong("-i: " + inQuotes(value) + " is named twice");
        if (m_options.interfaces.size() == kMostInterfaces)
            return wrong("-i: " + std::to_string(kMostInterfaces) + " interfaces are the most");
        m_options.interfaces.push_back(value);
        return std::nullopt;
    }

    MaybeLiveFault takePromiscuous(std::string_view value) {
        if (value != "on" && value != "off")
            return wrong("-p: " + inQuotes(value) + " is neither on nor off");
        m_options.live.isPromiscuous = value == "on";
        m_hasCaptureOption = true;
        return std::nullopt;
    }

    MaybeLiveFault takeNumber(const std::string& name, std::string_view value, std::uint32_t least, std::uint32_t most,
                              std::uint32_t& number) {
        m_hasCaptureOption = m_hasCaptureOption || name.size() == 2;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error == std::errc{} && end == value.data() + value.size() && number >= least && number <= most)
            return std::nullopt;
        return wrong(name + ": " + inQuotes(value) + " is no whole number from " + std::to_string(least) + " to " +
                     std::to_string(most));
    }

    /// What is wrong with the options together.
    [[nodiscard]] MaybeLiveFault contradiction() const {
        const Task task = m_options.task;
        if (task == Task::Help || task == Task::Version)
            return std::nullopt;
        if (task != Task::List && m_hasFormat)
            return wrong("--format goes with --list only");
        const bool isOnFilter = task == Task::CheckFilter || task == Task::CompileFilter;
        if (!isOnFilter && m_options.link)
            return wrong("--link-type goes with --check-filter and --compile-filter only");
        if (task != Task::Capture && m_hasCaptureOption)
            return wrong("-f, -s, -p and -B are for capturing only");
        if (task == Task::List && !m_options.interfaces.empty())
            return wrong("--list lists all interfaces and takes no -i");
        if (task == Task::CompileFilter && !m_options.interfaces.empty())
            return wrong("--compile-filter takes --link-type and no -i");
        if (task == Task::CheckFilter && m_options.interfaces.size() + (m_options.link ? 1 : 0) > 1)
            return wrong("--check-filter takes one -i or one --link-type");
        return task == Task::Capture ? captureContradiction() : std::nullopt;
    }

    [[nodiscard]] MaybeLiveFault captureContradiction() const {
        const std::vector<std::string>& names = m_options.interfaces;
        if (names.empty())
            return wrong("-i INTERFACE is missing");
        if (m_options.live.isPromiscuous && std::find(names.begin(), names.end(), kAnyInterface) != names.end())
            return wrong("-p on: 'any' cannot be promiscuous");
        return std::nullopt;
    }

    Options m_options;
    bool m_hasFormat = false;
    bool m_hasCaptureOption = false;
};

constexpr std::string_view kHelpText =
    R"(Captures packets from network interfaces and writes them as pcapng to standard output.

Usage:
  synscope-capture -i INTERFACE [-i INTERFACE]... [-f FILTER] [-s BYTES] [-p on|off] [-B KIB]
  synscope-capture --list [--format json|ndjson|table]
  synscope-capture --check-filter FILTER [-i INTERFACE | --link-type N]
  synscope-capture --compile-filter FILTER [--link-type N]
  synscope-capture --help | --version

Options:
  -i INTERFACE           capture from it; any is all at once
  -f FILTER              only packets for which this holds, as tcpdump writes it: 'tcp port 443'
  -s BYTES               keep so much of each packet, 1 to 262144 (default 160: all headers, no payload)
  -p on|off              ask the card for other machines' packets, too (default off)
  -B KIB                 the kernel's buffer for each interface, 64 to 2097151 (default 16384)
  --list                 list the interfaces and whether they may be captured from
  --format FORMAT        how to list: json, ndjson, table (default json)
  --check-filter FILTER  say whether the filter is one; needs no privilege
  --compile-filter FILTER
                         print the filter's steps as libpcap compiles it, a line each; needs no privilege
  --link-type N          check or compile it for packets of this LINKTYPE_ number (default 1, Ethernet)
  --help                 print this and exit
  --version              print the version and exit

Capturing needs the capability cap_net_raw, which is dropped with all others before the first packet is
read. It ends when standard input ends, on SIGINT, SIGTERM or SIGHUP, and when nobody reads any more.
What goes wrong is one line of JSON on standard error: code, message, and where known interface and hint.

Exit status: 0 ended as asked; 1 failed, or the filter is none; 2 wrong usage.
)";

} // namespace

std::variant<Options, LiveFault> parseOptions(int argc, char** argv) {
    OptionParser parser;
    if (MaybeLiveFault fault = parser.takeAll(argc, argv))
        return *fault;
    return parser.options();
}

std::string_view helpText() {
    return kHelpText;
}

} // namespace synscope::helper
