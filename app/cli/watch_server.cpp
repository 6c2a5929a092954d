// SPDX-License-Identifier: Apache-2.0
//
// The server around libmicrohttpd: see watch_server.h. The library parses, answers HEAD, and forgets who is silent;
// whoever sends a byte now and then is cut off here.
#include "app/cli/watch_server.h"

#include "core/capture/file_descriptor.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <list>
#include <string>
#include <utility>

#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace synscope::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view kTextType = "text/plain; charset=utf-8";
constexpr std::string_view kStartPage = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>synscope</title></head>\n"
                                        "<body><h1>synscope</h1>\n<p><a href=\"/metrics\">Metrics</a> of this "
                                        "machine's TCP sockets.</p></body></html>\n";

/// One that is open, oldest first in its list.
struct Connection {
    int fd = -1;
    Clock::time_point deadline;
    bool isCut = false;
};

struct Reply {
    unsigned status = MHD_HTTP_OK;
    std::string_view type = kTextType;
    std::string body;
};

Error systemError(const std::string& what) {
    return {what + ": " + systemMessage(errno), {}, {}};
}

/// An address as the system calls take it.
struct RawAddress {
    sockaddr_storage storage{};
    socklen_t length = sizeof(sockaddr_storage);

    [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

RawAddress rawAddress(const SocketAddress& address) {
    RawAddress raw;
    if (address.address.isV6) {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(address.port);
        std::memcpy(&in.sin6_addr, address.address.bytes.data(), sizeof in.sin6_addr);
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

/// The port is at the same place in both families.
std::uint16_t portOf(const RawAddress& raw) {
    sockaddr_in in{};
    std::memcpy(&in, &raw.storage, sizeof in);
    return ntohs(in.sin_port);
}

Result<FileDescriptor> listeningSocket(SocketAddress& address) {
    const std::string subject = "cannot listen on " + toText(address);
    const int family = address.address.isV6 ? AF_INET6 : AF_INET;
    FileDescriptor made(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!made.isOpen())
        return systemError(subject);
    constexpr int kYes = 1; // else the address is in use for a minute after the end
    (void)::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &kYes, sizeof kYes);
    RawAddress raw = rawAddress(address);
    if (::bind(made.get(), raw.get(), raw.length) != 0 || ::listen(made.get(), SOMAXCONN) != 0 ||
        ::getsockname(made.get(), raw.get(), &raw.length) != 0)
        return systemError(subject);
    address.port = portOf(raw);
    return made;
}

} // namespace

/// The library keeps pointers to it.
struct ServerParts {
    SocketAddress address;
    MetricsServer::Metrics metrics;
    ServerLimits limits;
    std::list<Connection> open;
    MHD_Daemon* daemon = nullptr;

    ~ServerParts() {
        if (daemon != nullptr)
            MHD_stop_daemon(daemon);
    }

    [[nodiscard]] Reply replyTo(std::string_view path, std::string_view accept) const {
        if (path == "/metrics") {
            const MetricDialect dialect = dialectFor(accept);
            return {MHD_HTTP_OK, contentTypeOf(dialect), metrics(dialect)};
        }
        if (path == "/")
            return {MHD_HTTP_OK, "text/html; charset=utf-8", std::string(kStartPage)};
        if (path == "/-/healthy")
            return {MHD_HTTP_OK, kTextType, "healthy\n"};
        return {MHD_HTTP_NOT_FOUND, kTextType, "not found; there are /metrics and /-/healthy\n"};
    }

    void opened(MHD_Connection* connection, void** context) {
        const MHD_ConnectionInfo* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (info == nullptr)
            return;
        open.push_back({info->connect_fd, Clock::now() + limits.patience});
        *context = &open.back();
    }
    void closed(const void* context) {
        open.remove_if([context](const Connection& one) { return &one == context; });
    }

    static void cut(Connection& connection) {
        if (!connection.isCut)
            (void)::shutdown(connection.fd, SHUT_RDWR); // the library sees its end and closes it
        connection.isCut = true;
    }
    /// Whether any connection was cut off: the oldest are first in the list.
    bool cutOff() {
        std::size_t excess = open.size() - std::min(open.size(), limits.mostConnections);
        const Clock::time_point now = Clock::now();
        bool any = false;
        for (Connection& connection : open) {
            if (excess == 0 && connection.deadline > now)
                break;
            excess -= excess > 0 ? 1 : 0;
            any = any || !connection.isCut;
            cut(connection);
        }
        return any;
    }
};

namespace {

MHD_Result queue(MHD_Connection* connection, const Reply& reply) {
    MHD_Response* response =
        MHD_create_response_from_buffer(reply.body.size(), const_cast<char*>(reply.body.data()), MHD_RESPMEM_MUST_COPY);
    if (response == nullptr)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, std::string(reply.type).c_str());
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    if (reply.status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    const MHD_Result queued = MHD_queue_response(connection, reply.status, response);
    MHD_destroy_response(response);
    return queued;
}

MHD_Result answer(void* self, MHD_Connection* connection, const char* url, const char* method, const char*, const char*,
                  std::size_t* uploadBytes, void** context) {
    const std::string_view word(method);
    if (word != MHD_HTTP_METHOD_GET && word != MHD_HTTP_METHOD_HEAD)
        return queue(connection, {MHD_HTTP_METHOD_NOT_ALLOWED, kTextType, "only GET and HEAD\n"});
    if (*context == nullptr) { // the headers are there; a body, if one comes, is read and ignored
        *context = self;
        return MHD_YES;
    }
    if (*uploadBytes > 0) {
        *uploadBytes = 0;
        return MHD_YES;
    }
    const char* accept = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
    return queue(connection, static_cast<const ServerParts*>(self)->replyTo(url, accept == nullptr ? "" : accept));
}

void notify(void* self, MHD_Connection* connection, void** context, MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        static_cast<ServerParts*>(self)->opened(connection, context);
    else
        static_cast<ServerParts*>(self)->closed(*context);
}

} // namespace

std::optional<SocketAddress> parseListenAddress(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const bool hasBrackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (hasBrackets)
        host = host.substr(1, host.size() - 2);
    const std::optional<IpAddress> address = parseIpAddress(host);
    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!address || address->isV6 != hasBrackets || error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return SocketAddress{*address, port};
}

bool isLoopback(const IpAddress& address) {
    constexpr std::uint8_t kLoopbackNet = 127;
    return address.isV6 ? address == *parseIpAddress("::1") : address.bytes[0] == kLoopbackNet;
}

MetricsServer::MetricsServer(std::unique_ptr<ServerParts> parts) : m_parts(std::move(parts)) {}

MetricsServer::~MetricsServer() = default;

Result<std::unique_ptr<MetricsServer>> MetricsServer::listen(const SocketAddress& address, Metrics metrics,
                                                             const ServerLimits& limits) {
    auto parts = std::make_unique<ServerParts>();
    parts->address = address;
    parts->metrics = std::move(metrics);
    parts->limits = limits;
    Result<FileDescriptor> socket = listeningSocket(parts->address);
    if (!socket)
        return socket.error();
    const int fd = ::fcntl(socket.value().get(), F_DUPFD_CLOEXEC, 0); // the library closes the one it is given
    const auto hardLimit = static_cast<unsigned>(2 * limits.mostConnections);
    parts->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, nullptr, nullptr, answer, parts.get(), MHD_OPTION_LISTEN_SOCKET,
                                     fd, MHD_OPTION_CONNECTION_LIMIT, hardLimit, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                     limits.mostRequestBytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                                     MHD_OPTION_NOTIFY_CONNECTION, notify, parts.get(), MHD_OPTION_END);
    if (parts->daemon == nullptr)
        return Error{"cannot serve on " + toText(parts->address) + ": the HTTP library does not start", {}, {}};
    return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(parts)));
}

const SocketAddress& MetricsServer::address() const {
    return m_parts->address;
}

int MetricsServer::fd() const {
    return MHD_get_daemon_info(m_parts->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

std::optional<milliseconds> MetricsServer::timeout() const {
    std::optional<milliseconds> soonest;
    MHD_UNSIGNED_LONG_LONG wanted = 0;
    if (MHD_get_timeout(m_parts->daemon, &wanted) == MHD_YES)
        soonest = milliseconds(wanted);
    if (m_parts->open.size() > m_parts->limits.mostConnections)
        return milliseconds(0);
    for (const Connection& connection : m_parts->open) {
        if (connection.isCut)
            continue;
        const auto left = std::chrono::ceil<milliseconds>(connection.deadline - Clock::now());
        return std::max(milliseconds(0), std::min(soonest.value_or(left), left));
    }
    return soonest;
}

void MetricsServer::serve() {
    MHD_run(m_parts->daemon);
    if (m_parts->cutOff()) {
        MHD_run(m_parts->daemon); // closes them
        MHD_run(m_parts->daemon); // accepts again, where there were too many to
    }
}

} // namespace synscope::cli
