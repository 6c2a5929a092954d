// SPDX-License-Identifier: Apache-2.0
//
// The other end of an HTTP server in tests: bytes out, bytes in, nothing understood.
#pragma once

#include "core/sockets/linux/descriptor.h"
#include "core/wire/ip_address.h"

#include <string>
#include <string_view>

namespace synscope::test {

class HttpClient {
public:
    /// Connects to this address of the loopback interface.
    explicit HttpClient(const SocketAddress& server);

    [[nodiscard]] int fd() const { return m_socket.get(); }
    void send(std::string_view text) const;
    /// Takes what has come, without waiting; true once the server has closed the connection.
    bool take();
    /// Waits for the end of the connection.
    [[nodiscard]] std::string answer();
    /// What was taken so far.
    [[nodiscard]] const std::string& taken() const { return m_taken; }

private:
    bool receive(int flags);

    Descriptor m_socket;
    std::string m_taken;
};

/// A request that asks for nothing special.
[[nodiscard]] std::string request(std::string_view method, std::string_view path, std::string_view moreHeaders = {});

/// The number in "HTTP/1.1 200 OK", as text.
[[nodiscard]] std::string statusIn(const std::string& answer);
/// What follows the headers.
[[nodiscard]] std::string bodyIn(const std::string& answer);

} // namespace synscope::test
