// SPDX-License-Identifier: Apache-2.0
//
// What filtering and sorting cost over a million connections, as the window's worker does them: the best of five runs
// of each, in milliseconds of the processor's time, so that other programs' work does not count. Beside them what the
// window's thread pays to give a snapshot thresholds of its own: a copy. Without a display.
#include "core/engine/engine.h"
#include "tests/bench/capture_generator.h"
#include "ui/models/connection_columns.h"
#include "ui/models/connection_order.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <limits>
#include <string>

namespace synscope::bench {
namespace {

constexpr int kRuns = 5;

struct Cost {
    double milliseconds = std::numeric_limits<double>::max();
    std::size_t rows = 0;
};

Cost costOf(const ui::OrderRequest& request) {
    const std::atomic<bool> cancelled = false;
    Cost cost;
    for (int run = 0; run < kRuns; ++run) {
        const std::clock_t begin = std::clock();
        const std::optional<ui::Order> order = ui::orderedConnections(request, cancelled);
        const double took = static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
        cost.milliseconds = std::min(cost.milliseconds, took);
        cost.rows = order->size();
    }
    return cost;
}

void filterBy(const SnapshotPtr& snapshot, const char* expression) {
    ui::OrderRequest request;
    request.snapshot = snapshot;
    request.filter = std::make_shared<const Filter>(Filter::parse(expression).value());
    const Cost cost = costOf(request);
    std::printf("filter %-44s %8.1f ms %9zu rows\n", expression, cost.milliseconds, cost.rows);
}

void sortBy(const SnapshotPtr& snapshot, int column) {
    ui::OrderRequest request;
    request.snapshot = snapshot;
    request.column = column;
    request.descending = true;
    const Cost cost = costOf(request);
    std::printf("sort   %-44s %8.1f ms %9zu rows\n", ui::connectionColumns()[static_cast<std::size_t>(column)].name,
                cost.milliseconds, cost.rows);
}

void copy(const SnapshotPtr& snapshot) {
    constexpr int kCopies = 100;
    const std::clock_t begin = std::clock();
    for (int i = 0; i < kCopies; ++i)
        (void)std::make_shared<Snapshot>(*snapshot);
    const double took = static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC / kCopies;
    std::printf("copy of the snapshot %39.4f ms\n", took);
}

} // namespace
} // namespace synscope::bench

int main() {
    using namespace synscope;
    const std::string path = (std::filesystem::temp_directory_path() / "synscope-filter-bench.pcap").string();
    bench::CaptureShape shape;
    shape.connections = 1'000'000;
    shape.packets = 8'000'000;
    if (bench::writeCapture(path, shape).packets == 0) {
        std::fprintf(stderr, "filter_bench: cannot write %s\n", path.c_str());
        return 1;
    }
    const Result<LoadedCapture> loaded = loadCapture(path, {});
    std::filesystem::remove(path);
    if (!loaded) {
        std::fprintf(stderr, "filter_bench: %s\n", loaded.error().message.c_str());
        return 1;
    }
    for (const char* expression :
         {"state == close_wait", "port == 443", "server.port in {80, 443, 8000..8999}", "bytes > 10k",
          "retransmissions", "ip == 10.0.0.0/30", "close_wait > 30s", "age > 1m", "start > 12:00",
          "estab || resets && packets > 10", "ever(closing)", "ever(fin_wait_1)", "finding == close-wait-leak",
          "finding == half-close-in-use", "severity >= warning", "finding", "frame.number == 4000000",
          "ip contains 10.1", "ip matches \"^10.1\""})
        bench::filterBy(loaded.value().snapshot, expression);
    bench::copy(loaded.value().snapshot);
    for (std::size_t column = 0; column < ui::connectionColumns().size(); ++column)
        bench::sortBy(loaded.value().snapshot, static_cast<int>(column));
    return 0;
}
