// SPDX-License-Identifier: Apache-2.0
//
// Several captures as one: order, ties, clocks that run backwards, damage, formats mixed, and packets found again.
#include "core/capture/common_store.h"
#include "core/capture/merged_capture.h"
#include "core/capture/merged_places.h"
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <algorithm>
#include <stop_token>

namespace synscope::test {
namespace {

class Merged : public ::testing::Test {
protected:
    /// A pcap file with packets whose bytes are their names, at seconds after 1700000000.
    struct Spec {
        std::uint32_t second;
        std::string name;
    };
    static std::string pcap(const std::vector<Spec>& specs, const PcapWriter& w = {}) {
        std::string content = w.header();
        for (const Spec& spec : specs)
            content += w.record(1700000000 + spec.second, 0, spec.name, static_cast<std::uint32_t>(spec.name.size()));
        return content;
    }
    std::string file(const std::string& name, const std::string& content) const {
        return m_directory.file(name, content);
    }
    static Result<std::unique_ptr<PacketSource>> open(const std::vector<std::string>& paths) {
        return openCaptures(paths, {});
    }
    /// The names of the packets in their order, and that they are numbered through.
    static std::string namesIn(const std::vector<std::string>& paths, std::size_t limit = 3) {
        const auto source = open(paths);
        if (!source)
            return source.error().message;
        std::string names;
        std::uint64_t number = 0;
        for (const ReadPacket& packet : readAll(*source.value(), limit).packets) {
            names += (names.empty() ? "" : " ") + packet.data;
            EXPECT_EQ(indexOf(packet.packet.number), ++number);
        }
        return names;
    }
    static std::string refusalOf(const std::vector<std::string>& paths) {
        const auto source = open(paths);
        return source ? std::string() : source.error().message;
    }
    /// Reads all, lets the source go, and fetches each packet from last to first.
    static void expectEveryPacketAgain(const std::vector<std::string>& paths, std::size_t packets,
                                       std::size_t limit = 3) {
        auto source = open(paths);
        ASSERT_TRUE(source);
        const FetchPacket fetch = source.value()->fetcher();
        ReadAll all = readAll(*source.value(), limit);
        std::move(source).value().reset();
        ASSERT_EQ(all.packets.size(), packets);
        std::reverse(all.packets.begin(), all.packets.end());
        FetchBuffer buffer;
        for (const ReadPacket& read : all.packets) {
            EXPECT_LT(read.packet.position, std::uint64_t{1} << 43);
            const Result<RawPacket> again = fetch(read.packet.position, buffer);
            ASSERT_TRUE(again) << again.error().message;
            EXPECT_EQ(again.value().position, read.packet.position);
            ReadPacket found{again.value(), textOf(again.value().bytes)};
            found.packet.number = read.packet.number;
            EXPECT_EQ(toText(found), toText(read));
        }
    }

    TemporaryDirectory m_directory;
};

std::string gzip(const TemporaryDirectory& directory, const std::string& name, const std::string& plain) {
    const std::string path = directory.path(name);
    const gzFile file = ::gzopen(path.c_str(), "wb");
    EXPECT_EQ(::gzwrite(file, plain.data(), static_cast<unsigned>(plain.size())), static_cast<int>(plain.size()));
    EXPECT_EQ(::gzclose(file), Z_OK);
    return path;
}

TEST_F(Merged, PacketsComeInOrderOfTime) {
    const std::string a = file("a", pcap({{1, "a1"}, {4, "a4"}, {5, "a5"}, {9, "a9"}}));
    const std::string b = file("b", pcap({{2, "b2"}, {3, "b3"}, {6, "b6"}}));
    const std::string c = file("c", pcap({{7, "c7"}, {8, "c8"}}));
    for (const std::size_t limit : {1U, 2U, 3U, 512U}) {
        EXPECT_EQ(namesIn({a, b, c}, limit), "a1 b2 b3 a4 a5 b6 c7 c8 a9");
        EXPECT_EQ(namesIn({c, b, a}, limit), "a1 b2 b3 a4 a5 b6 c7 c8 a9");
    }
}

TEST_F(Merged, OfEqualTimeTheFileGivenFirstComesFirst) {
    const std::string a = file("a", pcap({{1, "a1"}, {1, "a1'"}, {2, "a2"}}));
    const std::string b = file("b", pcap({{1, "b1"}, {2, "b2"}, {2, "b2'"}}));
    EXPECT_EQ(namesIn({a, b}), "a1 a1' b1 a2 b2 b2'");
    EXPECT_EQ(namesIn({b, a}), "b1 a1 a1' b2 b2' a2");
    std::vector<std::string> paths;
    for (const char* name : {"c", "d", "e", "f", "g", "h"})
        paths.push_back(file(name, pcap({{1, name}, {2, name}})));
    EXPECT_EQ(namesIn(paths), "c d e f g h c d e f g h");
}

TEST_F(Merged, AFileWhoseClockRunsBackwardsKeepsItsOwnOrder) {
    const std::string a = file("a", pcap({{5, "a5"}, {1, "a1"}, {8, "a8"}}));
    const std::string b = file("b", pcap({{4, "b4"}, {6, "b6"}, {7, "b7"}}));
    EXPECT_EQ(namesIn({a, b}), "b4 a5 a1 b6 b7 a8");
}

TEST_F(Merged, FormatsLinkTypesAndUnitsOfTimeMayDiffer) {
    const PcapngWriter ng;
    const PcapWriter nanoseconds{.order = ByteOrder::Big, .magic = 0xa1b23c4d, .link = 101};
    const std::string a = file("a", nanoseconds.header() + nanoseconds.record(1700000001, 500, "nano", 4));
    const std::string b =
        file("b", ng.section() + ng.interface(113, 0) + ng.interface(276, 0, ng.option(9, "\x09")) +
                      ng.enhanced(1, 1700000001000000400, "ng", 2) + ng.enhanced(0, 1700000002000000, "late", 9));
    const std::string c = gzip(m_directory, "c", pcap({{1, "packed"}}));
    const auto source = open({a, b, c});
    ASSERT_TRUE(source);
    EXPECT_EQ(toText(readAll(*source.value()).packets),
              (std::vector<std::string>{
                  "1 link 1 at 1700000001.000000000 6/6 'packed'", "2 link 276 at 1700000001.000000400 2/2 'ng'",
                  "3 link 101 at 1700000001.000000500 4/4 'nano'", "4 link 113 at 1700000002.000000000 4/9 'late'"}));
    expectEveryPacketAgain({a, b, c}, 4);
}

TEST_F(Merged, PacketsOfCompressedFilesAreFoundAmongThoseOfOthers) {
    std::vector<Spec> even;
    std::vector<Spec> odd;
    for (std::uint32_t i = 0; i < 3000; ++i)
        (i % 2 == 0 ? even : odd).push_back({i, std::to_string(i) + std::string(1000, 'x')});
    const std::string a = gzip(m_directory, "a", pcap(even));
    const std::string b = gzip(m_directory, "b", pcap(odd));
    expectEveryPacketAgain({a, b}, 3000);
}

TEST_F(Merged, DamageOfOneFileIsToldAtTheEndAndTheOthersAreRead) {
    std::string cut = pcap({{1, "a1"}, {3, "a3"}});
    cut.pop_back();
    const std::string a = file("a", cut);
    const std::string b = file("b", pcap({{2, "b2"}, {4, "b4"}}));
    const std::string c = file("c", "no capture at all");
    const auto source = open({a, b, c});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    EXPECT_EQ(all.packets.size(), 3U);
    ASSERT_EQ(all.status, ReadStatus::Damaged);
    EXPECT_EQ(all.damage->file, c);
    EXPECT_EQ(all.damage->reason, c + " is not a pcap or pcapng capture: it looks like text");
    ASSERT_EQ(all.damage->others.size(), 1U);
    EXPECT_EQ(all.damage->others[0].file, a);
    EXPECT_EQ(all.damage->others[0].packet, 2U);
    EXPECT_EQ(all.damage->others[0].byteOffset, 24U + 16 + 2);
    EXPECT_EQ(all.damage->others[0].reason, "the file ends inside packet 2: 2 bytes promised, 1 left");
}

TEST_F(Merged, DamageOfTheFileThatEndsLastIsToldToo) {
    const std::string a = file("a", pcap({{1, "a1"}}));
    const std::string b = file("b", pcap({{2, "b2"}}) + std::string(16, '\xff'));
    for (const std::size_t limit : {1U, 512U}) {
        const auto source = open({a, b});
        ASSERT_TRUE(source);
        const ReadAll all = readAll(*source.value(), limit);
        EXPECT_EQ(all.packets.size(), 2U);
        ASSERT_EQ(all.status, ReadStatus::Damaged);
        EXPECT_EQ(all.damage->file, b);
        EXPECT_TRUE(all.damage->others.empty());
    }
}

TEST_F(Merged, AFileThatHoldsNoPacketsIsNoDamage) {
    const std::string a = file("a", pcap({}));
    const std::string b = file("b", pcap({{2, "b2"}}));
    const auto source = open({a, b, file("c", pcap({}))});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_EQ(all.packets.size(), 1U);
}

TEST_F(Merged, RefusesWhatCannotBeReadTogether) {
    const std::string a = file("a", pcap({{1, "a1"}}));
    const std::string none = m_directory.path("none");
    EXPECT_EQ(refusalOf({a, none}), "cannot open " + none + ": No such file or directory");
    EXPECT_EQ(refusalOf({a, "/"}), "/ is a directory: give the capture files inside it");
    EXPECT_EQ(refusalOf({a, a}), a + " is given twice");
    std::filesystem::create_symlink(a, m_directory.path("same"));
    EXPECT_EQ(refusalOf({a, m_directory.path("same")}), m_directory.path("same") + " is given twice: it is " + a);
    EXPECT_EQ(refusalOf({a, "-"}), "standard input cannot be read together with files: give it alone");
    EXPECT_EQ(refusalOf({a, "/dev/null"}), "/dev/null is no regular file: it cannot be read together with others");
    EXPECT_EQ(refusalOf({file("x", "xxxxxxxxxxxxxxxx"), file("y", "")}),
              m_directory.path("x") + " is not a pcap or pcapng capture: it looks like text");
    EXPECT_EQ(refusalOf({}), "there is no capture to read");
}

TEST_F(Merged, OneFileIsThatFile) {
    const std::string a = file("a", smallPcap());
    const auto source = open({a});
    ASSERT_TRUE(source);
    EXPECT_EQ(toText(readAll(*source.value()).packets), toText(readFile(a).packets));
    EXPECT_EQ(refusalOf({m_directory.path("none")}),
              "cannot open " + m_directory.path("none") + ": No such file or directory");
}

TEST_F(Merged, ProgressIsTheSumOfAllFiles) {
    const std::string a = file("a", pcap({{1, "a1"}}));
    const PcapngWriter ng;
    const std::string content = ng.section() + ng.interface(1, 0) + ng.enhanced(0, 1700000000000000, "b", 1);
    const std::string b = file("b", content + ng.drops(0, 5));
    const std::string c = file("c", content + ng.drops(0, 7));
    const auto source = open({a, b, c});
    ASSERT_TRUE(source);
    const std::uint64_t total =
        std::filesystem::file_size(a) + std::filesystem::file_size(b) + std::filesystem::file_size(c);
    EXPECT_EQ(source.value()->progress().bytesRead, 0U);
    EXPECT_EQ(source.value()->progress().bytesTotal, total);
    (void)readAll(*source.value());
    EXPECT_EQ(source.value()->progress().bytesRead, total);
    EXPECT_EQ(source.value()->progress().kernelDrops, 12U);
}

TEST_F(Merged, AnInterruptionEndsIt) {
    const std::string a = file("a", pcap({{1, "a1"}, {3, "a3"}}));
    const std::string b = file("b", pcap({{2, "b2"}, {4, "b4"}}));
    const auto source = open({a, b});
    ASSERT_TRUE(source);
    std::vector<RawPacket> batch;
    ASSERT_EQ(source.value()->read(batch, 1), ReadStatus::More);
    source.value()->interrupt();
    EXPECT_EQ(source.value()->read(batch, 1), ReadStatus::End);
    EXPECT_TRUE(batch.empty());

    std::stop_source stop;
    stop.request_stop();
    const std::vector<std::string> paths{a, b};
    EXPECT_FALSE(openCaptures(paths, {.keepPackets = true, .stop = stop.get_token()}));
}

TEST_F(Merged, FilesThatFollowEachOtherNeedFewDescriptors) {
    constexpr std::uint32_t kFiles = 300;
    std::vector<std::string> paths;
    for (std::uint32_t i = 0; i < kFiles; ++i)
        paths.push_back(i % 3 == 0 ? gzip(m_directory, std::to_string(i), pcap({{2 * i, "x"}, {2 * i + 1, "y"}}))
                                   : file(std::to_string(i), pcap({{2 * i, "x"}, {2 * i + 1, "y"}})));
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{48, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    expectEveryPacketAgain(paths, 2 * kFiles, 512);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST_F(Merged, MoreThanTheMostThatOverlapAreToldAsDamage) {
    constexpr std::uint32_t kLater = 2 * kMostOverlapping;
    std::vector<std::string> paths;
    for (std::uint32_t i = 0; i <= kMostOverlapping; ++i)
        paths.push_back(file(std::to_string(i), pcap({{i, "x"}, {kLater + i, "y"}})));
    const auto source = open(paths);
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    EXPECT_EQ(all.packets.size(), 2 * kMostOverlapping);
    ASSERT_EQ(all.status, ReadStatus::Damaged);
    EXPECT_EQ(all.damage->file, paths.back());
    EXPECT_EQ(all.damage->reason, "it overlaps in time with 4096 other files, the most that are read at once");
}

TEST_F(Merged, ManyThatOverlapNeedFewDescriptors) {
    constexpr std::uint32_t kFiles = 1000;
    std::vector<std::string> paths;
    for (std::uint32_t i = 0; i < kFiles; ++i) {
        const std::string content = pcap({{i, "x"}, {2000 + i, "y"}});
        paths.push_back(i % 10 == 0 ? gzip(m_directory, std::to_string(i), content) : file(std::to_string(i), content));
    }
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{48, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    expectEveryPacketAgain(paths, 2 * kFiles, 512);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST_F(Merged, AFileThatIsReplacedWhileItIsReadIsDamaged) {
    std::string large = pcap({});
    for (std::uint32_t i = 0; i < 300; ++i)
        large += PcapWriter{}.record(1700000000 + 2 * i, 0, std::string(1000, 'x'), 1000); // more than is read at once
    std::vector<std::string> paths{file("a", large)};
    for (std::uint32_t i = 0; i < CommonStore::kMostOpen; ++i) // one that was read lately is still open
        paths.push_back(file(std::to_string(i), pcap({{1, "early"}, {700, "late"}})));
    const auto source = open(paths);
    ASSERT_TRUE(source);
    std::vector<RawPacket> batch;
    for (std::size_t i = 0; i < paths.size(); ++i)
        ASSERT_EQ(source.value()->read(batch, 1), ReadStatus::More);
    std::filesystem::rename(file("other", large), paths.front());
    const ReadAll all = readAll(*source.value());
    EXPECT_EQ(all.packets.back().data, "late");
    ASSERT_EQ(all.status, ReadStatus::Damaged);
    EXPECT_EQ(all.damage->file, paths.front());
    EXPECT_EQ(all.damage->reason, "the file was replaced while it was read");
}

TEST_F(Merged, AFileThatIsReplacedIsNotReadAgain) {
    const std::string a = file("a", pcap({{1, "a1"}}));
    const std::string b = file("b", pcap({{2, "b2"}}));
    const auto source = open({a, b});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    (void)file("a", pcap({{9, "a9"}}));
    std::filesystem::last_write_time(a, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
    FetchBuffer buffer;
    const Result<RawPacket> again = source.value()->fetcher()(all.packets.at(0).packet.position, buffer);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message, a + " was changed after it was read: open it again");
    EXPECT_TRUE(source.value()->fetcher()(all.packets.at(1).packet.position, buffer));
}

TEST_F(Merged, WhatCameOfAFileIsSaidByItsName) {
    const std::string gone = file("gone", pcap({{1, "a1"}}));
    const std::string cut = file("cut", pcap({{2, "b2"}}));
    std::vector<std::string> paths{gone, cut};
    for (std::uint32_t i = 0; i < CommonStore::kMostOpen;
         ++i) // those asked for last stay open, also when they are gone
        paths.push_back(file(std::to_string(i), pcap({{3 + i, "x"}})));
    const auto source = open(paths);
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    std::filesystem::remove(gone);
    std::filesystem::resize_file(cut, std::filesystem::file_size(cut) - 1);
    const auto messageOf = [&](std::size_t packet) {
        FetchBuffer buffer;
        const Result<RawPacket> again = source.value()->fetcher()(all.packets.at(packet).packet.position, buffer);
        return again ? std::string() : again.error().message;
    };
    EXPECT_EQ(messageOf(0), gone + " cannot be read again: No such file or directory");
    EXPECT_EQ(messageOf(1), cut + " became shorter after it was read: open it again");
    EXPECT_EQ(messageOf(2), "");
}

TEST(MergedPlaces, LeadBackToTheCapture) {
    MergedPlaces places(2);
    const auto echo = [](unsigned capture) {
        return [capture](std::uint64_t position, FetchBuffer&) {
            RawPacket packet;
            packet.originalLength = capture;
            packet.time = timestampFromNs(static_cast<std::int64_t>(position));
            return Result<RawPacket>(packet);
        };
    };
    places.setFetch(0, echo(0));
    places.setFetch(1, echo(1));
    MergedPlaces::Dealer first(places, 0);
    MergedPlaces::Dealer second(places, 1);
    FetchBuffer buffer;
    for (const std::uint64_t position : {std::uint64_t{7}, std::uint64_t{0xffffff}, std::uint64_t{0x12345678901}}) {
        for (MergedPlaces::Dealer* dealer : {&first, &second}) {
            const std::optional<std::uint64_t> place = dealer->placeOf(position);
            ASSERT_TRUE(place);
            EXPECT_LT(*place, std::uint64_t{1} << 43);
            const Result<RawPacket> found = places.fetch(*place, buffer);
            ASSERT_TRUE(found);
            EXPECT_EQ(found.value().position, *place);
            EXPECT_EQ(nsSinceEpoch(found.value().time), static_cast<std::int64_t>(position));
            EXPECT_EQ(found.value().originalLength, dealer == &first ? 0U : 1U);
        }
    }
    EXPECT_FALSE(places.fetch(std::uint64_t{1} << 40, buffer));
}

TEST(MergedPlaces, SaysWhenNoneAreLeft) {
    MergedPlaces places(1, 2);
    MergedPlaces::Dealer dealer(places, 0);
    EXPECT_TRUE(dealer.placeOf(0));
    EXPECT_TRUE(dealer.placeOf(1 << 24));
    EXPECT_TRUE(dealer.placeOf((1 << 25) - 1));
    EXPECT_FALSE(dealer.placeOf(1 << 25));
}

} // namespace
} // namespace synscope::test
