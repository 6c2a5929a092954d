// SPDX-License-Identifier: Apache-2.0
//
// Writing faults and answers: see report.h.
#include "app/capture/report.h"

#include "core/capture/file_descriptor.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <sys/xattr.h>
#include <unistd.h>

namespace synscope::helper {
namespace {

constexpr const char* kThisProgram = "/proc/self/exe";

std::string programPath() {
    std::array<char, PATH_MAX> path{};
    const ssize_t length = ::readlink(kThisProgram, path.data(), path.size());
    return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : "synscope-capture";
}

/// In single quotes for a shell, where it needs them.
std::string shellWord(const std::string& word) {
    constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-";
    if (word.find_first_not_of(kPlain) == std::string::npos)
        return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

bool fileHasCapabilities() {
    return ::getxattr(kThisProgram, "security.capability", nullptr, 0) > 0;
}

} // namespace

std::string permissionHint() {
    constexpr std::string_view kPackagesCommand = SYNSCOPE_PERMISSION_COMMAND;
    if (::geteuid() == 0)
        return "root lacks cap_net_raw here: give it to the container (docker run --cap-add NET_RAW)";
    if (fileHasCapabilities())
        return "the program has its capability, but may not use it: it lies on a file system mounted nosuid, or was "
               "started without the right to new privileges";
    if (!kPackagesCommand.empty())
        return std::string(kPackagesCommand);
    return "sudo setcap cap_net_raw=ep " + shellWord(programPath());
}

void writeFault(JsonWriter& json, const LiveFault& fault, std::string_view permissionHint) {
    json.beginObject();
    json.key("code").plain(toText(fault.kind));
    json.key("message").string(fault.message);
    if (!fault.interface.empty())
        json.key("interface").string(fault.interface);
    if (fault.kind == LiveFaultKind::NoPermission)
        json.key("hint").string(permissionHint);
    json.endObject();
}

ExitStatus report(const LiveFault& fault) {
    std::string line;
    JsonWriter json(line);
    writeFault(json, fault, permissionHint());
    line += '\n';
    (void)writeAll(STDERR_FILENO, line); // there is nowhere left to say that this failed
    return fault.kind == LiveFaultKind::BadArgument ? ExitStatus::Usage : ExitStatus::Failed;
}

ExitStatus answer(std::string_view text, ExitStatus status) {
    const int error = writeAll(STDOUT_FILENO, text);
    if (error == 0 || error == EPIPE)
        return status;
    return report(
        {LiveFaultKind::CaptureFailed, std::string("standard output cannot be written: ") + std::strerror(error)});
}

} // namespace synscope::helper
