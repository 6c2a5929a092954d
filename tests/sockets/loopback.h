// SPDX-License-Identifier: Apache-2.0
//
// Real TCP sockets on the loopback interface, for tests that ask the kernel about them.
#pragma once

#include "core/sockets/linux/descriptor.h"
#include "core/wire/ip_address.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace synscope::test {

/// Where to listen and how to get there.
enum class Family : std::uint8_t {
    V4,
    V6,
    V4OverV6, ///< an IPv6 listener for all addresses, and an IPv4 client
};

class Listener {
public:
    explicit Listener(Family family = Family::V4, int backlog = 8);

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// The address that clients connect to.
    [[nodiscard]] SocketAddress address() const;
    [[nodiscard]] Descriptor connect() const;
    /// A connection that is asked for and not waited for.
    [[nodiscard]] Descriptor ask() const;
    [[nodiscard]] Descriptor accept() const;

private:
    Family m_family;
    std::uint16_t m_port = 0;
    Descriptor m_socket;
};

/// The address of this end of a socket, an IPv4-mapped one as IPv4.
[[nodiscard]] SocketAddress localAddress(const Descriptor& socket);
[[nodiscard]] std::uint64_t inodeOf(const Descriptor& descriptor);

void sendText(const Descriptor& socket, const std::string& text);
/// Reads exactly so many bytes, or up to the end of the stream.
[[nodiscard]] std::string receiveText(const Descriptor& socket, std::size_t bytes);
/// Sends FIN.
void finish(const Descriptor& socket);
/// Closes with RST.
void reset(Descriptor& socket);

/// Asks again and again until it holds, for ten seconds at most; whether it did.
template <typename Condition>
[[nodiscard]] bool eventually(const Condition& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!holds())
        if (std::chrono::steady_clock::now() > end)
            return false;
    return true;
}

} // namespace synscope::test
