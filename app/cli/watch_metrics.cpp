// SPDX-License-Identifier: Apache-2.0
//
// The list of metrics: see watch_metrics.h. Man page, alert rules and dashboard name each of them.
#include "app/cli/watch_metrics.h"

#include "core/diagnose/detectors.h"

#include <algorithm>
#include <array>
#include <utility>

namespace synscope::cli {
namespace {

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

std::vector<MetricLabel> labelsOf(const CensusKey& key) {
    return {{"process", key.process}, {"listener", key.listener}};
}

MetricFamily gauge(std::string_view name, std::string_view unit, std::string_view help) {
    return {name, MetricType::Gauge, unit, help, {}, {}};
}

MetricFamily counter(std::string_view name, std::string_view help, std::uint64_t value) {
    return {name, MetricType::Counter, "", help, {{{}, static_cast<double>(value)}}, {}};
}

/// Causes that are 0 are left out of named rows: a cause that never shows is no series. "other" has all of them, so
/// that a sum exists on a machine where nothing is owed.
MetricFamily owedCloses(const SocketCensus& census) {
    MetricFamily family = gauge("synscope_owed_closes", "",
                                "Connections that got the peer's FIN and that this machine's process has not closed "
                                "(CLOSE_WAIT), and descriptors whose connection is gone, by cause.");
    for (const OwedCloses& owed : census.owed) {
        for (std::size_t i = 0; i < kLeakCauses; ++i) {
            if (owed.byCause[i] == 0 && &owed != &census.owed.back())
                continue;
            std::vector<MetricLabel> labels = labelsOf(owed.key);
            labels.push_back({"cause", std::string(toText(static_cast<LeakCause>(i)))});
            family.samples.push_back({std::move(labels), static_cast<double>(owed.byCause[i])});
        }
    }
    return family;
}

MetricFamily oldestOwed(const SocketCensus& census) {
    MetricFamily family = gauge("synscope_owed_close_oldest_age_seconds", "seconds",
                                "Age of the oldest close that is owed. A lower bound where the connection was there "
                                "before this program: the kernel tells only when the peer was last heard of.");
    for (const OwedCloses& owed : census.owed)
        family.samples.push_back({labelsOf(owed.key), seconds(owed.oldest)});
    return family;
}

MetricFamily owedAges(const SocketCensus& census) {
    MetricFamily family{"synscope_owed_close_age_seconds",
                        MetricType::GaugeHistogram,
                        "seconds",
                        "How old the closes are that are owed now. Lower bounds, as with the oldest.",
                        {},
                        bucketsOf({1, 10, 60, 300, 900, 3600, 14400, 86400, 604800})};
    for (const Duration age : census.ages)
        addTo(*family.buckets, seconds(age));
    return family;
}

MetricFamily queues(const SocketCensus& census, std::string_view name, std::string_view help,
                    std::uint64_t AcceptQueue::*value) {
    MetricFamily family = gauge(name, "", help);
    for (const AcceptQueue& queue : census.queues)
        family.samples.push_back({labelsOf(queue.key), static_cast<double>(queue.*value)});
    return family;
}

/// By the states of RFC 9293: two of the kernel's have the name of another.
MetricFamily socketsByState(const SocketCensus& census) {
    MetricFamily family = gauge("synscope_sockets", "", "TCP sockets of this machine by state.");
    for (std::size_t number = 1; number < kSocketStateNumbers; ++number) {
        const std::string_view name = toText(static_cast<SocketState>(number));
        const auto same = std::find_if(family.samples.begin(), family.samples.end(),
                                       [name](const MetricSample& s) { return s.labels[0].value == name; });
        const auto count = static_cast<double>(census.inState[number]);
        if (same != family.samples.end())
            same->value += count;
        else
            family.samples.push_back({{{"state", std::string(name)}}, count});
    }
    return family;
}

void addDescriptors(std::vector<MetricFamily>& families, const std::vector<WatchedProcess>& processes) {
    MetricFamily open = gauge("synscope_process_open_descriptors", "",
                              "Open descriptors of a process that owes closes; of several of one name, of the one "
                              "with the most.");
    MetricFamily limit = gauge("synscope_process_descriptor_limit", "",
                               "How many descriptors that process may have open; absent where there is no limit.");
    for (const WatchedProcess& process : processes) {
        open.samples.push_back({{{"process", process.name}}, static_cast<double>(process.use.open)});
        if (process.use.softLimit)
            limit.samples.push_back({{{"process", process.name}}, static_cast<double>(*process.use.softLimit)});
    }
    families.push_back(std::move(open));
    families.push_back(std::move(limit));
}

void addCensus(std::vector<MetricFamily>& families, const SocketCensus& census) {
    families.push_back(owedCloses(census));
    families.push_back(oldestOwed(census));
    families.push_back(owedAges(census));
    families.push_back(socketsByState(census));
    families.push_back(queues(census, "synscope_listen_queue_length",
                              "Connections that wait for accept(), by the listener's local address.",
                              &AcceptQueue::length));
    families.push_back(queues(census, "synscope_listen_queue_limit",
                              "How many connections may wait there before the kernel drops new ones.",
                              &AcceptQueue::limit));
}

void addDrops(std::vector<MetricFamily>& families, const WatchState& state) {
    const ListenCounters& all = state.listenCounters;
    families.push_back(counter("synscope_listen_overflows",
                               "Openings that met a full accept queue, on any listener, since this program began.",
                               all.overflows));
    families.push_back(
        counter("synscope_listen_drops",
                "SYNs and final ACKs that the kernel dropped, on any listener, since this program began; "
                "overflows are among them.",
                all.drops));
    families.push_back(counter(
        "synscope_syn_queue_drops",
        "SYNs that the kernel dropped because too many were under way, since this program began.", all.fullSynQueues));
    families.push_back(counter("synscope_syn_cookies",
                               "SYNs that the kernel answered with a cookie for the same reason.", all.synCookies));
    MetricFamily named{"synscope_listener_drops",
                       MetricType::Counter,
                       "",
                       "What of the drops the kernel counts with one listener, by its local address; the first that "
                       "drop are named.",
                       {},
                       {}};
    for (const ListenerDrops& listener : state.dropping)
        named.samples.push_back({labelsOf(listener.key), static_cast<double>(listener.drops)});
    families.push_back(std::move(named));
}

void addScans(std::vector<MetricFamily>& families, const WatchState& state) {
    families.push_back(counter("synscope_scans", "Readings of the socket table, including failed ones.", state.scans));
    families.push_back(counter("synscope_scan_failures",
                               "Readings of the socket table that failed; after one, only metrics of scans are there.",
                               state.failures));
    MetricFamily took = gauge("synscope_scan_duration_seconds", "seconds",
                              "How long the last scan took. The rest after it is at least twenty times as long, up to "
                              "30 seconds.");
    took.samples.push_back({{}, seconds(state.took)});
    families.push_back(std::move(took));
    MetricFamily last = gauge("synscope_last_scan_timestamp_seconds", "seconds",
                              "When the socket table was last read, in seconds since 1970.");
    if (state.lastSuccess)
        last.samples.push_back({{}, seconds(state.lastSuccess->time_since_epoch())});
    families.push_back(std::move(last));
    MetricFamily gaps = gauge("synscope_scan_gaps", "",
                              "What the last scan could not see, network namespaces for instance; 0: complete.");
    gaps.samples.push_back({{}, static_cast<double>(state.gaps)});
    families.push_back(std::move(gaps));
    MetricFamily unreadable =
        gauge("synscope_unreadable_processes", "",
              "Processes whose descriptors may not be read: their sockets count for the process unknown, and their "
              "descriptors without a connection do not count.");
    unreadable.samples.push_back({{}, static_cast<double>(state.unreadable)});
    families.push_back(std::move(unreadable));
}

/// By the states of RFC 9293, of either side; UNKNOWN is a side that has not shown itself.
MetricFamily capturedStates(const CaptureSummary& summary) {
    MetricFamily family = gauge("synscope_capture_connections", "",
                                "Connections of the present capture by the likeliest state of each side, as its "
                                "packets tell; those that ended count until the next capture.");
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const std::string name = side == Side::Initiator ? "client" : "server";
        for (std::size_t i = 0; i < kStateCount; ++i) {
            const std::uint64_t count = summary.byState[static_cast<std::size_t>(side)][i];
            family.samples.push_back(
                {{{"side", name}, {"state", std::string(toText(static_cast<State>(i)))}}, static_cast<double>(count)});
        }
    }
    return family;
}

MetricFamily capturedFindings(const CaptureSummary& summary) {
    MetricFamily family =
        gauge("synscope_capture_findings", "", "Findings about connections of the present capture, by kind.");
    for (const Detector& detector : detectors()) {
        const auto found = summary.findings.find(detector.kind);
        const std::uint64_t count = found == summary.findings.end() ? 0 : found->second;
        family.samples.push_back({{{"kind", std::string(detector.kind)}}, static_cast<double>(count)});
    }
    return family;
}

void addCapture(std::vector<MetricFamily>& families, const CaptureCount& capture, const std::string& interface) {
    MetricFamily running = gauge("synscope_capture_running", "", "1 while packets are captured, 0 while they are not.");
    running.samples.push_back({{{"interface", interface}}, capture.summary ? 1.0 : 0.0});
    families.push_back(std::move(running));
    families.push_back(counter(
        "synscope_captures", "Captures begun: a fresh one follows one that is full or has failed.", capture.captures));
    families.push_back(counter("synscope_capture_packets", "Packets captured, TCP or not.", capture.packets));
    families.push_back(counter("synscope_capture_dropped_packets",
                               "Packets that the system dropped before they could be captured.", capture.dropped));
    if (capture.summary) {
        families.push_back(capturedStates(*capture.summary));
        families.push_back(capturedFindings(*capture.summary));
    }
}

} // namespace

std::vector<MetricFamily> watchMetrics(const WatchState& state, const WatchExtras& extras) {
    std::vector<MetricFamily> families;
    families.push_back({"synscope_build",
                        MetricType::Info,
                        "",
                        "The version of synscope-cli that runs.",
                        {{{{"version", SYNSCOPE_VERSION}}, 1}},
                        {}});
    addScans(families, state);
    if (extras.textFileFailures)
        families.push_back(counter("synscope_textfile_failures", "Times that writing the text file failed.",
                                   *extras.textFileFailures));
    if (state.census) {
        addCensus(families, *state.census);
        addDrops(families, state);
        addDescriptors(families, state.processes);
    }
    if (extras.capture != nullptr)
        addCapture(families, *extras.capture, extras.interface);
    return families;
}

} // namespace synscope::cli
