// SPDX-License-Identifier: Apache-2.0
//
// What looking at a connection costs: reading its packets again, all and until the first screen is there, and laying
// its diagram out. Milliseconds, elapsed and of the processor, and the memory that the details take.
#include "core/diagram/ladder_layout.h"
#include "core/engine/engine.h"
#include "tests/bench/capture_generator.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace {

using namespace synscope;

double processorMs() {
    return static_cast<double>(std::clock()) * 1000.0 / CLOCKS_PER_SEC;
}

double residentMiB() {
    std::ifstream file("/proc/self/statm");
    double size = 0;
    double resident = 0;
    file >> size >> resident;
    return resident * 4096 / (1 << 20);
}

template <typename Work>
auto timed(const char* what, Work work) {
    const auto begin = std::chrono::steady_clock::now();
    const double processor = processorMs();
    const double memory = residentMiB();
    auto result = work();
    const double elapsed = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    std::printf("| %-34s | %10.2f | %10.2f | %8.0f |\n", what, elapsed, processorMs() - processor,
                residentMiB() - memory);
    return result;
}

void look(const LoadedCapture& capture) {
    ReplayOptions options;
    const auto begin = std::chrono::steady_clock::now();
    double beginning = 0;
    options.onBeginning = [&](const ConnectionDetail&) {
        beginning = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    };
    auto detail = timed("read again: all", [&] {
        return std::make_shared<const ConnectionDetail>(
            replay(*capture.snapshot, ConnectionId{0}, capture.fetch, options).value());
    });
    std::printf("| %-34s | %10zu | | |\n", "segments", detail->segments.size());
    std::printf("| %-34s | %10.2f | | |\n", "read again: the beginning", beginning);
    LadderOptions folded;
    timed("diagram: folded", [&] { return layoutLadder(detail, folded); });
    LadderOptions unfolded;
    unfolded.foldRuns = false;
    timed("diagram: a row a segment", [&] { return layoutLadder(detail, unfolded); });
}

} // namespace

int main(int argc, char** argv) {
    const std::string path = (std::filesystem::temp_directory_path() / "synscope-detail-bench.pcap").string();
    const std::uint64_t most = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 5'000'000;
    for (const std::uint64_t packets : {std::uint64_t{10}, std::uint64_t{100'000}, most}) {
        bench::CaptureShape shape;
        shape.connections = 1;
        shape.packets = packets;
        if (bench::writeCapture(path, shape).packets == 0) {
            std::fprintf(stderr, "detail_bench: cannot write %s\n", path.c_str());
            return 1;
        }
        const auto capture = loadCapture(path, {});
        std::printf("\n| %-34s | %10s | %10s | %8s |\n| --- | ---: | ---: | ---: |\n", "", "ms", "CPU ms", "MiB");
        look(capture.value());
    }
    std::filesystem::remove(path);
    return 0;
}
