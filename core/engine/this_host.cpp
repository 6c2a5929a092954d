// SPDX-License-Identifier: Apache-2.0
#include "core/engine/this_host.h"

#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <string_view>

namespace synscope {
namespace {

/// The first line; empty where there is no such file.
std::string lineOf(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::optional<IpAddress> addressOf(const sockaddr* address) {
    if (address == nullptr)
        return std::nullopt;
    IpAddress result;
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        std::memcpy(result.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
        return result;
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        std::memcpy(result.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
        result.isV6 = true;
        return result;
    }
    return std::nullopt;
}

std::vector<IpAddress> ownAddresses() {
    std::vector<IpAddress> addresses;
    for (const auto& [interface, own] : interfaceAddresses())
        addresses.insert(addresses.end(), own.begin(), own.end());
    std::sort(addresses.begin(), addresses.end());
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    return addresses;
}

} // namespace

InterfaceAddresses interfaceAddresses() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0)
        return {};
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(first, &freeifaddrs);
    InterfaceAddresses addresses;
    for (const ifaddrs* one = first; one != nullptr; one = one->ifa_next) {
        const std::string_view label(one->ifa_name); // "eth0:1" is eth0's second address
        if (const std::optional<IpAddress> address = addressOf(one->ifa_addr))
            addresses[std::string(label.substr(0, label.find(':')))].push_back(*address);
    }
    return addresses;
}

std::optional<ThisHost> askThisHost(const std::string& procRoot) {
    const std::string folder = procRoot + "/sys/net/ipv4/";
    const std::optional<PortSpan> range = parsePortRange(lineOf(folder + "ip_local_port_range"));
    if (!range)
        return std::nullopt;
    const auto reserved = parsePortList(lineOf(folder + "ip_local_reserved_ports"));
    return ThisHost{{*range, reserved.value_or(std::vector<PortSpan>())}, ownAddresses()};
}

} // namespace synscope
