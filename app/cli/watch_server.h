// SPDX-License-Identifier: Apache-2.0
//
// A small HTTP server for /metrics, by libmicrohttpd, in the caller's thread: poll fd(), then call serve(). What a
// client may use of it is bounded: connections, bytes of a request, and the time from connecting to the last byte of
// the answer. Each connection has one request.
#pragma once

#include "core/base/result.h"
#include "core/export/openmetrics.h"
#include "core/wire/ip_address.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace synscope::cli {

struct ServerLimits {
    std::size_t mostConnections = 32;                              ///< one more, and the oldest is cut off
    std::size_t mostRequestBytes = 16384;                          ///< request line and headers
    std::chrono::milliseconds patience = std::chrono::seconds(10); ///< with a connection, in all
};

/// "127.0.0.1:9470", "[::1]:9470"; empty where it is neither. A name is none.
[[nodiscard]] std::optional<SocketAddress> parseListenAddress(std::string_view text);
/// Whether only this machine can connect to it.
[[nodiscard]] bool isLoopback(const IpAddress& address);

struct ServerParts;

class MetricsServer {
public:
    /// Makes the text of /metrics.
    using Metrics = std::function<std::string(MetricDialect)>;

    /// Listens from now on; port 0 lets the system choose one. The error says what is wrong with the address.
    [[nodiscard]] static Result<std::unique_ptr<MetricsServer>> listen(const SocketAddress& address, Metrics metrics,
                                                                       const ServerLimits& limits = {});
    ~MetricsServer();
    MetricsServer(const MetricsServer&) = delete;
    MetricsServer& operator=(const MetricsServer&) = delete;

    /// Where it listens, with the port that the system chose.
    [[nodiscard]] const SocketAddress& address() const;
    /// Readable when serve() has something to do.
    [[nodiscard]] int fd() const;
    /// Call serve() after so long in any case; empty: nothing waits.
    [[nodiscard]] std::optional<std::chrono::milliseconds> timeout() const;
    /// Does what can be done without waiting.
    void serve();

private:
    explicit MetricsServer(std::unique_ptr<ServerParts> parts);

    std::unique_ptr<ServerParts> m_parts;
};

} // namespace synscope::cli
