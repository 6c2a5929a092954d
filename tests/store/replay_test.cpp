// SPDX-License-Identifier: Apache-2.0
//
// Replay tells of each segment what was decided in the first pass: over the lessons, over every trace, and over
// captures where other 4-tuples' packets run the clock. SYNSCOPE_CAPTURES names a folder with more captures.
#include "core/capture/capture_file.h"
#include "core/engine/engine.h"
#include "core/engine/tracker.h"
#include "core/store/detail_part.h"
#include "tests/store/first_pass.h"
#include "tests/tcp/trace_files.h"
#include "tests/tcp/trace_segment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <sstream>

namespace synscope::test {
namespace {

constexpr std::uint16_t kFirstPort = 40000;
constexpr unsigned kOneEach = 1000; ///< ports: more than there are traces

const FetchPacket kNoPackets = [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> {
    return Error{"a trace has no packets", {}, {}};
};

/// Those of a trace; the index keeps them decoded, as it does with what came in IP fragments.
std::vector<Segment> segmentsOf(const std::filesystem::path& trace, std::uint16_t clientPort) {
    std::vector<Segment> segments;
    std::istringstream lines(contentOf(trace));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;)
            words.push_back(word);
        if (words.size() < 3 || (words[1] != ">" && words[1] != "<"))
            continue;
        Segment segment = segmentOf(words);
        (words[1] == ">" ? segment.source : segment.destination).port = clientPort;
        segment.reassembled = true;
        segments.push_back(segment);
    }
    return segments;
}

std::vector<std::filesystem::path> traces() {
    std::vector<std::filesystem::path> paths;
    for (const std::filesystem::path& folder : {traceFolder(), traceFolder() / "cases"}) {
        for (const std::string& name : traceNames(folder))
            paths.push_back(folder / (name + ".trace"));
    }
    return paths;
}

std::vector<std::filesystem::path> captures() {
    std::vector<std::filesystem::path> folders{std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "resources/lessons"};
    if (const char* more = std::getenv("SYNSCOPE_CAPTURES"))
        folders.emplace_back(more);
    std::vector<std::filesystem::path> paths;
    for (const std::filesystem::path& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file())
                paths.push_back(entry.path());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Numbered from 1.
void trackAll(FirstPass& pass, std::vector<Segment> segments) {
    for (Segment& segment : segments) {
        segment.packet = PacketNumber{pass.segments().size() + 1};
        pass.track(segment);
    }
}

/// Segments first, rows after: empty where replay agrees in all, and the rows with what they sum up.
std::string allDisagreements(FirstPass& pass, const FetchPacket& fetch) {
    return joined(disagreements(pass, fetch)) + joined(rowDisagreements(pass)) + joined(summaryDisagreements(pass));
}

/// All traces in one capture, each begun at a time of its own, on a port of its own or after others on that port.
std::vector<Segment> allTraces(Duration apart, unsigned ports) {
    std::vector<Segment> all;
    Duration begin{};
    unsigned count = 0;
    for (const std::filesystem::path& trace : traces()) {
        for (Segment& segment : segmentsOf(trace, static_cast<std::uint16_t>(kFirstPort + count % ports))) {
            segment.time += begin;
            all.push_back(segment);
        }
        begin += apart;
        ++count;
    }
    std::stable_sort(all.begin(), all.end(), [](const Segment& a, const Segment& b) { return a.time < b.time; });
    return all;
}

/// As if five computers whose clocks differ by up to minutes had captured a part of the 4-tuples each, and lost a few.
std::vector<Segment> badlyCaptured(std::vector<Segment> segments, unsigned seed) {
    constexpr std::size_t kComputers = 5;
    std::mt19937 random(seed);
    std::array<std::chrono::seconds, kComputers> clocks{};
    for (std::chrono::seconds& clock : clocks)
        clock = std::chrono::seconds(random() % 200);
    std::vector<Segment> captured;
    for (Segment& segment : segments) {
        const std::uint16_t port = std::max(segment.source.port, segment.destination.port);
        segment.time += clocks[port % kComputers];
        if (random() % 30 != 0)
            captured.push_back(segment);
    }
    return captured;
}

TEST(Replay, saysOfATraceWhatWasSaidAtFirst) {
    EXPECT_GE(traces().size(), 180U);
    for (const std::filesystem::path& trace : traces()) {
        FirstPass pass;
        trackAll(pass, segmentsOf(trace, kFirstPort));
        EXPECT_EQ(allDisagreements(pass, kNoPackets), "") << trace;
    }
}

TEST(Replay, saysOfACaptureWhatWasSaidAtFirst) {
    std::size_t read = 0;
    for (const std::filesystem::path& path : captures()) {
        auto source = openCapture(path.string(), OpenOptions{});
        if (!source)
            continue; // no capture
        ++read;
        FirstPass pass;
        BatchReader reader(*source.value());
        DecodedBatch batch;
        do {
            reader.fill(batch);
            for (const Segment& segment : batch.segments)
                pass.track(segment);
            pass.advance(batch.clock);
        } while (!batch.isLast);
        EXPECT_EQ(allDisagreements(pass, source.value()->fetcher()), "") << path;
    }
    EXPECT_GE(read, 8U);
}

TEST(Replay, isNotMisledByOtherConnectionsTime) {
    for (const unsigned ports : {kOneEach, 30U}) {
        for (const int apartMs : {0, 700, 13'000}) {
            FirstPass pass;
            trackAll(pass, allTraces(std::chrono::milliseconds(apartMs), ports));
            EXPECT_EQ(allDisagreements(pass, kNoPackets), "") << ports << " ports, " << apartMs << " ms apart";
        }
    }
}

TEST(Replay, isNotMisledByLossesAndClocksThatDiffer) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const unsigned ports = seed % 2 == 0 ? kOneEach : 5 + seed;
        FirstPass pass;
        trackAll(pass, badlyCaptured(allTraces(std::chrono::milliseconds(700), ports), seed));
        EXPECT_EQ(allDisagreements(pass, kNoPackets), "") << "seed " << seed;
    }
}

/// A window that is open while the capture loads replays what is known by then.
TEST(Replay, saysWhatHadBeenSaidWhileTheCaptureLoads) {
    constexpr std::size_t kBetween = 150;
    const std::vector<Segment> segments = badlyCaptured(allTraces(std::chrono::milliseconds(700), 50), 1);
    FirstPass pass;
    for (std::size_t i = 0; i < segments.size(); i += kBetween) {
        const auto begin = segments.begin() + static_cast<std::ptrdiff_t>(i);
        trackAll(pass, {begin, begin + static_cast<std::ptrdiff_t>(std::min(kBetween, segments.size() - i))});
        EXPECT_EQ(allDisagreements(pass, kNoPackets), "") << "after " << pass.segments().size() << " segments";
    }
}

constexpr std::array kLasting{State::Established, State::FinWait1, State::FinWait2, State::CloseWait,
                              State::Closing,     State::LastAck,  State::TimeWait, State::Closed};

/// As if a live capture had begun when the first of the segments came, on the machine of one end or of both.
KnownConnection knownBefore(const std::vector<Segment>& segments, std::mt19937& random) {
    const Segment& first = segments.front();
    KnownConnection known;
    known.seen = std::ranges::min(segments, {}, &Segment::time).time;
    known.areRolesGuessed = random() % 2 == 0;
    const bool isSender = random() % 2 == 0;
    known.end[0].address = isSender ? first.source : first.destination;
    known.end[1].address = isSender ? first.destination : first.source;
    const auto which = random() % 3 + 1; // or both
    for (const std::size_t side : {0U, 1U}) {
        known.end[side].since = known.seen - std::chrono::seconds(random() % 100);
        known.end[side].isInTable = ((which >> side) & 1U) != 0;
        if (known.end[side].isInTable)
            known.end[side].state = kLasting[random() % (kLasting.size() - 1)];
    }
    return known;
}

/// Between the segments the table is read again, and says this and that.
void trackKnown(FirstPass& pass, const std::vector<Segment>& segments, unsigned seed) {
    std::mt19937 random(seed);
    const ConnectionId id = pass.addKnown(knownBefore(segments, random));
    const auto heed = [&](Timestamp when) {
        const Side side = random() % 2 == 0 ? Side::Initiator : Side::Responder;
        const State says = kLasting[random() % kLasting.size()];
        if (random() % 4 == 0 && pass.table().row(id).isKnownToKernel(side) &&
            pass.table().row(id).stateOf(side) != says)
            pass.heedKernel(id, side, says, when);
    };
    for (const Segment& segment : segments) {
        heed(segment.time);
        if (random() % 8 != 0)
            trackAll(pass, {segment});
        pass.advance(segment.time);
    }
    heed(segments.back().time);
}

TEST(Replay, saysOfAConnectionKnownBeforeWhatWasSaidAtFirst) {
    for (const std::filesystem::path& trace : traces()) {
        for (unsigned seed = 1; seed <= 8; ++seed) {
            FirstPass pass(std::chrono::seconds(2));
            trackKnown(pass, segmentsOf(trace, kFirstPort), seed);
            EXPECT_EQ(allDisagreements(pass, kNoPackets), "") << trace << ", seed " << seed;
        }
    }
}

TEST(Replay, ofAConnectionWithoutPacketsHasItsStatesAndNoSegment) {
    FirstPass pass;
    const ConnectionId id = pass.addKnown(knownOf({"known", "-", "CLOSE_WAIT", "90"}));
    const Snapshot snapshot = pass.snapshot();
    const Result<ConnectionDetail> detail = replay(snapshot, id, kNoPackets, {});
    ASSERT_TRUE(detail) << detail.error().message;
    EXPECT_TRUE(detail.value().segments.empty());
    EXPECT_EQ(detail.value().goneSegments, 0U);
    EXPECT_EQ(detail.value().origin, Origin::SocketTable);
    ASSERT_EQ(detail.value().transitions.size(), 2U);
    EXPECT_EQ(detail.value().transitions[0].basis, Basis::Kernel);
    EXPECT_EQ(detail.value().transitions[0].packet, kNoPacket);
    EXPECT_EQ(detail.value().transitions[0].time, timestampFromNs(-90'000'000'000));
}

/// More 4-tuples have a SYN waiting than there is room for; then those that were given up are answered.
TEST(Replay, knowsWhichSynsWereGivenUp) {
    constexpr std::uint32_t kFlows = 65'536 + 40;
    FirstPass pass;
    const auto track = [&pass](std::uint32_t flow, const std::vector<std::string>& words) {
        Segment segment = segmentOf(words);
        (words[1] == ">" ? segment.source : segment.destination).address = IpAddress::fromV4(0x0a000000 + flow);
        segment.reassembled = true;
        trackAll(pass, {segment});
    };
    for (std::uint32_t flow = 0; flow < kFlows; ++flow) {
        track(flow, {"0", ">", "S", "seq=1000"});
        track(flow, {"0.1", "<", "SA", "seq=5000", "ack=1001"});
        track(flow, {"2", ">", "S", "seq=900000"});
    }
    const ChunkedLog<ForgottenSyns, 1024>::View forgotten = pass.table().forgottenSyns().view();
    ASSERT_GE(forgotten.size(), 40U); // and what shares of uneven size give up early
    for (std::size_t i = 0; i < forgotten.size(); ++i) {
        const std::uint32_t flow = indexOf(forgotten[i].connection);
        track(flow, {"3", "<", "A", "seq=5001", "ack=1001"});
        track(flow, {"3.1", "<", "SA", "seq=70000", "ack=900001"});
    }
    const Snapshot snapshot = pass.snapshot();
    EXPECT_EQ(snapshot.size(), kFlows); // the answers opened nothing
    for (std::size_t i = 0; i < forgotten.size(); ++i) {
        EXPECT_EQ(disagreement(pass, snapshot, forgotten[i].connection, kNoPackets), "");
        EXPECT_EQ(rowDisagreement(pass, snapshot, forgotten[i].connection), "");
    }
}

/// Of each connection that is much longer, as soon as they are there.
TEST(Replay, TellsTheFirstSegmentsBeforehand) {
    std::size_t told = 0;
    for (const std::filesystem::path& path : captures()) {
        const auto capture = loadCapture(path.string(), {});
        for (std::uint32_t i = 0; capture && i < capture.value().snapshot->size(); ++i) {
            const Snapshot& snapshot = *capture.value().snapshot;
            std::vector<ConnectionDetail> beginnings;
            ReplayOptions options;
            options.beginningSegments = 2;
            options.onBeginning = [&](ConnectionDetail detail) { beginnings.push_back(std::move(detail)); };
            const ConnectionDetail whole = replay(snapshot, ConnectionId{i}, capture.value().fetch, options).value();
            ASSERT_EQ(beginnings.size(), snapshot.rows[i].packets() >= 8 ? 1U : 0U) << path << " " << i;
            if (beginnings.empty())
                continue;
            const ConnectionDetail expected = detailPart(whole, 0, 1);
            const ConnectionDetail& beginning = beginnings.front();
            ASSERT_EQ(beginning.segments.size(), 2U) << path << " " << i;
            EXPECT_EQ(beginning.segments.back().packet, expected.segments.back().packet);
            EXPECT_EQ(beginning.segments.back().stateAfter, expected.segments.back().stateAfter);
            EXPECT_EQ(beginning.transitions.size(), expected.transitions.size());
            EXPECT_EQ(beginning.captureEnd, expected.captureEnd);
            EXPECT_EQ(beginning.part->of, whole.segments.size());
            ++told;
        }
    }
    EXPECT_GE(told, 20U);
}

} // namespace
} // namespace synscope::test
