// SPDX-License-Identifier: Apache-2.0
//
// Readings of the kernel's socket table, made by hand.
#pragma once

#include "core/engine/kernel_reading.h"
#include "core/engine/machine_watch.h"

#include <string>
#include <utility>
#include <vector>

namespace synscope::test {

/// 10.0.0.`host`.
inline SocketAddress address(std::uint32_t host, std::uint16_t port) {
    return {IpAddress::fromV4(0x0a000000 + host), port};
}

inline TcpFacts factsOf(std::uint32_t sentMs, std::uint32_t receivedMs, std::uint32_t ackMs) {
    TcpFacts facts;
    facts.lastDataSentMs = sentMs;
    facts.lastDataReceivedMs = receivedMs;
    facts.lastAckReceivedMs = ackMs;
    return facts;
}

inline SocketEntry socketIn(SocketState state, SocketAddress local, SocketAddress remote,
                            std::uint32_t quietMs = 90'000) {
    SocketEntry entry;
    entry.state = state;
    entry.local = local;
    entry.remote = remote;
    entry.inode = 77;
    entry.tcp = factsOf(quietMs, quietMs, quietMs);
    return entry;
}

inline KernelReading readingOf(const SocketTable& table) {
    const CaptureScope everything(std::vector<std::string>{"any"}, {});
    return kernelReadingOf(table, machineReadingOf(table, nullptr, {}, {}), everything);
}

inline KernelReading readingAt(Timestamp time, std::vector<SocketEntry> entries) {
    SocketTable table;
    table.time = time;
    table.entries = std::move(entries);
    return readingOf(table);
}

} // namespace synscope::test
