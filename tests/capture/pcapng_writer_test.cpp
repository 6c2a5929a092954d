// SPDX-License-Identifier: Apache-2.0
//
// What the pcapng writer writes is what the reader reads, and its options are those of the format.
#include "core/capture/pcapng_format.h"
#include "core/capture/pcapng_writer.h"
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr Timestamp kBegin = timestampFromNs(1'700'000'000'123'456'789);

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string twoInterfaces() {
    std::string out;
    appendSectionHeader(out, "a test");
    appendInterfaceDescription(out, {"eth0", LinkType::Ethernet, 160, "tcp port 80"});
    appendInterfaceDescription(out, {"any", LinkType::LinuxSll, 96, ""});
    return out;
}

/// A pcapng writer of this machine's byte order.
PcapngWriter native() {
    return {kNativeOrder};
}

std::string count(unsigned code, std::uint64_t value) {
    return native().option(code, native().bytes().u64(value).text);
}

std::string time(unsigned code, Timestamp value) {
    const auto ns = static_cast<std::uint64_t>(nsSinceEpoch(value));
    return native().option(code, native().bytes().u32(ns >> 32).u32(ns & 0xffffffff).text);
}

TEST(PcapngWriting, IsReadBackToTheNanosecond) {
    const TemporaryDirectory directory;
    std::string out = twoInterfaces();
    appendEnhancedPacket(out, {0, kBegin, 60, bytesOf("first")});
    appendEnhancedPacket(out, {1, kBegin + std::chrono::nanoseconds(1), 0, {}});
    appendEnhancedPacket(out, {0, kBegin + std::chrono::seconds(1), 8, bytesOf("the last")});
    EXPECT_EQ(toText(readFile(directory.file("a", out)).packets),
              (Lines{"1 link 1 at 1700000000.123456789 5/60 'first'", "2 link 113 at 1700000000.123456790 0/0 ''",
                     "3 link 1 at 1700000001.123456789 8/8 'the last'"}));
}

TEST(PcapngWriting, NamesWriterInterfaceAndFilter) {
    const PcapngWriter w = native();
    const std::string end = w.option(0, "");
    const std::string header = w.bytes().u32(0x1a2b3c4d).u16(1).u16(0).u64(~std::uint64_t{0}).text;
    EXPECT_EQ(twoInterfaces(), w.block(0x0a0d0d0a, header + w.option(4, "a test") + end) +
                                   w.interface(1, 160,
                                               w.option(2, "eth0") + w.option(9, "\x09") +
                                                   w.option(11, std::string(1, '\0') + "tcp port 80") + end) +
                                   w.interface(113, 96, w.option(2, "any") + w.option(9, "\x09") + end));
}

TEST(PcapngWriting, SaysWhatWasReceivedAndDropped) {
    InterfaceStatistics statistics{1, kBegin + std::chrono::seconds(1), kBegin, std::nullopt, 10, 2, 3, 5};
    std::string running;
    appendInterfaceStatistics(running, statistics);
    statistics.end = statistics.time;
    std::string over;
    appendInterfaceStatistics(over, statistics);

    const PcapngWriter w = native();
    const auto ns = static_cast<std::uint64_t>(nsSinceEpoch(statistics.time));
    const std::string fixed = w.bytes().u32(1).u32(ns >> 32).u32(ns & 0xffffffff).text + time(2, kBegin);
    const std::string counts = count(4, 10) + count(5, 2) + count(7, 3) + count(8, 5) + w.option(0, "");
    EXPECT_EQ(running, w.block(5, fixed + counts));
    EXPECT_EQ(over, w.block(5, fixed + time(3, statistics.time) + counts));
}

TEST(PcapngWriting, DropsOfInterfaceAndKernelAreReadTogether) {
    const TemporaryDirectory directory;
    std::string out = twoInterfaces();
    appendInterfaceStatistics(out, {0, kBegin, kBegin, std::nullopt, 10, 2, 3, 5});
    appendInterfaceStatistics(out, {1, kBegin, kBegin, std::nullopt, 10, 20, 30, 5});
    auto source = openCapture(directory.file("a", out), {});
    ASSERT_TRUE(source);
    EXPECT_EQ(readAll(*source.value()).status, ReadStatus::End);
    EXPECT_EQ(source.value()->progress().kernelDrops, 55U);
}

TEST(PcapngWriting, LongTextIsCutToWhatAnOptionHolds) {
    const TemporaryDirectory directory;
    std::string out;
    appendSectionHeader(out, "a test");
    appendInterfaceDescription(out, {"eth0", LinkType::Ethernet, 160, std::string(100'000, 'x')});
    appendEnhancedPacket(out, {0, kBegin, 5, bytesOf("first")});
    const ReadAll all = readFile(directory.file("a", out));
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_EQ(all.packets.size(), 1U);
}

TEST(PcapngComment, GoesBeforeTheOptionsOfItsPacket) {
    const PcapngWriter w{kNativeOrder};
    const auto commented = [&](const std::string& block) {
        const std::vector<std::byte> out =
            withComment({reinterpret_cast<const std::byte*>(block.data()), block.size()}, kNativeOrder, "hello");
        return std::string(reinterpret_cast<const char*>(out.data()), out.size());
    };
    const std::string comment = w.option(1, "hello");
    const std::string end = w.option(0, "");
    const std::string flags = w.option(2, "flag") + end;
    EXPECT_EQ(commented(w.enhanced(0, 7, "abcde", 9)), w.enhanced(0, 7, "abcde", 9, comment + end));
    EXPECT_EQ(commented(w.enhanced(0, 7, "abcde", 9, flags)), w.enhanced(0, 7, "abcde", 9, comment + flags));
    EXPECT_EQ(commented(w.simple(4, "abcd")), "");
    EXPECT_EQ(commented(w.enhanced(0, 7, "abcde", 9).substr(0, 30)), "");
    std::string lying = w.enhanced(0, 7, "abcde", 9);
    lying[20] = 100; // bytes that it claims to hold
    EXPECT_EQ(commented(lying), "");
}

} // namespace
} // namespace synscope::test
