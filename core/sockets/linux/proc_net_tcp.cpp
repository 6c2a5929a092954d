// SPDX-License-Identifier: Apache-2.0
//
// Lines of /proc/net/tcp: see proc_net_tcp.h. For example
//    0: 0100007F:872B 0100007F:DAA4 08 00000000:00000004 00:00000000 00000000     0        0 1214851 1 ...
// number, local, remote, state, send:receive queue, timer:when, retransmissions, uid, time-out, inode.
#include "core/sockets/linux/proc_net_tcp.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kFields = 10;

/// The fields of a line that are of use; empty when there are fewer.
std::optional<std::array<std::string_view, kFields>> split(std::string_view line) {
    std::array<std::string_view, kFields> fields;
    for (std::string_view& field : fields) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        field = line.substr(0, line.find(' '));
        line.remove_prefix(field.size());
        if (field.empty())
            return std::nullopt;
    }
    return fields;
}

template <typename Number>
std::optional<Number> number(std::string_view text, int base) {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "0000000A:00000001".
std::optional<std::pair<std::uint32_t, std::uint32_t>> hexPair(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto first = number<std::uint32_t>(text.substr(0, colon), 16);
    const auto second = number<std::uint32_t>(text.substr(std::min(colon + 1, text.size())), 16);
    if (!first || !second)
        return std::nullopt;
    return std::pair(*first, *second);
}

/// An address as words of eight digits, each printed as a number of the machine's, and a port.
std::optional<SocketAddress> address(std::string_view text, std::endian order) {
    const std::size_t colon = text.find(':');
    if (colon != 8 && colon != 32)
        return std::nullopt;
    const auto port = number<std::uint16_t>(text.substr(colon + 1), 16);
    if (!port)
        return std::nullopt;
    SocketAddress result;
    result.port = *port;
    result.address.isV6 = colon == 32;
    for (std::size_t at = 0; at < colon / 2; at += 4) {
        const auto word = number<std::uint32_t>(text.substr(2 * at, 8), 16);
        if (!word)
            return std::nullopt;
        for (std::size_t i = 0; i < 4; ++i) {
            const std::size_t shift = order == std::endian::little ? 8 * i : 8 * (3 - i);
            result.address.bytes[at + i] = static_cast<std::uint8_t>(*word >> shift);
        }
    }
    return result;
}

SocketTimer timerFrom(unsigned number) {
    constexpr std::array kTimers{SocketTimer::None, SocketTimer::Retransmit, SocketTimer::KeepAlive,
                                 SocketTimer::TimeWait, SocketTimer::ZeroWindowProbe};
    return number < kTimers.size() ? kTimers[number] : SocketTimer::None;
}

std::uint32_t milliseconds(std::uint32_t ticks, std::uint32_t ticksPerSecond) {
    const std::uint64_t ms = std::uint64_t{ticks} * 1000 / std::max(ticksPerSecond, 1U);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(ms, std::numeric_limits<std::uint32_t>::max()));
}

std::optional<SocketEntry> parseLine(std::string_view line, std::uint32_t ticksPerSecond, std::endian order) {
    const auto fields = split(line);
    if (!fields)
        return std::nullopt;
    const auto local = address((*fields)[1], order);
    const auto remote = address((*fields)[2], order);
    const auto stateNumber = number<unsigned>((*fields)[3], 16);
    const auto queues = hexPair((*fields)[4]);
    const auto timer = hexPair((*fields)[5]);
    const auto retransmits = number<std::uint32_t>((*fields)[6], 16);
    const auto uid = number<std::uint32_t>((*fields)[7], 10);
    const auto inode = number<std::uint64_t>((*fields)[9], 10);
    const auto state = socketStateFrom(stateNumber.value_or(0));
    if (!local || !remote || !state || !queues || !timer || !retransmits || !uid || !inode)
        return std::nullopt;
    SocketEntry entry;
    entry.isV6Socket = local->address.isV6;
    entry.local = {withoutMapping(local->address), local->port};
    entry.remote = {withoutMapping(remote->address), remote->port};
    entry.state = *state;
    entry.sendQueue = queues->first;
    entry.receiveQueue = queues->second;
    entry.timer = timerFrom(timer->first);
    entry.timerMs = milliseconds(timer->second, ticksPerSecond);
    entry.retransmits = static_cast<std::uint8_t>(std::min<std::uint32_t>(*retransmits, 255));
    entry.uid = *uid;
    entry.inode = *inode;
    return entry;
}

} // namespace

ProcTable parseProcNetTcp(std::string_view text, std::uint32_t ticksPerSecond, std::endian order) {
    ProcTable table;
    bool isTitle = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (std::exchange(isTitle, false) || line.find_first_not_of(' ') == std::string_view::npos)
            continue;
        if (const std::optional<SocketEntry> entry = parseLine(line, ticksPerSecond, order))
            table.entries.push_back(*entry);
        else
            ++table.malformed;
    }
    return table;
}

} // namespace synscope
