// SPDX-License-Identifier: Apache-2.0
//
// Several captures of any bytes, read as one, against each of them read alone: every packet once, in the order that a
// merge by time has to give, and found again by its position.
#include "core/capture/capture_file.h"
#include "core/capture/merged_capture.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/read_source.h"

#include <algorithm>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::size_t kMostFiles = 12; ///< more than stay open
constexpr std::size_t kMostPackets = 3'000;
constexpr std::size_t kMostBytes = std::size_t{1} << 20; ///< a few bytes can unpack to millions

struct Packet {
    RawPacket raw;
    std::vector<std::byte> bytes; ///< that `raw` points at
};

/// One capture, read alone.
struct Alone {
    std::vector<Packet> packets;
    std::size_t next = 0; ///< to come in the merge
    bool opens = false;
    bool isWhole = false;
};

/// What the input has room for; of a capture that is larger, nothing is compared.
struct Budget {
    std::size_t packets = kMostPackets;
    std::size_t bytes = kMostBytes;
    bool isSpent = false;

    void take(const RawPacket& packet) {
        isSpent = isSpent || packets == 0 || bytes < packet.bytes.size();
        packets -= isSpent ? 0 : 1;
        bytes -= isSpent ? 0 : packet.bytes.size();
    }
};

Alone readAlone(const std::string& path, Budget& budget) {
    Alone alone;
    const Result<std::unique_ptr<PacketSource>> source = openCapture(path, {.keepPackets = false});
    if (!source)
        return alone;
    alone.opens = true;
    std::vector<RawPacket> batch;
    ReadStatus status = ReadStatus::More;
    while (status == ReadStatus::More && !budget.isSpent) {
        status = source.value()->read(batch, 512);
        for (const RawPacket& packet : batch) {
            budget.take(packet);
            if (budget.isSpent)
                return alone;
            Packet& kept = alone.packets.emplace_back(Packet{packet, {packet.bytes.begin(), packet.bytes.end()}});
            kept.raw.bytes = kept.bytes;
        }
    }
    alone.isWhole = status == ReadStatus::End;
    return alone;
}

/// The earliest of those that are next in their captures, of equal ones that of the first capture; null: none is left.
const RawPacket* nextOf(std::vector<Alone>& captures) {
    Alone* first = nullptr;
    for (Alone& one : captures)
        if (one.next < one.packets.size() &&
            (first == nullptr || one.packets[one.next].raw.time < first->packets[first->next].raw.time))
            first = &one;
    return first != nullptr ? &first->packets[first->next++].raw : nullptr;
}

struct Seen {
    RawPacket asExpected;
    std::uint64_t position = 0;
};

void findAgain(const PacketSource& source, const std::vector<Seen>& seen) {
    const FetchPacket fetch = source.fetcher();
    FetchBuffer buffer;
    const auto find = [&](const Seen& one) {
        const Result<RawPacket> again = fetch(one.position, buffer);
        require(again.hasValue(), "a packet that was read is found again");
        require(again.value().position == one.position, "a packet knows its position");
        require(areSame(one.asExpected, again.value()), "a packet is found as it was read");
    };
    std::for_each(seen.begin(), seen.end(), find);
    std::for_each(seen.rbegin(), seen.rend(), find); // in an order that no reading ahead helps
}

void readMerged(PacketSource& source, std::vector<Alone>& captures, std::size_t atOnce) {
    std::vector<Seen> seen;
    std::vector<RawPacket> batch;
    ReadStatus status = ReadStatus::More;
    while (status == ReadStatus::More) {
        status = source.read(batch, atOnce);
        require(batch.size() <= atOnce, "a batch has no more packets than asked for");
        for (const RawPacket& packet : batch) {
            const RawPacket* const expected = nextOf(captures);
            require(expected != nullptr, "there are no more packets than in the captures");
            require(areSame(*expected, packet), "packets come by time, those of one capture in its order");
            seen.push_back({*expected, packet.position});
            require(indexOf(packet.number) == seen.size(), "packets are numbered as they come");
        }
    }
    require(nextOf(captures) == nullptr, "every packet of each capture comes");
    const auto damaged = std::count_if(captures.begin(), captures.end(), [](const Alone& one) { return !one.isWhole; });
    require((status == ReadStatus::Damaged) == (damaged > 0), "damage is told when there is some");
    require(source.damage().has_value() == (damaged > 0), "damage is told with the end alone");
    if (source.damage())
        require(source.damage()->others.size() + 1 == static_cast<std::size_t>(damaged), "each damage is told once");
    findAgain(source, seen);
}

} // namespace
} // namespace synscope::test

/// A byte says how many packets are read at once; then captures, each behind its length in two bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    FuzzInput input(data, size);
    const std::size_t atOnce = std::size_t{1} + input.u8();
    std::vector<FileDescriptor> files;
    std::vector<std::string> paths;
    std::vector<Alone> captures;
    Budget budget;
    while (!input.isEmpty() && files.size() < kMostFiles && !budget.isSpent) {
        const std::size_t bytes = input.u16();
        files.push_back(fileOf(input.bytes(bytes)));
        paths.push_back(pathOf(files.back()));
        captures.push_back(readAlone(paths.back(), budget));
    }
    if (files.size() < 2 || budget.isSpent)
        return 0;
    const bool oneOpens = std::any_of(captures.begin(), captures.end(), [](const Alone& one) { return one.opens; });
    const Result<std::unique_ptr<PacketSource>> source = openCaptures(paths, {});
    require(source.hasValue() == oneOpens, "captures open where one of them does");
    if (source)
        readMerged(*source.value(), captures, atOnce);
    else
        require(!source.error().message.empty(), "a refusal says why");
    return 0;
}
