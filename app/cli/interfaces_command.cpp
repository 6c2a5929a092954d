// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli interfaces`: what synscope-capture, which lies beside this program, lists. Whether an interface may
// be captured from is a question about that program's rights; this one has and needs none.
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <grp.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace synscope::cli {
namespace {

std::string helperPath() {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    return (self.parent_path() / "synscope-capture").string();
}

/// Why the helper could not be started.
std::string startFault(const std::string& path, int error) {
    struct stat status {};
    const bool isForItsGroup = error == EACCES && ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXGRP) != 0;
    const group* const owners = isForItsGroup ? ::getgrgid(status.st_gid) : nullptr;
    if (owners != nullptr)
        return path + " may be run by members of the group " + owners->gr_name + " only";
    return path + ": " + std::generic_category().message(error);
}

ExitStatus run(const Arguments& arguments, Output&) {
    std::string path = helperPath();
    std::string list = "--list";
    std::string format = "--format=" + std::string(arguments.text("--format"));
    const std::array<char*, 4> words{path.data(), list.data(), format.data(), nullptr};
    pid_t helper = 0;
    if (const int error = ::posix_spawn(&helper, path.c_str(), nullptr, nullptr, words.data(), environ); error != 0) {
        complain(startFault(path, error));
        return ExitStatus::Failed;
    }
    int state = 0;
    while (::waitpid(helper, &state, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(state) && WEXITSTATUS(state) == 0 ? ExitStatus::Ok : ExitStatus::Failed;
}

} // namespace

Command interfacesCommand() {
    return {
        .name = "interfaces",
        .summary = "List the network interfaces of this machine and whether they may be captured from",
        .details = "",
        .options = {{.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"table", "ndjson"},
                     .defaultValue = "table"}},
        .run = run,
        .takesFile = TakesFile::No,
    };
}

} // namespace synscope::cli
