// SPDX-License-Identifier: Apache-2.0
//
// Sockets for tests: see loopback.h. What fails here ends the program: the tests cannot go on without it.
#include "tests/sockets/loopback.h"

#include "core/sockets/socket_table.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace synscope::test {
namespace {

void require(bool holds, const char* what) {
    if (holds)
        return;
    std::perror(what);
    std::abort();
}

/// An address as the system calls take it.
struct RawAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;

    [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

RawAddress rawAddress(const SocketAddress& address) {
    RawAddress raw;
    if (address.address.isV6) {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(address.port);
        std::memcpy(&in.sin6_addr, address.address.bytes.data(), 16);
        std::memcpy(&raw.storage, &in, sizeof in);
        raw.length = sizeof in;
    } else {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(address.port);
        in.sin_addr.s_addr = htonl(address.address.v4());
        std::memcpy(&raw.storage, &in, sizeof in);
        raw.length = sizeof in;
    }
    return raw;
}

IpAddress loopback(bool v6) {
    return *parseIpAddress(v6 ? "::1" : "127.0.0.1");
}

} // namespace

Listener::Listener(Family family, int backlog)
    : m_family(family), m_socket(::socket(family == Family::V4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    require(m_socket.isOpen(), "socket");
    IpAddress address = loopback(family != Family::V4);
    if (family == Family::V4OverV6) {
        const int no = 0;
        require(::setsockopt(m_socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no) == 0, "IPV6_V6ONLY");
        address.bytes = {};
    }
    RawAddress raw = rawAddress({address, 0});
    require(::bind(m_socket.get(), raw.get(), raw.length) == 0, "bind");
    require(::listen(m_socket.get(), backlog) == 0, "listen");
    m_port = localAddress(m_socket).port;
}

SocketAddress Listener::address() const {
    return {loopback(m_family == Family::V6), m_port};
}

Descriptor Listener::connect() const {
    Descriptor client(::socket(m_family == Family::V6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    RawAddress raw = rawAddress(address());
    require(::connect(client.get(), raw.get(), raw.length) == 0, "connect");
    return client;
}

Descriptor Listener::ask() const {
    Descriptor client(
        ::socket(m_family == Family::V6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    RawAddress raw = rawAddress(address());
    (void)::connect(client.get(), raw.get(), raw.length);
    return client;
}

Descriptor Listener::accept() const {
    Descriptor accepted(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    require(accepted.isOpen(), "accept");
    return accepted;
}

SocketAddress localAddress(const Descriptor& socket) {
    RawAddress raw;
    raw.length = sizeof raw.storage;
    require(::getsockname(socket.get(), raw.get(), &raw.length) == 0, "getsockname");
    SocketAddress address;
    if (raw.storage.ss_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &raw.storage, sizeof in);
        address.address.isV6 = true;
        std::memcpy(address.address.bytes.data(), &in.sin6_addr, 16);
        address.port = ntohs(in.sin6_port);
    } else {
        sockaddr_in in{};
        std::memcpy(&in, &raw.storage, sizeof in);
        address = {IpAddress::fromV4(ntohl(in.sin_addr.s_addr)), ntohs(in.sin_port)};
    }
    address.address = withoutMapping(address.address);
    return address;
}

std::uint64_t inodeOf(const Descriptor& descriptor) {
    struct stat status {};
    require(::fstat(descriptor.get(), &status) == 0, "fstat");
    return status.st_ino;
}

void sendText(const Descriptor& socket, const std::string& text) {
    require(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()), "send");
}

std::string receiveText(const Descriptor& socket, std::size_t bytes) {
    std::string text(bytes, '\0');
    const ssize_t count = ::recv(socket.get(), text.data(), bytes, MSG_WAITALL);
    require(count >= 0, "recv");
    text.resize(static_cast<std::size_t>(count));
    return text;
}

void finish(const Descriptor& socket) {
    require(::shutdown(socket.get(), SHUT_WR) == 0, "shutdown");
}

void reset(Descriptor& socket) {
    const linger now{1, 0};
    require(::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now) == 0, "SO_LINGER");
    socket = Descriptor();
}

} // namespace synscope::test
