// SPDX-License-Identifier: Apache-2.0
//
// Packets of any link type, one after the other through one decoder, which remembers fragments between them. Each is
// a link type's number (one byte, by kLinks), a byte (bit 7: cut; bits 0 to 2: check sequence), a length and its bytes.
#include "core/wire/decode.h"
#include "tests/fuzz/fuzz.h"

#include <array>

namespace synscope::test {
namespace {

constexpr std::array kLinks{LinkType::Ethernet, LinkType::Null,      LinkType::Ppp,       LinkType::Fddi,
                            LinkType::PppHdlc,  LinkType::PppEther,  LinkType::Raw12,     LinkType::Raw14,
                            LinkType::Raw,      LinkType::CiscoHdlc, LinkType::Ieee80211, LinkType::Loop,
                            LinkType::LinuxSll, LinkType::Prism,     LinkType::Radiotap,  LinkType::Ipv4,
                            LinkType::Ipv6,     LinkType::Nflog,     LinkType::LinuxSll2, LinkType{9999}};

void checkSegment(const RawPacket& packet, const Segment& segment) {
    require(segment.packet == packet.number && segment.position == packet.position, "a segment names its packet");
    require(segment.payload.size() <= segment.payloadBytes, "no more payload is there than the headers say");
    require(segment.options.sackCount <= segment.options.sack.size(), "there is room for the SACK blocks");
    if (segment.reassembled || segment.payload.empty())
        return;
    const bool isInside = segment.payload.data() >= packet.bytes.data() &&
                          segment.payload.data() + segment.payload.size() <= packet.bytes.data() + packet.bytes.size();
    require(isInside, "a payload lies in its packet");
}

} // namespace
} // namespace synscope::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    FuzzInput input(data, size);
    Decoder decoder;
    std::uint64_t number = 0;
    while (!input.isEmpty()) {
        RawPacket packet;
        packet.link = kLinks[input.u8() % kLinks.size()];
        const std::uint8_t form = input.u8();
        const ExactBytes copy(input.bytes(input.u16()));
        packet.bytes = copy.bytes();
        packet.fcsBytes = form & 7;
        packet.originalLength = static_cast<std::uint32_t>(copy.bytes().size() + ((form & 0x80) != 0 ? 1000 : 0));
        packet.number = PacketNumber{++number};
        packet.position = number * 100;
        packet.time = timestampFromNs(static_cast<std::int64_t>(number) * 1'000'000'000);
        Segment segment;
        if (decoder.decode(packet, segment) == PacketFate::Tracked)
            checkSegment(packet, segment);
    }
    return 0;
}
