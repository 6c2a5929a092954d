// SPDX-License-Identifier: Apache-2.0
//
// The network interfaces of this machine, and which of them this process may capture from. Listing needs no
// privilege.
#pragma once

#include "core/capture/live_fault.h"
#include "core/wire/packet.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace synscope {

struct LinkChoice {
    LinkType link = LinkType::Ethernet;
    std::string name; ///< as libpcap names it: "EN10MB"
};

struct InterfaceFacts {
    std::string name;
    std::string description;            ///< often empty
    std::vector<std::string> addresses; ///< "192.0.2.1/24", "2001:db8::1/64"
    bool isUp = false;
    bool isRunning = false; ///< there is a carrier
    bool isLoopback = false;
    bool isWireless = false;
    std::vector<LinkChoice> linkTypes; ///< the first is used; empty when it may not be opened
    MaybeLiveFault obstacle;           ///< why it may not be captured from
};

/// All of them and `any`, the likeliest to be wanted first. Each is opened for a moment and nothing read from it.
[[nodiscard]] std::variant<std::vector<InterfaceFacts>, LiveFault> listInterfaces();

/// What link type the interface's packets would have, found without opening it. Empty for no such interface.
[[nodiscard]] std::optional<LinkType> expectedLinkType(const std::string& interface);

} // namespace synscope
