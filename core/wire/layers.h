// SPDX-License-Identifier: Apache-2.0
//
// The layers by name, and which of them follows a number. The tables are in link_layer.cpp.
#pragma once

#include "core/wire/packet.h"
#include "core/wire/walk.h"

#include <cstdint>

namespace synscope {

/// Null for a link type that is not known.
[[nodiscard]] Layer layerOfLinkType(LinkType link);
/// Null for an EtherType that is not followed.
[[nodiscard]] Layer layerOfEtherType(std::uint16_t etherType);
/// Null for a PPP protocol that is not followed.
[[nodiscard]] Layer layerOfPppProtocol(std::uint16_t protocol);
/// Null for an IP protocol that is not followed.
[[nodiscard]] Layer layerOfIpProtocol(std::uint8_t protocol);
/// The tunnel known to use one of the ports; null for none.
[[nodiscard]] Layer layerOfUdpPorts(std::uint16_t source, std::uint16_t destination);

/// `layer`, or `otherwise` where it is null.
[[nodiscard]] inline Next layerOr(Layer layer, PacketFate otherwise) {
    return layer != nullptr ? Next(layer) : Next(otherwise);
}

// link_layer.cpp
Next walkEthernet(Walk& walk);
/// From the EtherType field on.
Next walkEtherType(Walk& walk);
Next walkLlc(Walk& walk);
Next walkPpp(Walk& walk);

// wifi.cpp
Next walkIeee80211(Walk& walk);
Next walkRadiotap(Walk& walk);
Next walkPrism(Walk& walk);

// ip_packet.cpp
Next walkIpv4(Walk& walk);
Next walkIpv6(Walk& walk);
/// Either version, told by the first four bits; NotIp for another number there.
Next walkIp(Walk& walk);
/// Authentication header (RFC 4302) after IPv4; the IPv6 walk takes its own.
Next walkAuthenticationHeader(Walk& walk);

// tunnels.cpp
Next walkMpls(Walk& walk);
Next walkPppoe(Walk& walk);
Next walkGre(Walk& walk);
Next walkEtherIp(Walk& walk);
Next walkUdp(Walk& walk);
Next walkTeredo(Walk& walk);
Next walkVxlan(Walk& walk);
Next walkGeneve(Walk& walk);
Next walkGtpU(Walk& walk);

// tcp_header.cpp
Next walkTcp(Walk& walk);

} // namespace synscope
