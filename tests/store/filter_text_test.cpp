// SPDX-License-Identifier: Apache-2.0
//
// Filters that the program writes: they mean what was meant, in its own language and in that of packet analysers.
// Lessons are asked which connection holds a packet, and what one kind of finding alone finds.
#include "core/store/filter_text.h"

#include "core/diagnose/detectors.h"
#include "core/engine/engine.h"
#include "core/store/filter.h"
#include "core/store/replay.h"
#include "tests/store/first_pass.h"
#include "tests/store/snapshot_builder.h"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace synscope::test {
namespace {

std::vector<LoadedCapture> lessons() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(SYNSCOPE_SOURCE_DIR "/resources/lessons"))
        if (entry.path().extension() == ".pcap")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<LoadedCapture> captures;
    for (const std::filesystem::path& path : paths)
        captures.push_back(loadCapture(path.string(), {}).value());
    return captures;
}

bool holds(const std::string& expression, const Snapshot& snapshot, ConnectionId id) {
    return Filter::parse(expression).value().matches(snapshot, id);
}

std::string stretch(std::string_view text, std::size_t place) {
    const FilterStretch found = filterStretchAt(text, place);
    return std::string(text.substr(found.begin, found.end - found.begin));
}

TEST(FilterText, JoinsATermToWhatIsThere) {
    EXPECT_EQ(joinedFilter("", FilterJoin::And, "port==80"), "port==80");
    EXPECT_EQ(joinedFilter("estab", FilterJoin::Replace, "port==80"), "port==80");
    EXPECT_EQ(joinedFilter(" estab ", FilterJoin::And, "port==80"), "estab && port==80");
    EXPECT_EQ(joinedFilter("estab", FilterJoin::Or, "port==80"), "estab || port==80");
    EXPECT_EQ(joinedFilter("estab", FilterJoin::Exclude, "port==80"), "estab && !(port==80)");
    EXPECT_EQ(joinedFilter("  ", FilterJoin::Exclude, "port==80"), "!(port==80)");
}

TEST(FilterText, PutsParenthesesWhereTheMeaningNeedsThem) {
    EXPECT_EQ(joinedFilter("22 or 443", FilterJoin::And, "estab"), "(22 or 443) && estab");
    EXPECT_EQ(joinedFilter("22 || 443", FilterJoin::Exclude, "estab"), "(22 || 443) && !(estab)");
    EXPECT_EQ(joinedFilter("22 || 443", FilterJoin::Or, "estab"), "22 || 443 || estab");
    EXPECT_EQ(joinedFilter("estab", FilterJoin::And, "22 || 443"), "estab && (22 || 443)");
    EXPECT_EQ(joinedFilter("ip ~ \" or \"", FilterJoin::And, "estab"), "ip ~ \" or \" && estab");
}

TEST(FilterText, DropsWhatDoesNotParse) {
    EXPECT_EQ(joinedFilter("port ==", FilterJoin::And, "estab"), "estab");
    EXPECT_EQ(joinedFilter("port ==", FilterJoin::Or, "estab"), "estab");
}

TEST(FilterText, QuotesValuesThatAreNoWord) {
    EXPECT_EQ(filterValueText("close-wait-leak"), "close-wait-leak");
    EXPECT_EQ(filterValueText("2001:db8::1"), "2001:db8::1");
    EXPECT_EQ(filterValueText("two words"), "\"two words\"");
    EXPECT_EQ(filterValueText("a\"b\\c"), "\"a\\\"b\\\\c\"");
    EXPECT_EQ(filterValueText(""), "\"\"");
    EXPECT_EQ(filterValueText("(x)"), "\"(x)\"");
}

TEST(FilterText, FindsTheWordThatAnErrorIsAbout) {
    EXPECT_EQ(stretch("port == banana && x", 8), "banana");
    EXPECT_EQ(stretch("443 ) 22", 4), ")");
    EXPECT_EQ(stretch("ip == \"10 x", 6), "\"10 x");
    EXPECT_EQ(stretch("ip ~ \"a b\" x", 5), "\"a b\"");
    EXPECT_EQ(stretch("port ==", 7), "");
    EXPECT_EQ(stretch("port ==", 99), "");
}

TEST(FilterText, NamesAConnectionForPacketAnalysers) {
    SnapshotBuilder builder;
    builder.add({.client = "10.0.0.1", .clientPort = 40001, .server = "10.0.0.2", .serverPort = 80});
    builder.add({.client = "2001:db8::2", .clientPort = 40001, .server = "2001:db8::1", .serverPort = 80});
    const Snapshot snapshot = builder.build();
    EXPECT_EQ(displayFilterOf(snapshot, ConnectionId{0}),
              "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2 && tcp.port == 40001 && tcp.port == 80");
    EXPECT_EQ(displayFilterOf(snapshot, ConnectionId{1}),
              "ipv6.addr == 2001:db8::2 && ipv6.addr == 2001:db8::1 && tcp.port == 40001 && tcp.port == 80");
}

TEST(FilterText, TellsUsesOfTheSamePortsApartByTheirPackets) {
    const LoadedCapture reuse = loadCapture(SYNSCOPE_SOURCE_DIR "/resources/lessons/10-port-reuse.pcap", {}).value();
    ASSERT_GE(reuse.snapshot->size(), 2U);
    const ConnectionRow& first = reuse.snapshot->rows[0];
    EXPECT_NE(displayFilterOf(*reuse.snapshot, ConnectionId{0})
                  .find(" && frame.number >= " + std::to_string(indexOf(reuse.snapshot->packetOf(first.firstSegment))) +
                        " && frame.number <= " + std::to_string(indexOf(reuse.snapshot->packetOf(first.lastSegment)))),
              std::string::npos);
    EXPECT_NE(displayFilterOf(*reuse.snapshot, ConnectionId{1}).find("frame.number"), std::string::npos);
}

/// The packets of each connection, as replay tells them.
std::vector<std::set<std::uint64_t>> packetsOf(const LoadedCapture& capture) {
    std::vector<std::set<std::uint64_t>> packets;
    for (std::uint32_t i = 0; i < capture.snapshot->size(); ++i) {
        packets.emplace_back();
        const ConnectionDetail detail = replay(*capture.snapshot, ConnectionId{i}, capture.fetch, {}).value();
        for (const DetailSegment& segment : detail.segments)
            packets.back().insert(indexOf(segment.packet));
    }
    return packets;
}

TEST(FilterText, FindsTheConnectionThatHoldsAPacket) {
    for (const LoadedCapture& capture : lessons()) {
        const Snapshot& snapshot = *capture.snapshot;
        const auto packets = packetsOf(capture);
        for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
            const auto isOfItsPorts = [&](std::uint64_t n) {
                for (std::uint32_t other = 0; other < snapshot.size(); ++other)
                    if (snapshot.rows[other].flow == snapshot.rows[i].flow && packets[other].contains(n))
                        return true;
                return false;
            };
            const std::uint64_t first = *packets[i].begin();
            const std::uint64_t last = *packets[i].rbegin();
            for (std::uint64_t n = first; n <= last; ++n) // a late packet of an earlier use lies between, too
                EXPECT_EQ(holds("frame.number == " + std::to_string(n), snapshot, ConnectionId{i}), isOfItsPorts(n));
            EXPECT_FALSE(holds("frame.number < " + std::to_string(first), snapshot, ConnectionId{i}));
            EXPECT_FALSE(holds("frame.number > " + std::to_string(last), snapshot, ConnectionId{i}));
            EXPECT_FALSE(holds("frame.number <= " + std::to_string(first - 1), snapshot, ConnectionId{i}));
            EXPECT_TRUE(holds("frame.number <= " + std::to_string(first), snapshot, ConnectionId{i}));
            EXPECT_TRUE(holds("frame.number >= " + std::to_string(last), snapshot, ConnectionId{i}));
            EXPECT_TRUE(holds("frame.number in {" + std::to_string(last) + ".." + std::to_string(last + 9) + "}",
                              snapshot, ConnectionId{i}));
        }
    }
}

/// A range looks at the transitions, an order mostly at the row alone.
TEST(FilterText, FindsTheSameAgeByTheRowAsByTheTransitions) {
    std::size_t found = 0;
    for (const LoadedCapture& capture : lessons()) {
        const Snapshot& snapshot = *capture.snapshot;
        for (std::uint32_t i = 0; i < snapshot.size(); ++i)
            for (const std::string length : {"1ms", "20ms", "150ms", "1s", "3s", "10s", "60s"}) {
                const bool isOlder = holds("age in {" + length + "..1000h}", snapshot, ConnectionId{i});
                EXPECT_EQ(holds("age >= " + length, snapshot, ConnectionId{i}), isOlder) << length;
                EXPECT_EQ(holds("age < " + length, snapshot, ConnectionId{i}), !isOlder) << length;
                found += isOlder ? 1 : 0;
            }
    }
    EXPECT_GE(found, 50U);
}

/// Whatever the row lets one rule out beforehand.
TEST(FilterText, FindsTheSameByOneKindAsByAll) {
    std::size_t found = 0;
    for (const LoadedCapture& capture : lessons()) {
        const Snapshot& snapshot = *capture.snapshot;
        for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
            const ConnectionId id{i};
            const std::vector<Finding> all = allFindings(snapshot, id, {});
            for (const Detector& detector : detectors()) {
                const bool isThere =
                    std::any_of(all.begin(), all.end(), [&](const Finding& f) { return f.kind == detector.kind; });
                EXPECT_EQ(holds("finding == " + std::string(detector.kind), snapshot, id), isThere) << detector.kind;
                found += isThere ? 1 : 0;
            }
        }
    }
    EXPECT_GE(found, 5U);
}

} // namespace
} // namespace synscope::test
