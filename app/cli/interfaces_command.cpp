// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli interfaces`: what synscope-capture, which lies beside this program, lists. Whether an interface may
// be captured from is a question about that program's rights; this one has and needs none.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/engine/helper_path.h"
#include "core/engine/helper_trouble.h"

#include <array>
#include <cerrno>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::cli {
namespace {

ExitStatus run(const Arguments& arguments, Output&) {
    std::string path = helperPath();
    std::string list = "--list";
    std::string format = "--format=" + std::string(arguments.text("--format"));
    const std::array<char*, 4> words{path.data(), list.data(), format.data(), nullptr};
    pid_t helper = 0;
    if (const int error = ::posix_spawn(&helper, path.c_str(), nullptr, nullptr, words.data(), environ); error != 0) {
        complain(startTrouble(path, error).message);
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
