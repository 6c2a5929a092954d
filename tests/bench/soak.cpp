// SPDX-License-Identifier: Apache-2.0
//
// soak [HOURS]: a live capture that lasts for hours, in simulated time: do its memory, its descriptors and its part of
// the disk stay what they are, and does it remember every leak? Prints a line an hour; exits with 1 where not.
#include "tests/bench/live_traffic.h"
#include "tests/bench/spooled_traffic.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <unistd.h>

namespace {

using synscope::bench::LiveTraffic;
using synscope::bench::SpooledTraffic;

constexpr int kSecondsAnHour = 3600;
constexpr std::size_t kMostConnections = 200'000;
constexpr double kMebibyte = 1 << 20;
constexpr double kMayGrow = 1.1;                  ///< after the first two hours; leaks are remembered for ever
constexpr std::uint64_t kSpooledAnHour = 500'000; ///< packets: some, since the disk is slow

/// What may not grow.
struct Use {
    double bytes = 0;
    double resident = 0;
    double disk = 0;
    std::size_t descriptors = 0;

    [[nodiscard]] bool isMoreThan(const Use& settled) const {
        return bytes > kMayGrow * settled.bytes || resident > kMayGrow * settled.resident ||
               disk > kMayGrow * settled.disk || descriptors > settled.descriptors;
    }
};

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
    SpooledTraffic spooled;
    synscope::Tracker tracker(std::chrono::seconds(60), {.mostConnections = kMostConnections});
    std::printf("%6s %14s %12s %14s %10s %10s %10s %12s %8s\n", "hour", "connections", "kept", "packets", "MiB",
                "RSS MiB", "disk MiB", "descriptors", "leaks");
    Use settled;
    bool isWell = true;
    for (int hour = 1; hour <= hours; ++hour) {
        for (int second = 0; second < kSecondsAnHour; ++second)
            tracker.consume(traffic.nextSecond());
        spooled.pass(kSpooledAnHour);
        const synscope::SnapshotPtr snapshot = tracker.snapshot();
        const std::string faults = faultsOf(*snapshot, traffic) + spooled.fault();
        const Use use{static_cast<double>(tracker.bytes()), residentBytes(), static_cast<double>(spooled.diskBytes()),
                      synscope::bench::openDescriptors()};
        std::printf("%6d %14zu %12zu %14llu %10.1f %10.1f %10.1f %12zu %8zu\n", hour, snapshot->size(),
                    snapshot->connections().size(), static_cast<unsigned long long>(snapshot->load.packets),
                    use.bytes / kMebibyte, use.resident / kMebibyte, use.disk / kMebibyte, use.descriptors,
                    traffic.leaks().size());
        std::fflush(stdout);
        if (hour == 2)
            settled = use;
        const bool grows = hour > 2 && use.isMoreThan(settled);
        if (grows)
            std::fprintf(stderr, "soak: it uses more than after the second hour\n");
        if (!faults.empty())
            std::fprintf(stderr, "%s\n", faults.c_str());
        isWell = isWell && !grows && faults.empty();
    }
    return isWell ? 0 : 1;
}
