// SPDX-License-Identifier: Apache-2.0
//
// Listing interfaces with libpcap, and link types by what Linux says of an interface's hardware.
#include "core/capture/live_interfaces.h"

#include "core/capture/live_interface.h"
#include "core/capture/live_pcap.h"

#include <arpa/inet.h>
#include <array>
#include <bit>
#include <memory>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <span>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace synscope {
namespace {

struct DeviceListCloser {
    void operator()(pcap_if_t* list) const { ::pcap_freealldevs(list); }
};
using DeviceList = std::unique_ptr<pcap_if_t, DeviceListCloser>;

/// The bytes of an address in the order of the network; empty for another family than IPv4 and IPv6.
std::span<const std::byte> addressBytes(const sockaddr* address) {
    if (address == nullptr)
        return {};
    if (address->sa_family == AF_INET)
        return std::as_bytes(std::span(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr, 1));
    if (address->sa_family == AF_INET6)
        return std::as_bytes(std::span(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, 1));
    return {};
}

/// "192.0.2.1/24"; empty for another family than IPv4 and IPv6.
std::string addressText(const pcap_addr& address) {
    const std::span<const std::byte> bytes = addressBytes(address.addr);
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (bytes.empty() || ::inet_ntop(address.addr->sa_family, bytes.data(), text.data(), text.size()) == nullptr)
        return {};
    int prefix = 0;
    for (const std::byte byte : addressBytes(address.netmask))
        prefix += std::popcount(std::to_integer<unsigned>(byte));
    return std::string(text.data()) + "/" + std::to_string(prefix);
}

InterfaceFacts factsOf(const pcap_if_t& device) {
    InterfaceFacts facts;
    facts.name = device.name;
    if (device.description != nullptr)
        facts.description = device.description;
    for (const pcap_addr* address = device.addresses; address != nullptr; address = address->next)
        if (std::string text = addressText(*address); !text.empty())
            facts.addresses.push_back(std::move(text));
    facts.isUp = (device.flags & PCAP_IF_UP) != 0;
    facts.isRunning = (device.flags & PCAP_IF_RUNNING) != 0;
    facts.isLoopback = (device.flags & PCAP_IF_LOOPBACK) != 0;
    facts.isWireless = (device.flags & PCAP_IF_WIRELESS) != 0;
    return facts;
}

/// Opens the interface, and says what came of it.
void tryToOpen(InterfaceFacts& facts) {
    LiveInterface interface(facts.name);
    constexpr std::uint32_t kSmallBufferKib = 256;
    facts.obstacle = interface.open({.bufferKib = kSmallBufferKib});
    if (facts.obstacle)
        return;
    for (const LinkType link : interface.linkTypes()) {
        const char* const name = ::pcap_datalink_val_to_name(dltOf(link));
        facts.linkTypes.push_back({link, name == nullptr ? "" : name});
    }
}

constexpr int kNoHardware = -1;

/// An ARPHRD_ number, or kNoHardware where there is no such interface.
int hardwareOf(const std::string& interface) {
    ifreq request{};
    if (interface.size() >= sizeof request.ifr_name)
        return kNoHardware;
    interface.copy(request.ifr_name, interface.size());
    const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool isThere = ::ioctl(any, SIOCGIFHWADDR, &request) == 0;
    ::close(any);
    return isThere ? request.ifr_hwaddr.sa_family : kNoHardware;
}

} // namespace

std::variant<std::vector<InterfaceFacts>, LiveFault> listInterfaces() {
    std::array<char, PCAP_ERRBUF_SIZE> message{};
    pcap_if_t* first = nullptr;
    if (::pcap_findalldevs(&first, message.data()) != 0)
        return LiveFault{LiveFaultKind::CaptureFailed, std::string("interfaces cannot be listed: ") + message.data()};
    const DeviceList list(first);
    std::vector<InterfaceFacts> all;
    for (const pcap_if_t* device = list.get(); device != nullptr; device = device->next) {
        // libpcap also lists what is no network interface: USB buses, Bluetooth, netfilter.
        if (device->name != kAnyInterface && ::if_nametoindex(device->name) == 0)
            continue;
        all.push_back(factsOf(*device));
        tryToOpen(all.back());
    }
    return all;
}

std::optional<LinkType> expectedLinkType(const std::string& interface) {
    if (interface == kAnyInterface)
        return LinkType::LinuxSll;
    switch (hardwareOf(interface)) {
    case kNoHardware:
        return std::nullopt;
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK:
        return LinkType::Ethernet;
    case ARPHRD_IEEE80211:
        return LinkType::Ieee80211;
    case ARPHRD_IEEE80211_PRISM:
        return LinkType::Prism;
    case ARPHRD_IEEE80211_RADIOTAP:
        return LinkType::Radiotap;
    case ARPHRD_NONE:
    case ARPHRD_RAWHDLC:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
        return LinkType::Raw;
    default: // libpcap has the kernel write cooked headers then
        return LinkType::LinuxSll;
    }
}

} // namespace synscope
