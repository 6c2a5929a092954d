// SPDX-License-Identifier: Apache-2.0
#include "core/engine/interface_traffic.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace synscope {
namespace {

// proc(5): after the name come eight numbers of what was received and as many of what was sent: bytes, packets …
constexpr std::size_t kReceivedPackets = 1;
constexpr std::size_t kSentPackets = 9;

std::optional<InterfaceTraffic> parseLine(const std::string& line) {
    const std::size_t colon = line.rfind(':'); // an alias has one in its name
    const std::size_t begin = line.find_first_not_of(' ');
    if (colon == std::string::npos || begin >= colon)
        return std::nullopt;
    InterfaceTraffic traffic;
    traffic.name = line.substr(begin, colon - begin);
    std::istringstream numbers(line.substr(colon + 1));
    std::uint64_t number = 0;
    for (std::size_t i = 0; i <= kSentPackets; ++i) {
        if (!(numbers >> number))
            return std::nullopt;
        if (i == kReceivedPackets || i == kSentPackets)
            traffic.packets += number;
    }
    return traffic;
}

} // namespace

std::vector<InterfaceTraffic> parseInterfaceTraffic(std::string_view table) {
    std::vector<InterfaceTraffic> all;
    InterfaceTraffic any{"any", 0};
    std::istringstream lines{std::string(table)};
    for (std::string line; std::getline(lines, line);) {
        if (std::optional<InterfaceTraffic> traffic = parseLine(line)) {
            any.packets += traffic->packets;
            all.push_back(*std::move(traffic));
        }
    }
    if (!all.empty())
        all.push_back(any);
    return all;
}

std::vector<InterfaceTraffic> interfaceTraffic() {
    std::ifstream file("/proc/net/dev");
    return parseInterfaceTraffic(std::string(std::istreambuf_iterator<char>(file), {}));
}

} // namespace synscope
