// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli watch`: counts who owes closes on this machine, again and again, for monitoring systems: over HTTP, as
// a file for node_exporter, or both. With an interface it counts what its packets tell, too. Runs until SIGINT or
// SIGTERM.
#include "app/cli/commands.h"
#include "app/cli/end_signals.h"
#include "app/cli/machine_leaks.h"
#include "app/cli/output.h"
#include "app/cli/watch_capture.h"
#include "app/cli/watch_metrics.h"
#include "app/cli/watch_scan.h"
#include "app/cli/watch_server.h"
#include "app/cli/watch_textfile.h"
#include "core/engine/helper_path.h"
#include "core/engine/live_session.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <poll.h>

namespace synscope::cli {
namespace {

using std::chrono::milliseconds;

constexpr Duration kLeastInterval = milliseconds(100);
constexpr std::uint64_t kMostNamed = 1000;
constexpr std::uint64_t kMostCaptured = std::uint64_t{1} << 30; ///< bytes on disk, five million packets or so

ExitStatus refuse(const std::string& message) {
    complain("watch: " + message + "; see 'synscope-cli watch --help'");
    return ExitStatus::Usage;
}

/// What is watched and where it goes, until the end.
class Watch {
public:
    Watch(std::unique_ptr<SocketSource> source, const PollOptions& options, std::size_t mostNamed,
          const LeakPolicy& policy)
        : m_scanner(std::move(source), options, mostNamed, policy) {}

    void writeTo(std::string folder) { m_textFile.emplace(std::move(folder)); }

    [[nodiscard]] std::optional<Error> serveOn(const SocketAddress& address) {
        Result<std::unique_ptr<MetricsServer>> server =
            MetricsServer::listen(address, [this](MetricDialect dialect) { return text(dialect); });
        if (!server)
            return server.error();
        m_server = std::move(server).value();
        complain("metrics at http://" + toText(m_server->address()) + "/metrics");
        if (!isLoopback(address.address))
            complain("whoever reaches " + toText(m_server->address()) +
                     " reads the names of this machine's processes there: nothing asks for a password");
        return std::nullopt;
    }

    void captureFrom(std::string_view interface, const PollOptions& options) {
        m_capture.emplace(
            [](const CaptureRequest& request, const std::stop_token& stop) {
                return startCapture(request, {.program = helperPath()}, stop);
            },
            CaptureRequest{.interfaces = {std::string(interface)}, .mostBytes = kMostCaptured}, options);
        m_extras.interface = interface;
        m_extras.capture = std::make_shared<const CaptureCount>();
    }

    /// Returns when `endSignal` is readable, or when there is no capture to begin with.
    [[nodiscard]] ExitStatus run(int endSignal) {
        std::array<pollfd, 4> wanted{{{endSignal, POLLIN, 0},
                                      {m_scanner.fd(), POLLIN, 0},
                                      {m_capture ? m_capture->fd() : -1, POLLIN, 0},
                                      {m_server == nullptr ? -1 : m_server->fd(), POLLIN, 0}}};
        while (wanted[0].revents == 0) {
            if (::poll(wanted.data(), wanted.size(), timeoutMs()) < 0 && errno != EINTR) {
                complain("cannot wait: " + systemMessage(errno));
                return ExitStatus::Failed;
            }
            if (wanted[2].revents != 0 && !takeCapture())
                return ExitStatus::Failed;
            if (wanted[1].revents != 0)
                takeScan();
            if (m_server != nullptr)
                m_server->serve();
        }
        m_scanner.stop();
        return ExitStatus::Ok;
    }

private:
    [[nodiscard]] int timeoutMs() const {
        const std::optional<milliseconds> wait = m_server == nullptr ? std::nullopt : m_server->timeout();
        constexpr milliseconds kMost = std::chrono::hours(1);
        return wait ? static_cast<int>(std::min(*wait, kMost).count()) : -1;
    }

    void takeScan() {
        m_state = m_scanner.state();
        if (m_state->fault != m_fault) {
            m_fault = m_state->fault;
            complain(m_fault ? *m_fault + "; trying again" : "the socket table is read again");
        }
        if (!m_textFile)
            return;
        if (const auto news = m_textFile->replace(text(MetricDialect::Prometheus)))
            complain(*news);
    }

    /// False where the very first capture did not begin: it is for its user to mend that.
    [[nodiscard]] bool takeCapture() {
        m_extras.capture = m_capture->count();
        const std::optional<std::string>& fault = m_extras.capture->fault;
        const bool hasBegun = m_extras.capture->captures > 0;
        if (fault != m_captureFault) {
            m_captureFault = fault;
            complain(fault ? *fault + (hasBegun ? "; trying again" : "") : "packets are captured again");
        }
        return hasBegun || !fault;
    }

    [[nodiscard]] std::string text(MetricDialect dialect) const {
        WatchExtras extras = m_extras;
        if (m_textFile)
            extras.textFileFailures = m_textFile->failures();
        return metricsText(watchMetrics(*m_state, extras), dialect);
    }

    WatchScanner m_scanner;
    std::shared_ptr<const WatchState> m_state = std::make_shared<WatchState>();
    std::optional<std::string> m_fault; ///< that was told
    std::optional<WatchCapture> m_capture;
    std::optional<std::string> m_captureFault; ///< that was told
    WatchExtras m_extras;
    std::optional<TextFile> m_textFile;
    std::unique_ptr<MetricsServer> m_server; ///< asks for text()
};

SystemSocketOptions socketOptions() {
    SystemSocketOptions options;
    options.now = [] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); };
    return options;
}

ExitStatus run(const Arguments& arguments, Output&) {
    const std::string_view metrics = arguments.text("--metrics");
    const std::string_view folder = arguments.text("--textfile");
    if (metrics.empty() && folder.empty())
        return refuse("--metrics or --textfile is missing: where the numbers go");
    const std::optional<SocketAddress> address = parseListenAddress(metrics);
    if (!metrics.empty() && !address)
        return refuse("--metrics: '" + std::string(metrics) +
                      "' is no address and port such as 127.0.0.1:9470 or [::1]:9470");
    PollOptions options;
    options.atLeast = arguments.duration("--interval");
    options.atMost = std::max(options.atMost, options.atLeast);
    if (options.atLeast < kLeastInterval)
        return refuse("--interval: at least 0.1 seconds");
    const std::uint64_t mostNamed = arguments.count("--top");
    if (mostNamed > kMostNamed)
        return refuse("--top: at most " + std::to_string(kMostNamed));
    const FileDescriptor signals = endSignals(); // before the scanner's thread begins
    if (!signals.isOpen()) {
        complain("cannot wait for signals: " + systemMessage(errno));
        return ExitStatus::Failed;
    }
    Watch watch(openSystemSockets(socketOptions()), options, mostNamed, leakPolicyOf(arguments));
    if (!folder.empty())
        watch.writeTo(std::string(folder));
    if (address) {
        if (const std::optional<Error> error = watch.serveOn(*address)) {
            complain(error->message);
            return ExitStatus::Failed;
        }
    }
    if (const std::string_view interface = arguments.text("-i"); !interface.empty())
        watch.captureFrom(interface, options);
    return watch.run(signals.get());
}

} // namespace

Command watchCommand() {
    return {
        .name = "watch",
        .summary = "Publish who owes closes on this machine, for Prometheus and others",
        .details = "Reads the kernel's socket table again and again, and publishes numbers: closes that are owed, by\n"
                   "process, listener and cause, and their ages; accept queues; sockets by state; descriptors of\n"
                   "processes that owe closes; and how the reading itself goes. No address of a peer is published.\n"
                   "A reading that takes long is followed by a rest of twenty times as long, up to 30 seconds.\n"
                   "Runs until SIGINT or SIGTERM, and then ends with exit status 0.\n"
                   "\n"
                   "--metrics serves /metrics (OpenMetrics, or Prometheus' older text where only that is asked for)\n"
                   "and /-/healthy over HTTP, without a password: keep to an address of the loopback interface, or\n"
                   "to a network you trust. With port 0 the system chooses one; standard error says which.\n"
                   "--textfile keeps DIR/synscope.prom, for node_exporter's textfile collector, new after each\n"
                   "reading, and leaves it there at the end; synscope_last_scan_timestamp_seconds says how old it is.\n"
                   "-i also captures packets, by synscope-capture, and publishes how many there were and how many\n"
                   "were dropped, connections by the states that the packets tell, and findings by kind. When a\n"
                   "capture holds 1 GiB, in the folder for temporary files (TMPDIR), a fresh one begins.\n",
        .options = {{.name = "-i", .valueName = "INTERFACE", .help = "capture packets there too"},
                    {.name = "--metrics", .valueName = "ADDRESS:PORT", .help = "serve metrics over HTTP there"},
                    {.name = "--textfile", .valueName = "DIR", .help = "write DIR/synscope.prom"},
                    {.name = "--interval",
                     .valueName = "SECONDS",
                     .help = "rest between two readings, at least",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "1"},
                    {.name = "--top",
                     .valueName = "N",
                     .help = "name so many pairs of process and listener; the rest is \"other\"",
                     .kind = ValueKind::Count,
                     .defaultValue = "20"},
                    {.name = "--most-in-pool",
                     .valueName = "N",
                     .help = "a client that leaves more connections to one server open keeps no pool",
                     .kind = ValueKind::Count,
                     .defaultValue = "16"}},
        .run = run,
        .takesFile = TakesFile::No,
    };
}

} // namespace synscope::cli
