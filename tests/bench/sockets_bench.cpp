// SPDX-License-Identifier: Apache-2.0
//
// What watching the kernel's socket table costs: a dump and its reading, the same from text, and a scan of the
// processes, with so many connections on the loopback interface. Each has two sockets.
#include "core/sockets/linux/net_namespaces.h"
#include "core/sockets/linux/process_scanner.h"
#include "core/sockets/linux/sock_diag.h"
#include "tests/sockets/loopback.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace synscope::bench {
namespace {

/// Sockets held open by this process.
class Connections {
public:
    explicit Connections(std::int64_t count) : m_listener(test::Family::V4) {
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        if (limit.rlim_max < static_cast<rlim_t>(2 * count + 64)) {
            std::fprintf(stderr, "the limit of open files is too low for %lld connections\n",
                         static_cast<long long>(count));
            std::exit(1);
        }
        for (std::int64_t i = 0; i < count; ++i) {
            m_open.push_back(m_listener.connect());
            m_open.push_back(m_listener.accept());
        }
    }

private:
    test::Listener m_listener;
    std::vector<Descriptor> m_open;
};

void countSockets(benchmark::State& state, std::size_t sockets) {
    state.SetItemsProcessed(static_cast<std::int64_t>(sockets) * state.iterations());
    state.counters["sockets"] = static_cast<double>(sockets);
}

void netlinkDump(benchmark::State& state) {
    const Connections connections(state.range(0));
    std::size_t sockets = 0;
    for (auto _ : state) {
        const Result<SocketDump> dump = dumpSockets(openSockDiag, {});
        sockets = dump ? dump.value().entries.size() : 0;
    }
    countSockets(state, sockets);
}

void netlinkDumpOfOneState(benchmark::State& state) {
    const Connections connections(state.range(0));
    DumpOptions options;
    options.states = SocketStates::none().with(SocketState::CloseWait);
    for (auto _ : state)
        benchmark::DoNotOptimize(dumpSockets(openSockDiag, options).hasValue());
}

void textTables(benchmark::State& state) {
    const Connections connections(state.range(0));
    std::size_t sockets = 0;
    for (auto _ : state) {
        const Result<SocketDump> dump = readTextTables("/proc", "thread-self", SocketStates::all());
        sockets = dump ? dump.value().entries.size() : 0;
    }
    countSockets(state, sockets);
}

void processScan(benchmark::State& state) {
    const Connections connections(state.range(0));
    ProcessScanner scanner;
    for (auto _ : state)
        benchmark::DoNotOptimize(scanner.scan());
    state.counters["descriptors"] = static_cast<double>(scanner.descriptorsRead());
    state.SetItemsProcessed(static_cast<std::int64_t>(scanner.descriptorsRead()) * state.iterations());
}

BENCHMARK(netlinkDump)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(netlinkDumpOfOneState)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(textTables)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(processScan)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace synscope::bench

BENCHMARK_MAIN();
