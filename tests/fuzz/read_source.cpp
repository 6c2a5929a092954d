// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/read_source.h"

#include "core/wire/decode.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

namespace synscope::test {
namespace {

constexpr std::size_t kAtOnce = 7;
constexpr std::uint64_t kMostPackets = 20'000; ///< a few bytes can unpack to millions

void find(const FetchPacket& fetch, const RawPacket& packet, Kept kept) {
    FetchBuffer buffer;
    const Result<RawPacket> again = fetch(packet.position, buffer);
    require(again.hasValue(), "a packet that was read is found again");
    require(kept != Kept::All || !again.value().isGone, "no packet goes by itself");
    require(again.value().isGone || areSame(packet, again.value()), "a packet is found as it was read");
}

} // namespace

bool areSame(const RawPacket& one, const RawPacket& other) {
    return one.time == other.time && one.link == other.link && one.originalLength == other.originalLength &&
           one.fcsBytes == other.fcsBytes &&
           std::equal(one.bytes.begin(), one.bytes.end(), other.bytes.begin(), other.bytes.end());
}

void readSource(PacketSource& source, Kept kept) {
    const FetchPacket fetch = source.fetcher();
    Decoder decoder;
    PacketCounts counts;
    std::vector<RawPacket> packets;
    std::uint64_t number = 0;
    ReadStatus status = ReadStatus::More;
    while (status == ReadStatus::More && number < kMostPackets) {
        status = source.read(packets, kAtOnce);
        require(packets.size() <= kAtOnce, "a batch has no more packets than asked for");
        for (const RawPacket& packet : packets) {
            require(indexOf(packet.number) == ++number, "packets are numbered as they come");
            Segment segment;
            counts.add(decoder.decode(packet, segment));
            find(fetch, packet, kept);
        }
    }
    require(counts.total() == number, "every packet has a fate");
    require((status == ReadStatus::Damaged) == source.damage().has_value(), "damage is told when there is some");
    if (source.damage())
        require(source.damage()->packet == number + 1 && !source.damage()->reason.empty(), "damage says where and why");
    require(kept == Kept::Left || source.progress().packetsLetGo <= number, "no more packets go than came");
}

} // namespace synscope::test
