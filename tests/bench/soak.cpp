// SPDX-License-Identifier: Apache-2.0
//
// soak [HOURS]: a live capture that lasts for hours, in simulated time: does its memory stay what it is, and does it
// remember every leak? Prints a line an hour; exits with 1 where not.
#include "tests/bench/live_traffic.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <unistd.h>

namespace {

using synscope::bench::LiveTraffic;

constexpr int kSecondsAnHour = 3600;
constexpr std::size_t kMostConnections = 200'000;
constexpr double kMebibyte = 1 << 20;
constexpr double kMayGrow = 1.1; ///< after the first two hours; leaks are remembered for ever

double residentBytes() {
    std::ifstream file("/proc/self/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

} // namespace

int main(int argc, char** argv) {
    const int hours = argc > 1 ? std::atoi(argv[1]) : 24;
    if (hours < 3) {
        std::fprintf(stderr, "soak: at least 3 hours, since memory fills up in the first two\n");
        return 2;
    }
    LiveTraffic traffic({});
    synscope::Tracker tracker(std::chrono::seconds(60), {.mostConnections = kMostConnections});
    std::printf("%6s %14s %12s %14s %10s %10s %8s\n", "hour", "connections", "kept", "packets", "MiB", "RSS MiB",
                "leaks");
    double settled = 0;
    double settledResident = 0;
    bool isWell = true;
    for (int hour = 1; hour <= hours; ++hour) {
        for (int second = 0; second < kSecondsAnHour; ++second)
            tracker.consume(traffic.nextSecond());
        const synscope::SnapshotPtr snapshot = tracker.snapshot();
        const std::string faults = faultsOf(*snapshot, traffic);
        const auto bytes = static_cast<double>(tracker.bytes());
        const double resident = residentBytes();
        std::printf("%6d %14zu %12zu %14llu %10.1f %10.1f %8zu\n", hour, snapshot->size(),
                    snapshot->connections().size(), static_cast<unsigned long long>(snapshot->load.packets),
                    bytes / kMebibyte, resident / kMebibyte, traffic.leaks().size());
        std::fflush(stdout);
        if (hour == 2) {
            settled = bytes;
            settledResident = resident;
        }
        const bool grows = hour > 2 && (bytes > kMayGrow * settled || resident > kMayGrow * settledResident);
        if (grows)
            std::fprintf(stderr, "soak: memory has grown since the second hour\n");
        if (!faults.empty())
            std::fprintf(stderr, "%s", faults.c_str());
        isWell = isWell && !grows && faults.empty();
    }
    return isWell ? 0 : 1;
}
