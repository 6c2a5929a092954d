// SPDX-License-Identifier: Apache-2.0
//
// What loading a whole capture costs, beside a bare libpcap loop, the least that a tracker does, and the tools of
// others that are installed. Each runs as a process of its own, in turn, several rounds; medians are told, as a
// Markdown table.
//
//   compare_bench [--sets NAME,...] [--rounds N] [--folder PATH]
#include "tests/bench/capture_generator.h"
#include "tests/bench/child_run.h"
#include "tests/bench/contestants.h"

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using synscope::bench::CaptureCounts;
using synscope::bench::CaptureShape;
using synscope::bench::RunCost;

constexpr const char* kUsage =
    "usage: compare_bench [--sets NAME,...] [--rounds N] [--folder PATH]\n"
    "sets: usual (1 M packets), mixed (1 M), peers (100 k), large (10 M), flood (5 M SYNs), growth (1, 10 and 50 M)\n"
    "default: --sets usual,mixed,peers --rounds 5, in a folder of its own for temporary files\n";

struct Wanted {
    std::string sets = "usual,mixed,peers";
    std::size_t rounds = 5;
    std::filesystem::path folder;
    [[nodiscard]] bool has(std::string_view set) const {
        return ("," + sets + ",").find("," + std::string(set) + ",") != std::string::npos;
    }
};

struct Capture {
    std::string title;
    std::string path;
    CaptureCounts counts;
};

struct Contestant {
    std::string name;
    std::vector<std::string> command;
};

std::string ownFolder() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

std::vector<Contestant> ours(const std::string& path) {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    return {{"libpcap, counting", {self, "--count", path}},
            {"reading, decoding, finding the 4-tuple", {self, "--flows", path}},
            {"`synscope-cli summary --threads 1`", {ownFolder() + "/synscope-cli", "summary", path, "--threads", "1"}},
            {"`synscope-cli summary`", {ownFolder() + "/synscope-cli", "summary", path}}};
}

std::vector<Contestant> peers(const std::string& path) {
    std::vector<Contestant> found;
    if (synscope::bench::isInPath("tshark"))
        found.push_back({"`tshark -q -z conv,tcp`", {"tshark", "-n", "-q", "-z", "conv,tcp", "-r", path}});
    if (synscope::bench::isInPath("tcptrace"))
        found.push_back({"`tcptrace`", {"tcptrace", "-n", path}});
    if (synscope::bench::isInPath("argus"))
        found.push_back({"`argus`", {"argus", "-X", "-r", path, "-w", "/dev/null"}});
    return found;
}

void printHead(const Capture& capture) {
    std::printf("\n%s: %" PRIu64 " packets, %" PRIu64 " connections\n\n", capture.title.c_str(), capture.counts.packets,
                capture.counts.connections);
    std::printf("| program | CPU, ms | ns a packet | CPU / libpcap's | elapsed, ms | elapsed / libpcap's | peak, MiB | "
                "bytes a connection |\n");
    std::printf("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
}

/// What a connection takes beyond 14 bytes a packet and beyond what a program takes by itself; of few, none can be
/// told.
std::string bytesOfConnection(const Capture& capture, const RunCost& cost, const RunCost& measure) {
    constexpr std::uint64_t kFew = 1000;
    constexpr double kOfPacket = 14;
    const double rest = cost.peakBytes - measure.peakBytes - kOfPacket * static_cast<double>(capture.counts.packets);
    if (capture.counts.connections < kFew || rest < 0)
        return "";
    return std::to_string(static_cast<std::uint64_t>(rest) / capture.counts.connections);
}

void printRow(const Capture& capture, const std::string& name, const RunCost& cost, const RunCost& measure) {
    if (!cost.worked) {
        std::printf("| %s | failed | | | | | | |\n", name.c_str());
        return;
    }
    std::printf("| %s | %.0f | %.0f | %.2f | %.0f | %.2f | %.1f | %s |\n", name.c_str(), cost.cpuMs,
                cost.cpuMs * 1e6 / static_cast<double>(capture.counts.packets), cost.cpuMs / measure.cpuMs,
                cost.elapsedMs, cost.elapsedMs / measure.elapsedMs, cost.peakBytes / (1 << 20),
                bytesOfConnection(capture, cost, measure).c_str());
}

/// In turn, so that a machine that slows down does so for all of them; the first is what others are measured by.
void compare(const Capture& capture, const std::vector<Contestant>& contestants, std::size_t rounds) {
    std::vector<std::vector<RunCost>> costs(contestants.size());
    for (std::size_t round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < contestants.size(); ++i)
            costs[i].push_back(synscope::bench::runToEnd(contestants[i].command));
    const RunCost measure = synscope::bench::medianOf(costs.front());
    printHead(capture);
    for (std::size_t i = 0; i < contestants.size(); ++i)
        printRow(capture, contestants[i].name, synscope::bench::medianOf(costs[i]), measure);
    std::fflush(stdout);
}

/// The file is there for as long as `use` runs: the large ones are gigabytes.
bool withCapture(const Wanted& wanted, const std::string& title, const CaptureShape& shape,
                 const std::function<void(const Capture&)>& use) {
    Capture capture{title, (wanted.folder / "compare.pcap").string(), {}};
    capture.counts = synscope::bench::writeCapture(capture.path, shape);
    const bool isMade = capture.counts.packets > 0;
    if (isMade)
        use(capture);
    else
        std::fprintf(stderr, "compare_bench: cannot write %s\n", capture.path.c_str());
    std::filesystem::remove(capture.path);
    return isMade;
}

CaptureShape shapeOf(std::uint32_t connections, std::uint64_t packets) {
    CaptureShape shape;
    shape.connections = connections;
    shape.packets = packets;
    return shape;
}

CaptureShape elephant() {
    CaptureShape shape = shapeOf(1, 1'000'000);
    shape.elephants = 1;
    shape.elephantPackets = shape.packets;
    shape.leakPercent = shape.resetPercent = 0;
    return shape;
}

CaptureShape mixed() {
    CaptureShape shape = shapeOf(50'000, 1'000'000);
    shape.v6Percent = shape.reusePercent = 30;
    shape.reorderPercent = shape.lossPercent = 2;
    shape.elephants = 10;
    shape.elephantPackets = 40'000;
    shape.floodSyns = 50'000;
    return shape;
}

CaptureShape flood() {
    CaptureShape shape = shapeOf(1'000, 10'000);
    shape.floodSyns = 5'000'000;
    return shape;
}

bool runSets(const Wanted& wanted) {
    const auto compareOurs = [&](const Capture& capture) { compare(capture, ours(capture.path), wanted.rounds); };
    const auto compareAll = [&](const Capture& capture) {
        std::vector<Contestant> all = ours(capture.path);
        for (Contestant& peer : peers(capture.path))
            all.push_back(std::move(peer));
        compare(capture, all, wanted.rounds);
    };
    bool isMade = true;
    if (wanted.has("usual")) {
        isMade &= withCapture(wanted, "100,000 connections", shapeOf(100'000, 1'000'000), compareOurs);
        isMade &= withCapture(wanted, "One elephant", elephant(), compareOurs);
    }
    if (wanted.has("mixed"))
        isMade &= withCapture(wanted, "IPv6, ports used again, loss, elephants, a flood", mixed(), compareOurs);
    if (wanted.has("peers"))
        isMade &= withCapture(wanted, "A small capture", shapeOf(10'000, 100'000), compareAll);
    if (wanted.has("large"))
        isMade &= withCapture(wanted, "1,000,000 connections", shapeOf(1'000'000, 10'000'000), compareOurs);
    if (wanted.has("flood"))
        isMade &= withCapture(wanted, "A flood of SYNs", flood(), compareOurs);
    if (wanted.has("growth"))
        for (const std::uint32_t millions : {1U, 10U, 50U})
            isMade &= withCapture(wanted, std::to_string(millions) + " M packets",
                                  shapeOf(millions * 10'000, std::uint64_t{millions} * 1'000'000), compareOurs);
    return isMade;
}

std::optional<Wanted> read(int argc, char** argv) {
    Wanted wanted;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view option = argv[i];
        if (option.substr(0, 11) == "--benchmark") { // of the other benchmarks, given to all of them
            --i;
            continue;
        }
        if (i + 1 == argc)
            return std::nullopt;
        if (option == "--sets")
            wanted.sets = argv[i + 1];
        else if (option == "--rounds")
            wanted.rounds = std::strtoul(argv[i + 1], nullptr, 10);
        else if (option == "--folder")
            wanted.folder = argv[i + 1];
        else
            return std::nullopt;
    }
    return wanted.rounds > 0 ? std::optional(wanted) : std::nullopt;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--count")
        return synscope::bench::countWithLibpcap(argv[2]) > 0 ? 0 : 1;
    if (argc == 3 && std::string_view(argv[1]) == "--flows")
        return synscope::bench::countFlows(argv[2]) > 0 ? 0 : 1;
    std::optional<Wanted> wanted = read(argc, argv);
    if (!wanted) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    if (!wanted->folder.empty())
        return runSets(*wanted) ? 0 : 1;
    std::string folder = (std::filesystem::temp_directory_path() / "synscope-compare-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
        return 1;
    wanted->folder = folder;
    const bool isMade = runSets(*wanted);
    std::filesystem::remove_all(folder);
    return isMade ? 0 : 1;
}
