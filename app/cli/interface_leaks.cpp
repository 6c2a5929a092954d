// SPDX-License-Identifier: Apache-2.0
#include "app/cli/interface_leaks.h"

#include "app/cli/capture_fault.h"
#include "app/cli/end_signals.h"
#include "core/engine/helper_path.h"
#include "core/engine/live_session.h"
#include "core/engine/this_host.h"
#include "core/sockets/system_sockets.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <poll.h>
#include <string>
#include <thread>
#include <utility>
#include <variant>

namespace synscope::cli {
namespace {

constexpr std::uint64_t kMostCaptured = std::uint64_t{256} << 20; ///< bytes on disk; the oldest go, their times stay

Timestamp now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// Until the time is over, the user has had enough, or the capture has ended by itself.
void look(const Session& session, Duration time, int endSignal) {
    constexpr auto kGlance = std::chrono::milliseconds(50);
    const auto end = std::chrono::steady_clock::now() + time;
    while (!session.mailbox->latest()->load.finished) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd question{endSignal, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&question, 1, static_cast<int>(std::min(left, kGlance).count())) > 0)
            return;
    }
}

/// All that was captured, after the capture has ended.
SnapshotPtr finish(const Session& session) {
    session.cancel();
    while (!session.mailbox->latest()->load.finished)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return session.mailbox->latest();
}

/// When an end entered CLOSE_WAIT, and by which packet.
struct Entered {
    Timestamp time{};
    PacketNumber fin = kNoPacket;
};

/// Local and remote address.
using Ends = std::pair<SocketAddress, SocketAddress>;

/// Of the newest connection of each 4-tuple, where its packets tell.
std::map<Ends, Entered> capturedFins(const Snapshot& snapshot) {
    std::map<Ends, Entered> fins;
    for (const ConnectionId id : snapshot.connections()) {
        const ConnectionRow& row = snapshot.row(id);
        for (const Side side : {Side::Initiator, Side::Responder}) {
            const Ends ends(snapshot.addressOf(row, side), snapshot.addressOf(row, other(side)));
            const std::optional<Transition> newest = snapshot.newestTransition(row, side);
            fins.erase(ends);
            if (newest && newest->to() == State::CloseWait && !newest->mayBeOlder())
                fins.emplace(ends, Entered{newest->time(), snapshot.packetOf(newest->segment())});
        }
    }
    return fins;
}

/// What the capture's end says that is worth a line; empty: it ended as it should.
std::optional<std::string> troubleOf(const LiveState& state, const LoadState& load) {
    if (state.end == CaptureEnd::Asked && state.troubles.empty() && !load.damage)
        return std::nullopt;
    return endText(state, load);
}

/// Where the kernel and the packets still disagree: what is said of ages there may be wrong.
void tellDifferences(const Snapshot& snapshot) {
    if (!snapshot.kernelDifferences)
        return;
    ConnectionId told = kNoConnection;
    for (const KernelDifference& one : *snapshot.kernelDifferences) {
        if (one.until || one.connection == std::exchange(told, one.connection))
            continue;
        for (const Finding& finding : findingsOf(snapshot, one.connection, snapshot.policy))
            if (finding.kind == kKernelDiffers)
                complain(finding.text);
    }
}

} // namespace

std::unique_ptr<SocketSource> openLeakTables() {
    return openSystemSockets({.now = now, .scanAtMostEvery = {}});
}

std::vector<ListedLeak> joinLeaks(std::vector<Leak> leaks, const SocketTable& table, const Snapshot& snapshot,
                                  const CaptureScope& scope) {
    const std::map<Ends, Entered> fins = capturedFins(snapshot);
    std::vector<ListedLeak> listed;
    for (Leak& leak : leaks) {
        const SocketEntry& socket = leak.socket;
        const bool isElsewhere = !table.netNamespaces.empty() && socket.netNamespace != table.netNamespaces.front();
        if (leak.ghost || isElsewhere || !scope.sees(socket.local, socket.remote))
            continue;
        ListedLeak one{std::move(leak)};
        if (const auto fin = fins.find({one.leak.socket.local, one.leak.socket.remote}); fin != fins.end()) {
            one.leak.age = LeakAge{std::max(Duration::zero(), table.time - fin->second.time), false};
            one.fin = fin->second.fin;
        }
        listed.push_back(std::move(one));
    }
    std::ranges::stable_sort(listed, std::greater{},
                             [](const ListedLeak& one) { return one.leak.age.value_or(LeakAge{}).atLeast; });
    return listed;
}

ExitStatus runInterfaceLeaks(const Arguments& arguments, Output& output) {
    const FileDescriptor signals = endSignals(); // before any thread begins
    const std::vector<std::string> interfaces{std::string(arguments.text("-i"))};
    const std::unique_ptr<SocketSource> source = openLeakTables();
    const Result<SocketTable> first = source->read();
    auto started = startCapture({.interfaces = interfaces, .mostBytes = kMostCaptured},
                                {.program = helperPath(), .sockets = openLeakTables}, {});
    if (const CaptureTrouble* const trouble = std::get_if<CaptureTrouble>(&started)) {
        complain(faultText(*trouble));
        return ExitStatus::Failed;
    }
    const std::unique_ptr<Session> session = std::move(std::get<0>(started));
    look(*session, arguments.duration("--seconds"), signals.get());
    const Result<SocketTable> second = source->read();
    const SnapshotPtr snapshot = finish(*session);
    if (!first || !second) {
        complain(first ? second.error().message : first.error().message);
        return ExitStatus::Failed;
    }
    const SocketTable& table = second.value();
    std::vector<ListedLeak> leaks = joinLeaks(findLeaks(table, &first.value(), {}, leakPolicyOf(arguments)), table,
                                              *snapshot, CaptureScope(interfaces, interfaceAddresses()));
    const Duration wanted = arguments.duration("--older-than");
    std::erase_if(leaks, [wanted](const ListedLeak& one) { return !isAtLeast(one.leak, wanted); });
    writeLeaks(output, leaks, table.time, arguments.text("--format") == "ndjson");
    const std::optional<std::string> trouble = troubleOf(session->live->state(), snapshot->load);
    const ExitStatus status = output.finish(trouble ? ExitStatus::Damaged : ExitStatus::Ok);
    if (trouble)
        complain(*trouble);
    tellGaps(table, leaks);
    tellDifferences(*snapshot);
    return status;
}

} // namespace synscope::cli
