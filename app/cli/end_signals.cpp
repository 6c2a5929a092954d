// SPDX-License-Identifier: Apache-2.0
#include "app/cli/end_signals.h"

#include <csignal>
#include <sys/signalfd.h>

namespace synscope::cli {

FileDescriptor endSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (::pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0)
        return {};
    return FileDescriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

} // namespace synscope::cli
