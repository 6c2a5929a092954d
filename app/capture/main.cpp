// SPDX-License-Identifier: Apache-2.0
//
// synscope-capture: the only program that ever holds the right to capture. It opens what it was asked to open, drops
// every privilege and all that it will not need of the kernel, proves it, and only then reads its first packet.
#include "app/capture/capture_stream.h"
#include "app/capture/confinement.h"
#include "app/capture/list_interfaces.h"
#include "app/capture/options.h"
#include "app/capture/privileges.h"
#include "app/capture/report.h"
#include "core/capture/capture_filter.h"
#include "core/capture/live_interfaces.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

namespace synscope::helper {
namespace {

constexpr std::string_view kVersion = "synscope-capture " SYNSCOPE_VERSION;

/// So that nothing opened later takes the place of a standard stream that was closed.
bool haveStandardStreams() {
    int descriptor = 0;
    while (descriptor >= 0 && descriptor <= STDERR_FILENO)
        descriptor = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    return descriptor >= 0 && ::close(descriptor) == 0;
}

/// A descriptor that is readable once the program is asked to end; negative when the system gives none.
int watchSignals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::sigaddset(&signals, signal);
    if (::sigprocmask(SIG_BLOCK, &signals, nullptr) != 0)
        return -1;
    return ::signalfd(-1, &signals, SFD_CLOEXEC);
}

MaybeLiveFault withoutPrivileges() {
    if (const std::optional<std::string> left = dropPrivileges())
        return LiveFault{LiveFaultKind::CannotDropPrivileges, *left};
    return std::nullopt;
}

ExitStatus list(const Options& options) {
    const std::string hint = permissionHint();
    const auto listed = listInterfaces();
    if (const MaybeLiveFault fault = withoutPrivileges())
        return report(*fault);
    if (const LiveFault* const fault = std::get_if<LiveFault>(&listed))
        return report(*fault);
    return answer(interfaceList(std::get<std::vector<InterfaceFacts>>(listed), options.listFormat, hint));
}

ExitStatus checkFilter(const Options& options) {
    if (const MaybeLiveFault fault = withoutPrivileges())
        return report(*fault);
    std::optional<LinkType> link = options.link.value_or(LinkType::Ethernet);
    if (!options.interfaces.empty())
        link = expectedLinkType(options.interfaces.front());
    if (!link)
        return report({LiveFaultKind::NoSuchInterface, "there is no interface " + options.interfaces.front(),
                       options.interfaces.front()});
    const std::optional<std::string> fault = filterFault(options.filter, *link);
    std::string text;
    JsonWriter json(text);
    json.beginObject();
    json.key("ok").boolean(!fault);
    if (fault)
        json.key("message").string(*fault);
    json.endObject();
    return answer(text + "\n", fault ? ExitStatus::Failed : ExitStatus::Ok);
}

ExitStatus compileFilter(const Options& options) {
    if (const MaybeLiveFault fault = withoutPrivileges())
        return report(*fault);
    const Result<std::string> compiled = compiledFilter(options.filter, options.link.value_or(LinkType::Ethernet));
    return compiled ? answer(compiled.value()) : report({LiveFaultKind::BadFilter, compiled.error().message});
}

ExitStatus capture(const Options& options) {
    if (::isatty(STDOUT_FILENO) == 1)
        return report({LiveFaultKind::BadArgument, "standard output is a terminal: send it to a file or a program"});
    const int signals = watchSignals();
    if (signals < 0)
        return report({LiveFaultKind::CaptureFailed, "the system gives no descriptor for signals"});
    std::vector<LiveInterface> interfaces;
    for (const std::string& name : options.interfaces) {
        interfaces.emplace_back(name);
        if (const MaybeLiveFault fault = interfaces.back().open(options.live))
            return report(*fault);
    }
    if (const MaybeLiveFault fault = withoutPrivileges())
        return report(*fault);
    // The filter is text from outside, and may even ask for names to be looked up: not a matter for privileges.
    for (LiveInterface& interface : interfaces)
        if (const MaybeLiveFault fault = interface.setFilter(options.filter))
            return report(*fault);
    CaptureStream stream(std::move(interfaces), STDOUT_FILENO, STDIN_FILENO, signals);
    if (const std::optional<std::string> left = confine()) // all is open that ever will be
        return report({LiveFaultKind::CannotDropPrivileges, *left});
    stream.begin(std::string(kVersion), options.live.snapLength, options.filter);
    return stream.run();
}

ExitStatus run(int argc, char** argv) {
    const std::variant<Options, LiveFault> parsed = parseOptions(argc, argv);
    if (const LiveFault* const fault = std::get_if<LiveFault>(&parsed))
        return report(*fault);
    const Options& options = std::get<Options>(parsed);
    switch (options.task) {
    case Task::Capture:
        return capture(options);
    case Task::List:
        return list(options);
    case Task::CheckFilter:
        return checkFilter(options);
    case Task::CompileFilter:
        return compileFilter(options);
    case Task::Help:
        return answer(helpText());
    case Task::Version:
        return answer(std::string(kVersion) + "\n");
    }
    return ExitStatus::Usage;
}

} // namespace
} // namespace synscope::helper

int main(int argc, char** argv) {
    using namespace synscope;
    if (!helper::haveStandardStreams())
        return static_cast<int>(helper::ExitStatus::Failed);
    helper::closeInherited();
    ::clearenv();                  // a privileged program takes no advice from it
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away shows as a failed write
    try {
        return static_cast<int>(helper::run(argc, argv));
    } catch (const std::bad_alloc&) {
        return static_cast<int>(helper::report({LiveFaultKind::OutOfMemory, "there is no memory left"}));
    } catch (const std::exception& error) {
        return static_cast<int>(helper::report({LiveFaultKind::CaptureFailed, error.what()}));
    }
}
