// SPDX-License-Identifier: Apache-2.0
//
// Names of states, and IPv4 addresses in IPv6 clothes.
#include "core/sockets/socket_table.h"

#include <algorithm>
#include <array>

namespace synscope {

std::string_view toText(SocketState state) {
    switch (state) {
    case SocketState::Established:
        return "ESTABLISHED";
    case SocketState::SynSent:
        return "SYN_SENT";
    case SocketState::SynReceived:
    case SocketState::NewSynReceived:
        return "SYN_RECEIVED";
    case SocketState::FinWait1:
        return "FIN_WAIT_1";
    case SocketState::FinWait2:
        return "FIN_WAIT_2";
    case SocketState::TimeWait:
        return "TIME_WAIT";
    case SocketState::Closed:
    case SocketState::BoundInactive:
        return "CLOSED";
    case SocketState::CloseWait:
        return "CLOSE_WAIT";
    case SocketState::LastAck:
        return "LAST_ACK";
    case SocketState::Listen:
        return "LISTEN";
    case SocketState::Closing:
        return "CLOSING";
    }
    return "";
}

std::optional<SocketState> socketStateFrom(unsigned kernelNumber) {
    if (kernelNumber < 1 || kernelNumber > 13)
        return std::nullopt;
    return static_cast<SocketState>(kernelNumber);
}

IpAddress withoutMapping(const IpAddress& address) {
    constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (!address.isV6 || !std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin()))
        return address;
    IpAddress plain;
    std::copy(address.bytes.begin() + kMapped.size(), address.bytes.end(), plain.bytes.begin());
    return plain;
}

} // namespace synscope
