// SPDX-License-Identifier: Apache-2.0
//
// Drives the walk through a packet's layers and puts fragments together on the way.
#include "core/wire/decode.h"

#include "core/wire/fragments.h"
#include "core/wire/layers.h"
#include "core/wire/plain_segment.h"

#include <numeric>
#include <utility>

namespace synscope {
namespace {

/// Enough for a dozen tunnels within each other; a packet made to nest on is Malformed.
constexpr int kMaxLayers = 64;

/// The frame as it was on the wire, without its check sequence.
Slice frameOf(const RawPacket& packet) {
    Slice frame(packet.bytes, packet.originalLength);
    if (packet.fcsBytes != 0 && packet.fcsBytes <= frame.length())
        frame.setLength(frame.length() - packet.fcsBytes);
    return frame;
}

PacketFate walkInwards(Layer layer, Walk& walk) {
    for (int count = 0; count < kMaxLayers; ++count) {
        const Next next = layer(walk);
        if (next.layer == nullptr)
            return next.fate;
        layer = next.layer;
    }
    return PacketFate::Malformed;
}

/// What a fate means for the packet as a whole: within IP nothing is NotIp, and a UDP payload that turned
/// out not to be the tunnel its port promised is only UDP.
PacketFate fateOfPacket(PacketFate fate, const Walk& walk) {
    if (fate == PacketFate::NotIp && walk.sawIp)
        return PacketFate::NotTcp;
    if (fate == PacketFate::Malformed && walk.guessed)
        return PacketFate::NotTcp;
    return fate;
}

} // namespace

class Decoder::Fragments {
public:
    /// The datagram the fragment at hand completes, valid until the next one; null when it is not complete.
    const WholeDatagram* add(const Walk& fragment, Timestamp time) {
        std::optional<WholeDatagram> whole = m_table.add(fragment, time);
        if (!whole)
            return nullptr;
        m_whole = std::move(*whole);
        return &m_whole;
    }

private:
    FragmentTable m_table;
    WholeDatagram m_whole; // the last one: a segment's payload points into it
};

Decoder::Decoder() = default;
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

PacketFate Decoder::decode(const RawPacket& packet, Segment& segment) {
    if (readPlainSegment(packet, segment))
        return PacketFate::Tracked;
    const Layer layer = layerOfLinkType(packet.link);
    if (layer == nullptr)
        return PacketFate::UnknownLinkType;
    segment.packet = packet.number;
    segment.time = packet.time;
    segment.position = packet.position;
    segment.reassembled = false;

    Walk walk{.rest = frameOf(packet), .segment = segment, .fragment = {}, .fcsRemoved = packet.fcsBytes != 0};
    PacketFate fate = walkInwards(layer, walk);
    while (fate == PacketFate::Fragment && walk.fragment.met) {
        if (!m_fragments)
            m_fragments = std::make_unique<Fragments>();
        const WholeDatagram* whole = m_fragments->add(walk, packet.time);
        if (whole == nullptr)
            return PacketFate::Fragment;
        walk.rest = Slice(whole->bytes, whole->length);
        walk.fragment = {};
        segment.reassembled = true;
        segment.lengthFromCapture = false;
        const Layer carried = layerOfIpProtocol(whole->protocol);
        fate = carried != nullptr ? walkInwards(carried, walk) : PacketFate::NotTcp;
    }
    return fateOfPacket(fate, walk);
}

std::string_view toText(PacketFate fate) {
    switch (fate) {
    case PacketFate::Tracked:
        return "tracked";
    case PacketFate::NotIp:
        return "not-ip";
    case PacketFate::NotTcp:
        return "not-tcp";
    case PacketFate::Fragment:
        return "fragment";
    case PacketFate::Malformed:
        return "malformed";
    case PacketFate::CutBySnapLength:
        return "cut-by-snap-length";
    case PacketFate::UnknownLinkType:
        return "unknown-link-type";
    case PacketFate::ProtectedFrame:
        return "protected-frame";
    }
    return {};
}

std::uint64_t PacketCounts::total() const {
    return std::accumulate(byFate.begin(), byFate.end(), std::uint64_t{0});
}

} // namespace synscope
