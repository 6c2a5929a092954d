// SPDX-License-Identifier: Apache-2.0
//
// Sockets of the HTTP client for tests: see http_client.h.
#include "tests/app/http_client.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/socket.h>

namespace synscope::test {

HttpClient::HttpClient(const SocketAddress& server)
    : m_socket(::socket(server.address.isV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(server.port);
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(server.port);
    v6.sin6_addr = in6addr_loopback;
    const auto* raw =
        server.address.isV6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
    if (::connect(m_socket.get(), raw, server.address.isV6 ? sizeof v6 : sizeof v4) != 0) {
        std::perror("connect");
        std::abort();
    }
}

void HttpClient::send(std::string_view text) const {
    (void)::send(m_socket.get(), text.data(), text.size(), MSG_NOSIGNAL); // a server may have enough before the end
}

bool HttpClient::receive(int flags) {
    std::array<char, 65536> piece{};
    const ssize_t size = ::recv(m_socket.get(), piece.data(), piece.size(), flags);
    if (size > 0)
        m_taken.append(piece.data(), static_cast<std::size_t>(size));
    return size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
}

bool HttpClient::take() {
    return receive(MSG_DONTWAIT);
}

std::string HttpClient::answer() {
    while (!receive(0)) {
    }
    return m_taken;
}

std::string request(std::string_view method, std::string_view path, std::string_view moreHeaders) {
    return std::string(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: synscope\r\n").append(moreHeaders) +
           "\r\n";
}

std::string statusIn(const std::string& answer) {
    constexpr std::string_view kVersion = "HTTP/1.1 ";
    return answer.rfind(kVersion, 0) == 0 ? answer.substr(kVersion.size(), 3) : "no answer: " + answer;
}

std::string bodyIn(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
}

} // namespace synscope::test
