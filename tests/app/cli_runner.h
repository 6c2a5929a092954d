// SPDX-License-Identifier: Apache-2.0
//
// Runs the built programs as processes of their own, and makes the small captures they are given.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace synscope::test {

struct CliResult {
    int status = -1; ///< exit status; 128 + signal when a signal ended it
    std::string output;
    std::string errors;
};

/// Where its standard output goes.
enum class CliOutput : std::uint8_t { Read, ClosedPipe, FullDevice };

/// Runs a program with these arguments and `input` on standard input, and waits for the end.
[[nodiscard]] CliResult runProgram(const char* program, const std::vector<std::string>& arguments,
                                   const std::string& input = {}, CliOutput output = CliOutput::Read);
/// The same for synscope-cli.
[[nodiscard]] CliResult runCli(const std::vector<std::string>& arguments, const std::string& input = {},
                               CliOutput output = CliOutput::Read);

/// One segment of a capture to make, between a client at 10.0.0.1 and a server at 10.0.0.2.
struct SegmentSpec {
    double second = 0; ///< after 1700000000
    bool fromClient = true;
    unsigned flags = 0x10; ///< as in the header
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::string payload = {};
    std::uint16_t clientPort = 40000;
};

/// The bytes of a pcap file.
[[nodiscard]] std::string pcapOf(const std::vector<SegmentSpec>& segments);
/// Opens, asks, is answered, and the client closes; the server never does. 9 packets.
[[nodiscard]] std::vector<SegmentSpec> leakedConversation(std::uint16_t clientPort = 40000);
/// That many of them, a second apart, each of a client port of its own.
[[nodiscard]] std::vector<SegmentSpec> manyConversations(std::uint16_t count);

/// Whether the text is one whole JSON value.
[[nodiscard]] bool isJson(const std::string& text);

} // namespace synscope::test
