// SPDX-License-Identifier: Apache-2.0
//
// Processes, captures and a JSON checker for the tests of the command line: see cli_runner.h.
#include "tests/app/cli_runner.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

/// A file without a name, for one stream of a process; nothing can block on it.
class ScratchFile {
public:
    explicit ScratchFile(const std::string& content = {}) : m_file(std::tmpfile()) {
        std::fwrite(content.data(), 1, content.size(), m_file);
        std::rewind(m_file);
    }
    ~ScratchFile() { std::fclose(m_file); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    [[nodiscard]] int descriptor() const { return ::fileno(m_file); }
    [[nodiscard]] std::string content() const {
        std::string text;
        std::array<char, 65536> piece;
        std::rewind(m_file);
        while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), m_file))
            text.append(piece.data(), size);
        return text;
    }

private:
    std::FILE* m_file;
};

/// A pipe whose reader is gone.
int closedPipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        return -1;
    ::close(ends[0]);
    return ends[1];
}

/// In the new process.
[[noreturn]] void become(const char* program, const std::vector<std::string>& arguments, int input, int output,
                         int errors) {
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    std::vector<char*> words{const_cast<char*>(program)};
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(program, words.data());
    ::_exit(127);
}

void append(std::string& out, std::uint64_t value, int bytes, bool bigEndian) {
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>(value >> 8 * (bigEndian ? bytes - 1 - i : i) & 0xff));
}

/// Raw IPv4 (link type 101).
std::string packetOf(const SegmentSpec& spec) {
    constexpr std::uint32_t kClient = 0x0a000001;
    constexpr std::uint32_t kServer = 0x0a000002;
    constexpr std::uint64_t kServerPort = 80;
    std::string out("\x45\0", 2);
    append(out, 40 + spec.payload.size(), 2, true);
    append(out, 0x0001'4000, 4, true);
    append(out, 0x4006'0000, 4, true); // TTL 64, TCP, checksum not computed
    append(out, spec.fromClient ? kClient : kServer, 4, true);
    append(out, spec.fromClient ? kServer : kClient, 4, true);
    append(out, spec.fromClient ? spec.clientPort : kServerPort, 2, true);
    append(out, spec.fromClient ? kServerPort : spec.clientPort, 2, true);
    append(out, spec.seq, 4, true);
    append(out, spec.ack, 4, true);
    append(out, 0x5000U | spec.flags, 2, true);
    append(out, 0xffff'0000'0000, 6, true);
    return out + spec.payload;
}

/// Reads one JSON value after another off the front of a text. Names and strings are not compared.
class JsonChecker {
public:
    explicit JsonChecker(std::string_view text) : m_text(text) {}

    bool value() {
        skipSpace();
        if (m_text.empty())
            return false;
        if (m_text.front() == '{')
            return list('{', '}', true);
        if (m_text.front() == '[')
            return list('[', ']', false);
        if (m_text.front() == '"')
            return string();
        return take("true") || take("false") || take("null") || number();
    }
    bool atEnd() {
        skipSpace();
        return m_text.empty();
    }

private:
    void skipSpace() { m_text.remove_prefix(std::min(m_text.find_first_not_of(" \n"), m_text.size())); }
    bool take(std::string_view word) {
        skipSpace();
        if (m_text.substr(0, word.size()) != word)
            return false;
        m_text.remove_prefix(word.size());
        return true;
    }
    bool list(char open, char close, bool named) {
        take({&open, 1});
        if (take({&close, 1}))
            return true;
        do {
            skipSpace();
            if ((named && !(string() && take(":"))) || !value())
                return false;
        } while (take(","));
        return take({&close, 1});
    }
    bool string() {
        if (!take("\""))
            return false;
        while (!m_text.empty() && m_text.front() != '"') {
            if (static_cast<unsigned char>(m_text.front()) < 0x20)
                return false;
            m_text.remove_prefix(m_text.front() == '\\' ? std::min<std::size_t>(2, m_text.size()) : 1);
        }
        return take("\"");
    }
    bool number() {
        const std::size_t end = std::min(m_text.find_first_not_of("-0123456789."), m_text.size());
        m_text.remove_prefix(end);
        return end > 0;
    }

    std::string_view m_text;
};

} // namespace

CliResult runProgram(const char* program, const std::vector<std::string>& arguments, const std::string& input,
                     CliOutput output) {
    const ScratchFile in(input);
    const ScratchFile out;
    const ScratchFile errors;
    int outDescriptor = out.descriptor();
    if (output != CliOutput::Read)
        outDescriptor = output == CliOutput::ClosedPipe ? closedPipe() : ::open("/dev/full", O_WRONLY);
    const pid_t child = ::fork();
    if (child == 0)
        become(program, arguments, in.descriptor(), outDescriptor, errors.descriptor());
    int state = 0;
    ::waitpid(child, &state, 0);
    if (output != CliOutput::Read)
        ::close(outDescriptor);
    const int status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    return {status, out.content(), errors.content()};
}

CliResult runCli(const std::vector<std::string>& arguments, const std::string& input, CliOutput output) {
    return runProgram(SYNSCOPE_CLI, arguments, input, output);
}

std::string pcapOf(const std::vector<SegmentSpec>& segments) {
    constexpr std::uint64_t kBegin = 1'700'000'000;
    constexpr std::uint64_t kRawLink = 101;
    std::string file;
    append(file, 0xa1b2c3d4, 4, false);
    append(file, 0x0004'0002, 4, false);
    append(file, 0, 8, false);
    append(file, 262144, 4, false);
    append(file, kRawLink, 4, false);
    for (const SegmentSpec& spec : segments) {
        const auto micros = static_cast<std::uint64_t>(spec.second * 1e6 + 0.5);
        const std::string packet = packetOf(spec);
        append(file, kBegin + micros / 1'000'000, 4, false);
        append(file, micros % 1'000'000, 4, false);
        append(file, packet.size(), 4, false);
        append(file, packet.size(), 4, false);
        file += packet;
    }
    return file;
}

std::vector<SegmentSpec> leakedConversation(std::uint16_t clientPort) {
    constexpr unsigned kSyn = 0x02;
    constexpr unsigned kSynAck = 0x12;
    constexpr unsigned kAck = 0x10;
    constexpr unsigned kFinAck = 0x11;
    std::vector<SegmentSpec> segments{
        {0.000, true, kSyn, 1000, 0},     {0.010, false, kSynAck, 5000, 1001},
        {0.020, true, kAck, 1001, 5001},  {0.030, true, kAck, 1001, 5001, "GET / HTTP/1.1\r\n\r\n"},
        {0.040, false, kAck, 5001, 1019}, {0.050, false, kAck, 5001, 1019, "HTTP/1.1 200 OK\r\n\r\n"},
        {0.060, true, kAck, 1019, 5020},  {0.070, true, kFinAck, 1019, 5020},
        {0.080, false, kAck, 5020, 1020},
    };
    for (SegmentSpec& segment : segments)
        segment.clientPort = clientPort;
    return segments;
}

std::vector<SegmentSpec> manyConversations(std::uint16_t count) {
    std::vector<SegmentSpec> all;
    for (std::uint16_t i = 0; i < count; ++i)
        for (SegmentSpec segment : leakedConversation(static_cast<std::uint16_t>(20000 + i))) {
            segment.second += i;
            all.push_back(segment);
        }
    return all;
}

bool isJson(const std::string& text) {
    JsonChecker checker(text);
    return checker.value() && checker.atEnd();
}

} // namespace synscope::test
