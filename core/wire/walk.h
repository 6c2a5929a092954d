// SPDX-License-Identifier: Apache-2.0
//
// Walking a packet inwards, one layer after another. A layer is a pure function: it reads its header from
// the front of `rest`, drops it, and names the layer that follows or the packet's fate.
#pragma once

#include "core/wire/decode.h"
#include "core/wire/slice.h"

#include <cstdint>

namespace synscope {

struct Walk;
struct Next;
using Layer = Next (*)(Walk&);

/// What follows a layer: another one, or (with no layer) the packet's fate.
struct Next {
    Layer layer = nullptr;
    PacketFate fate = PacketFate::NotIp;

    Next(Layer following) : layer(following) {}
    Next(PacketFate end) : fate(end) {}
};

/// Where a fragment's bytes (Walk::rest) belong. Its addresses are those in Walk::segment.
struct FragmentPlace {
    bool met = false; ///< false when a fate of Fragment has nothing that could be put together
    bool more = false;
    std::uint8_t protocol = 0; ///< what the datagram carries; only the first fragment's counts for IPv6
    std::uint32_t id = 0;
    std::uint32_t offset = 0; ///< bytes
};

struct Walk {
    Slice rest;
    Segment& segment;
    FragmentPlace fragment;
    bool sawIp = false;       ///< an IP header was walked: what is not IP further in is NotTcp
    bool guessed = false;     ///< in a tunnel known by its UDP port only, with no sane IP header in it so far
    bool fcsRemoved = false;  ///< the frame check sequence is no longer part of `rest`
    bool wifiPadding = false; ///< the 802.11 header is padded to 4 bytes
};

} // namespace synscope
