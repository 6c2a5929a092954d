// SPDX-License-Identifier: Apache-2.0
//
// The desktop program's arguments, a table of what is right and one of what is wrong.
#include "app/synscope/command_line.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <vector>

namespace synscope {
namespace {

using Action = CommandLine::Action;

std::vector<std::string> wordsOf(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

Result<CommandLine> parse(const std::string& line) {
    const std::vector<std::string> words = wordsOf(line);
    std::vector<const char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(word.c_str());
    return parseCommandLine(arguments);
}

struct Right {
    const char* line;
    Action action;
    const char* file;
    const char* filter = "";
    std::optional<Theme> theme = std::nullopt;
    const char* exportPath = "";
    std::vector<std::uint32_t> connections = {};
    double scale = 1;
};

class RightCommandLine : public ::testing::TestWithParam<Right> {};

TEST_P(RightCommandLine, IsUnderstood) {
    const Right& expected = GetParam();
    const Result<CommandLine> parsed = parse(expected.line);
    ASSERT_TRUE(parsed) << parsed.error().message;
    const CommandLine& line = parsed.value();
    EXPECT_EQ(line.action, expected.action);
    EXPECT_EQ(line.file, expected.file);
    EXPECT_EQ(line.filter, expected.filter);
    EXPECT_EQ(line.theme, expected.theme);
    EXPECT_EQ(line.exportPath, expected.exportPath);
    EXPECT_EQ(line.connections, expected.connections);
    EXPECT_EQ(line.scale, expected.scale);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RightCommandLine,
    ::testing::Values(
        Right{"", Action::Window, ""}, Right{"a.pcap", Action::Window, "a.pcap"}, Right{"-", Action::Window, "-"},
        Right{"-- -x.pcap", Action::Window, "-x.pcap"},
        Right{"--filter close_wait a.pcap", Action::Window, "a.pcap", "close_wait"},
        Right{"a.pcap --filter=port:80", Action::Window, "a.pcap", "port:80"},
        Right{"--theme dark", Action::Window, "", "", Theme::Dark},
        Right{"--picture o.png --theme dark a.pcap", Action::Picture, "a.pcap", "", Theme::Dark},
        Right{"--export o.png a.pcap", Action::Export, "a.pcap", "", std::nullopt, "o.png"},
        Right{"a.pcap --export=o.SVG --theme light", Action::Export, "a.pcap", "", Theme::Light, "o.SVG"},
        Right{"--export o.pdf --connection 3 --scale 2.5 --theme print -",
              Action::Export,
              "-",
              "",
              Theme::Print,
              "o.pdf",
              {3},
              2.5},
        Right{"--export o.svg --connection 3,4,12 -", Action::Export, "-", "", std::nullopt, "o.svg", {3, 4, 12}},
        Right{"--help --nonsense", Action::Help, ""}, Right{"--version", Action::Version, ""}));

TEST(CommandLine, ExplainsInExportsAndPictures) {
    EXPECT_FALSE(parse("--export o.svg a.pcap").value().explains);
    EXPECT_TRUE(parse("--export o.svg --explain a.pcap").value().explains);
    EXPECT_EQ(parse("--export o.puml --filter rst a.pcap").value().filter, "rst");
    const CommandLine part = parse("--export o.svg --segments 3-7 --anonymise a.pcap").value();
    EXPECT_EQ(part.segments.first, 2U);
    EXPECT_EQ(part.segments.last, 6U);
    EXPECT_TRUE(part.anonymises);
    EXPECT_TRUE(parse("--picture o.png --explain a.pcap").value().explains);
}

TEST(CommandLine, SpeaksALanguage) {
    EXPECT_FALSE(parse("a.pcap").value().language);
    EXPECT_EQ(parse("--language zh_CN a.pcap").value().language, Language::Chinese);
    EXPECT_EQ(parse("--picture o.png --language=en a.pcap").value().language, Language::English);
    EXPECT_EQ(parse("--export o.svg --language zh-CN a.pcap").value().language, Language::Chinese);
}

TEST(CommandLine, AttachesToSocketsInAWindowAndInAPicture) {
    EXPECT_FALSE(parse("a.pcap").value().sockets);
    EXPECT_TRUE(parse("--sockets").value().sockets);
    EXPECT_EQ(parse("--sockets").value().action, Action::Window);
    EXPECT_TRUE(parse("--picture o.png --sockets").value().sockets);
    EXPECT_EQ(parse("--picture o.png --sockets").value().action, Action::Picture);
}

TEST(CommandLine, TakesSeveralFilesAndASet) {
    const CommandLine line = parse("a.pcap b.pcap --picture o.png c.pcap").value();
    EXPECT_EQ(line.file, "a.pcap");
    EXPECT_EQ(line.moreFiles, (std::vector<std::string>{"b.pcap", "c.pcap"}));
    EXPECT_FALSE(line.wholeSet);
    EXPECT_TRUE(parse("--set a.pcap").value().wholeSet);
    EXPECT_TRUE(parse("--export o.svg folder --set").value().wholeSet);
}

struct Wrong {
    const char* line;
    const char* part; ///< of the sentence that says so
};

class WrongCommandLine : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongCommandLine, IsRefusedWithASentence) {
    const Result<CommandLine> parsed = parse(GetParam().line);
    ASSERT_FALSE(parsed);
    EXPECT_NE(parsed.error().message.find(GetParam().part), std::string::npos) << parsed.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongCommandLine,
    ::testing::Values(
        Wrong{"--nonsense", "unknown option: --nonsense"}, Wrong{"a.pcap -", "standard input cannot be read together"},
        Wrong{"--set", "--set needs one FILE"}, Wrong{"--set a.pcap b.pcap", "--set needs one FILE"},
        Wrong{"--set -", "--set needs one FILE"}, Wrong{"--filter", "--filter needs a value"},
        Wrong{"--export o.png", "needs the FILE"},
        Wrong{"--export o.jpeg a.pcap", "must end in .png, .svg, .pdf, .mmd"},
        Wrong{"--export png a.pcap", "must end in"}, Wrong{"--scale 2 a.pcap", "goes with --export only"},
        Wrong{"--explain a.pcap", "goes with --export and --picture only"},
        Wrong{"--explain --picture o.png --sockets", "does not go with --sockets"},
        Wrong{"--connection 2 a.pcap", "goes with --export only"},
        Wrong{"--sockets a.pcap", "no FILE, -i, --export or --filter"}, Wrong{"--sockets -i lo", "no FILE, -i"},
        Wrong{"--sockets --export o.png", "no FILE, -i, --export"}, Wrong{"--sockets=1", "takes no value"},
        Wrong{"--picture o.svg a.pcap", "must end in .png"}, Wrong{"--picture o.png", "needs the FILE"},
        Wrong{"--picture o.png --export o.png a.pcap", "do not go together"},
        Wrong{"--export o.png --connection -1 a.pcap", "--connection"},
        Wrong{"--export o.png --connection 1x a.pcap", "--connection"},
        Wrong{"--export o.png --connection 1, a.pcap", "--connection"},
        Wrong{"--export o.png --scale 0.5 a.pcap", "--scale"}, Wrong{"--export o.png --scale nan a.pcap", "--scale"},
        Wrong{"--export o.png --scale 9 a.pcap", "--scale"}, Wrong{"--theme sepia", "not one of light, dark and print"},
        Wrong{"--language fr a.pcap", "--language: neither en nor zh_CN: fr"},
        Wrong{"--theme print a.pcap", "goes with --export only"},
        Wrong{"--export o.png --filter x --connection 1 a.pcap", "both choose"},
        Wrong{"--export o.png --segments 0-3 a.pcap", "not a range of segments"},
        Wrong{"--segments 1-3 a.pcap", "goes with --export only"},
        Wrong{"--anonymise a.pcap", "goes with --export only"}, Wrong{"-i", "-i needs a value"},
        Wrong{"-i eth0 a.pcap", "no FILE, --export or --picture"},
        Wrong{"-i eth0 --export o.png", "no FILE, --export or --picture"}, Wrong{"-f port a.pcap", "it needs -i"}));

TEST(CommandLine, TheInterfaceMinusIsStandardInput) {
    const std::array<const char*, 2> words{"-i", "-"};
    const Result<CommandLine> parsed = parseCommandLine(words);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed.value().file, "-");
    EXPECT_TRUE(parsed.value().interfaces.empty());
    const std::array<const char*, 4> both{"-i", "eth0", "-i", "-"};
    EXPECT_FALSE(parseCommandLine(both));
    const std::array<const char*, 3> more{"a.pcap", "-i", "-"};
    EXPECT_FALSE(parseCommandLine(more));
}

TEST(CommandLine, TakesInterfacesAndACaptureFilter) {
    const std::array<const char*, 6> words{"-i", "eth0", "-i", "lo", "-f", "tcp port 80"};
    const Result<CommandLine> parsed = parseCommandLine(words);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed.value().interfaces, (std::vector<std::string>{"eth0", "lo"}));
    EXPECT_EQ(parsed.value().captureFilter, "tcp port 80");
}

TEST(CommandLineHelp, NamesEveryOption) {
    const std::string help = helpText();
    for (const char* option : {"-i", "-f", "--filter", "--theme", "--export", "--connection", "--scale", "--explain",
                               "--help", "--version", "FILE"})
        EXPECT_NE(help.find(option), std::string::npos) << option;
}

} // namespace
} // namespace synscope
