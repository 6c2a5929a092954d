// SPDX-License-Identifier: Apache-2.0
//
// What each stage of loading costs a packet, in one run, so that only ratios are compared: a bare libpcap loop,
// our record walk, walk and decode, and everything the window loads.
#include "core/capture/capture_file.h"
#include "core/engine/engine.h"
#include "core/engine/tracker.h"
#include "tests/bench/capture_generator.h"

#include <benchmark/benchmark.h>
#include <pcap.h>

#include <filesystem>
#include <map>
#include <string>

namespace synscope::bench {
namespace {

struct Made {
    std::string path;
    std::uint64_t packets = 0;
};

/// The capture for a shape, made once a run in the temporary folder.
const Made& captureFor(std::int64_t connections, std::int64_t packets) {
    static std::map<std::pair<std::int64_t, std::int64_t>, Made> made;
    Made& capture = made[{connections, packets}];
    if (capture.packets != 0)
        return capture;
    capture.path = (std::filesystem::temp_directory_path() /
                    ("synscope-bench-" + std::to_string(connections) + "-" + std::to_string(packets) + ".pcap"))
                       .string();
    CaptureShape shape;
    shape.connections = static_cast<std::uint32_t>(connections);
    shape.packets = static_cast<std::uint64_t>(packets);
    capture.packets = writeCapture(capture.path, shape).packets;
    return capture;
}

void report(benchmark::State& state, std::uint64_t packets) {
    state.SetItemsProcessed(static_cast<std::int64_t>(packets) * state.iterations());
}

void libpcapLoop(benchmark::State& state) {
    const Made& capture = captureFor(state.range(0), state.range(1));
    for (auto _ : state) {
        char error[PCAP_ERRBUF_SIZE];
        pcap_t* handle = pcap_open_offline(capture.path.c_str(), error);
        std::uint64_t count = 0;
        pcap_pkthdr* header = nullptr;
        const u_char* bytes = nullptr;
        while (pcap_next_ex(handle, &header, &bytes) == 1)
            ++count;
        pcap_close(handle);
        benchmark::DoNotOptimize(count);
    }
    report(state, capture.packets);
}

void walk(benchmark::State& state) {
    const Made& capture = captureFor(state.range(0), state.range(1));
    for (auto _ : state) {
        auto source = openCapture(capture.path, {});
        std::vector<RawPacket> batch;
        while (source.value()->read(batch, BatchReader::kPackets) == ReadStatus::More)
            benchmark::DoNotOptimize(batch.data());
    }
    report(state, capture.packets);
}

void walkAndDecode(benchmark::State& state) {
    const Made& capture = captureFor(state.range(0), state.range(1));
    for (auto _ : state) {
        auto source = openCapture(capture.path, {});
        BatchReader reader(*source.value());
        DecodedBatch batch;
        do
            reader.fill(batch);
        while (!batch.isLast);
    }
    report(state, capture.packets);
}

void loadAll(benchmark::State& state) {
    const Made& capture = captureFor(state.range(0), state.range(1));
    double perConnection = 0;
    for (auto _ : state) {
        const auto loaded = loadCapture(capture.path, {});
        perConnection = static_cast<double>(loaded.value().snapshot->size());
    }
    report(state, capture.packets);
    state.counters["connections"] = perConnection;
}

void shapes(benchmark::internal::Benchmark* benchmark) {
    benchmark->Args({1, 1'000'000})->Args({100'000, 1'000'000});
    benchmark->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
}

BENCHMARK(libpcapLoop)->Apply(shapes);
BENCHMARK(walk)->Apply(shapes);
BENCHMARK(walkAndDecode)->Apply(shapes);
BENCHMARK(loadAll)->Apply(shapes);

} // namespace
} // namespace synscope::bench

BENCHMARK_MAIN();
