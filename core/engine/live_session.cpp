// SPDX-License-Identifier: Apache-2.0
#include "core/engine/live_session.h"

#include "core/capture/capture_file.h"
#include "core/capture/spool_folder.h"
#include "core/engine/child_process.h"
#include "core/engine/connection_filter.h"
#include "core/engine/engine.h"
#include "core/engine/helper_trouble.h"
#include "core/engine/kernel_watch.h"
#include "core/engine/machine_watch.h"
#include "core/engine/owner_comments.h"
#include "core/engine/this_host.h"

#include <array>
#include <mutex>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace synscope {
namespace {

CaptureTrouble failure(std::string message) {
    return {"capture-failed", std::move(message), {}, {}};
}

/// `status` as ChildProcess::End says it.
std::string endedText(int status) {
    constexpr int kSignalled = 128;
    return status > kSignalled
               ? "the capturing program was killed from outside (signal " + std::to_string(status - kSignalled) + ")"
               : "the capturing program ended by itself (exit status " + std::to_string(status) + ")";
}

std::vector<CaptureTrouble> troublesOf(const ChildProcess& process) {
    std::vector<CaptureTrouble> troubles;
    for (const std::string& line : process.errorLines())
        troubles.push_back(parseTrouble(line));
    return troubles;
}

/// The program and what has become of the capture; shared by the source and whoever asks about it. Any thread.
class LiveRun {
public:
    /// `watch`: over the sockets of this machine, for as long as the capture runs; may be null.
    LiveRun(std::unique_ptr<ChildProcess> process, const CaptureRequest& request, std::shared_ptr<void> watch)
        : m_process(std::move(process)),
          m_watch(std::move(watch)),
          m_mostBytes(request.mostBytes),
          m_endsWhenFull(request.whenFull == CaptureRequest::WhenFull::End) {}

    [[nodiscard]] ChildProcess& process() { return *m_process; }

    [[nodiscard]] LiveState state() const {
        const std::lock_guard lock(m_mutex);
        LiveState state{m_end, troublesOf(*m_process)};
        state.troubles.insert(state.troubles.end(), m_ownTroubles.begin(), m_ownTroubles.end());
        return state;
    }

    void stop(CaptureEnd reason) {
        const std::lock_guard lock(m_mutex);
        if (m_end != CaptureEnd::Running)
            return;
        m_end = reason;
        m_process->stop();
    }

    void addTrouble(CaptureTrouble trouble) {
        const std::lock_guard lock(m_mutex);
        m_ownTroubles.push_back(std::move(trouble));
    }

    /// Reading thread only.
    void watchSize(const KeptPart& kept) {
        if (const int error = kept.error; error != 0 && !m_endsWhenFull) {
            m_endsWhenFull = true;
            addTrouble({"cannot-let-go",
                        "the oldest packets cannot be let go where they are kept (" + systemMessage(error) +
                            "): the capture will stop at its limit",
                        {},
                        {}});
        }
        if (m_endsWhenFull && kept.bytes() >= m_mostBytes)
            stop(CaptureEnd::LimitReached);
    }

    /// After the last byte was read: waits for the program to end, and says what is odd about it.
    void finish() {
        m_process->stop();
        const ChildProcess::End end = m_process->wait();
        m_watch.reset(); // what comes to these ports now was not captured
        const bool saidNothing = m_process->errorLines().empty();
        const std::lock_guard lock(m_mutex);
        if (end.wasForced)
            m_ownTroubles.push_back({"not-ended",
                                     "the capturing program did not end when it was asked and was ended by force: the "
                                     "last packets may be missing",
                                     {},
                                     {}});
        else if (m_end == CaptureEnd::Running && saidNothing)
            m_ownTroubles.push_back(failure(endedText(end.status)));
        if (m_end == CaptureEnd::Running)
            m_end = CaptureEnd::ByItself;
    }

private:
    std::unique_ptr<ChildProcess> m_process;
    std::shared_ptr<void> m_watch; ///< reading thread only
    std::uint64_t m_mostBytes;
    bool m_endsWhenFull;
    mutable std::mutex m_mutex; ///< of what follows
    CaptureEnd m_end = CaptureEnd::Running;
    std::vector<CaptureTrouble> m_ownTroubles;
};

/// The helper's stream, ended at the size limit where nothing is let go; its end is told only once the program is gone,
/// too.
class LiveSource : public PacketSource {
public:
    LiveSource(LiveStream& stream, std::shared_ptr<LiveRun> run)
        : m_stream(std::move(stream.source)), m_kept(stream.kept), m_run(std::move(run)) {}

    ReadStatus read(std::vector<RawPacket>& batch, std::size_t limit) override {
        const ReadStatus status = m_stream->read(batch, limit);
        if (status == ReadStatus::More) {
            m_run->watchSize(*m_kept);
            return status;
        }
        if (status == ReadStatus::Damaged) {
            m_run->stop(CaptureEnd::ByItself);
            m_run->process().kill(); // nobody reads what it still has to say
        }
        m_run->finish();
        return status;
    }

    const std::optional<ReadDamage>& damage() const override { return m_stream->damage(); }
    SourceProgress progress() const override { return m_stream->progress(); }
    FetchPacket fetcher() const override { return m_stream->fetcher(); }

    void interrupt() override {
        m_run->process().kill();
        m_stream->interrupt();
    }

private:
    std::unique_ptr<PacketSource> m_stream;
    std::shared_ptr<const KeptPart> m_kept;
    std::shared_ptr<LiveRun> m_run;
};

std::vector<std::string> wordsFor(const std::string& program, const CaptureRequest& request) {
    std::vector<std::string> words{program};
    for (const std::string& interface : request.interfaces)
        words.insert(words.end(), {"-i", interface});
    if (!request.filter.empty())
        words.insert(words.end(), {"-f", request.filter});
    words.insert(words.end(), {"-s", std::to_string(request.snapLength), "-p", request.isPromiscuous ? "on" : "off"});
    return words;
}

/// Why a program that wrote no capture did not: what it said last, or else what its output lacks.
CaptureTrouble whyNoCapture(ChildProcess& process, const Error& error, const std::stop_token& stop) {
    const std::stop_callback onStop(stop, [&process] { process.kill(); });
    process.stop();
    (void)process.wait();
    if (stop.stop_requested())
        return failure("capturing was given up before it began");
    const std::vector<CaptureTrouble> troubles = troublesOf(process);
    return troubles.empty() ? failure(error.message) : troubles.back();
}

std::string nameOf(const CaptureRequest& request) {
    std::string name;
    for (const std::string& interface : request.interfaces)
        name.append(name.empty() ? "" : ", ").append(interface);
    return name;
}

/// A spool that outlives a crash; without one, `trouble` says why.
std::optional<Spool> lastingSpool(const LiveOptions& options, std::optional<CaptureTrouble>& trouble) {
    if (options.spoolFolder.empty())
        return std::nullopt;
    Result<Spool> spool = makeNamedSpool(options.spoolFolder, options.now ? options.now() : Timestamp{});
    if (spool)
        return std::move(spool).value();
    trouble = CaptureTrouble{
        "not-recoverable", "a crash would lose these packets: " + spool.error().message, {}, "save them in time"};
    return std::nullopt;
}

/// One that may keep packets of TCP out.
bool hasFilter(const CaptureRequest& request) {
    return !request.filter.empty() && request.filter != "tcp";
}

/// The filter, compiled by the program for bare IP packets. Empty where that does not go: words of the link layer.
std::optional<ConnectionFilter> connectionFilter(const std::string& filter, const LiveOptions& options,
                                                 const std::stop_token& stop) {
    std::atomic<bool> isCancelled = false;
    const std::stop_callback onStop(stop, [&isCancelled] { isCancelled = true; });
    const std::string rawIp = std::to_string(static_cast<unsigned>(LinkType::Raw));
    const HelperAnswer answer = askHelper(options, {"--compile-filter", filter, "--link-type", rawIp}, isCancelled);
    std::optional<BpfProgram> program = answer.status == 0 ? BpfProgram::parse(answer.output) : std::nullopt;
    return program ? std::optional<ConnectionFilter>(*std::move(program)) : std::nullopt;
}

/// With what the socket table has before the capture begins: so no packet of it can have come first. Of that, what the
/// filter lets through: a row whose packets are kept out would not be true for long. Without it where the table cannot
/// be read, or the filter not be asked. Null without sockets.
std::shared_ptr<KernelFeed> readBefore(SocketSource* sockets, const CaptureRequest& request, const CaptureScope& scope,
                                       const LiveOptions& options, const std::stop_token& stop) {
    if (sockets == nullptr)
        return nullptr;
    std::optional<ConnectionFilter> filter;
    if (hasFilter(request)) {
        filter = connectionFilter(request.filter, options, stop);
        if (!filter)
            return std::make_shared<KernelFeed>(std::nullopt);
    }
    const Result<SocketTable> table = sockets->read();
    if (!table)
        return std::make_shared<KernelFeed>(std::nullopt);
    const MachineReading reading = machineReadingOf(table.value(), nullptr, {}, {});
    KernelReading first = kernelReadingOf(table.value(), reading, scope);
    if (filter)
        std::erase_if(first.ends, [&](const KernelEnd& end) { return !filter->passes(end.local, end.peer); });
    return std::make_shared<KernelFeed>(std::move(first));
}

/// The one watch over this machine's sockets while a capture runs; null without sockets. All that wants a reading gets
/// it from here: the tracker learns whose connections are, and what becomes of those that were there before; the window
/// follows the watch's mailbox.
std::shared_ptr<MachineWatch> watchBeside(std::unique_ptr<SocketSource> sockets,
                                          const std::shared_ptr<KernelFeed>& kernel, const CaptureScope& scope) {
    if (!sockets)
        return nullptr;
    const OnReading take = [kernel, scope](const SocketTable& table, const MachineReading& reading) {
        kernel->put(kernelReadingOf(table, reading, scope));
    };
    return watchSockets(std::move(sockets), {.onReading = take});
}

/// Reads all of the program's output; false when it was cancelled.
bool readOutput(const FileDescriptor& output, std::string& text, const std::atomic<bool>& cancelled) {
    constexpr std::size_t kMostText = std::size_t{4} << 20;
    constexpr int kLookAgainMs = 20; // whether it was cancelled
    std::array<char, 16384> bytes{};
    while (!cancelled.load() && text.size() < kMostText) {
        pollfd question{output.get(), POLLIN, 0};
        if (::poll(&question, 1, kLookAgainMs) <= 0)
            continue;
        const ssize_t n = ::read(output.get(), bytes.data(), bytes.size());
        if (n <= 0)
            return true;
        text.append(bytes.data(), static_cast<std::size_t>(n));
    }
    return false;
}

} // namespace

std::variant<std::unique_ptr<Session>, CaptureTrouble>
startCapture(const CaptureRequest& request, const LiveOptions& options, const std::stop_token& stop) {
    std::unique_ptr<SocketSource> sockets = options.sockets ? options.sockets() : nullptr;
    const CaptureScope scope(request.interfaces, interfaceAddresses());
    const std::shared_ptr<KernelFeed> kernel = readBefore(sockets.get(), request, scope, options, stop);
    auto started = ChildProcess::start(wordsFor(options.program, request), options.patience);
    if (const int* const error = std::get_if<int>(&started))
        return startTrouble(options.program, *error);
    std::unique_ptr<ChildProcess> process = std::move(std::get<0>(started));
    std::optional<CaptureTrouble> spoolTrouble;
    const bool letsGo = request.whenFull == CaptureRequest::WhenFull::LetOldestGo;
    Result<LiveStream> stream =
        openLiveStream(process->takeOutput(), "the live capture", stop,
                       {.spool = lastingSpool(options, spoolTrouble), .mostBytes = letsGo ? request.mostBytes : 0});
    if (!stream)
        return whyNoCapture(*process, stream.error(), stop);
    std::shared_ptr<MachineWatch> machine = watchBeside(std::move(sockets), kernel, scope);
    auto run = std::make_shared<LiveRun>(std::move(process), request, machine ? std::move(machine->threads) : nullptr);
    if (spoolTrouble)
        run->addTrouble(*std::move(spoolTrouble));
    auto source = std::make_unique<LiveSource>(stream.value(), run);
    std::unique_ptr<Session> session =
        beginSession(std::move(source), options.timeWait, kernel,
                     {.mostConnections = request.mostConnections, .isFiltered = hasFilter(request)});
    session->name = nameOf(request);
    session->cancel = [run] { run->stop(CaptureEnd::Asked); };
    session->live = LiveCapture{request,
                                [run] { return run->state(); },
                                [copy = stream.value().copy, mailbox = session->mailbox](
                                    const std::string& path, const std::atomic<bool>& cancelled) {
                                    return copy.writeTo(path, cancelled, ownerComments(*mailbox->latest()));
                                },
                                {},
                                std::move(machine)};
    return session;
}

HelperAnswer askHelper(const LiveOptions& options, const std::vector<std::string>& words,
                       const std::atomic<bool>& cancelled) {
    std::vector<std::string> all{options.program};
    all.insert(all.end(), words.begin(), words.end());
    auto started = ChildProcess::start(std::move(all), options.patience);
    if (const int* const error = std::get_if<int>(&started))
        return {{}, 0, startTrouble(options.program, *error)};
    ChildProcess& process = *std::get<0>(started);
    const FileDescriptor output = process.takeOutput();
    HelperAnswer answer;
    if (!readOutput(output, answer.output, cancelled))
        process.kill();
    process.stop();
    answer.status = process.wait().status;
    if (const std::vector<CaptureTrouble> troubles = troublesOf(process); !troubles.empty())
        answer.trouble = troubles.back();
    return answer;
}

} // namespace synscope
