// SPDX-License-Identifier: Apache-2.0
//
// Which processes the connections of this machine belong to, gathered out of its socket tables while a live capture
// runs, and told as comments on packets. What lives shorter than the time between two tables is not known.
#pragma once

#include "core/capture/capture_copy.h"
#include "core/sockets/socket_table.h"
#include "core/store/snapshot.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace synscope {

/// Any thread.
class SocketOwners {
public:
    void note(const SocketTable& table);

    /// For each connection whose owner is known a comment on its first packet that is kept: "process of 10.0.0.1:80:
    /// nginx (pid 4711)". In order of position. Cost: the rows, and the chains of connections whose first packet is
    /// gone.
    [[nodiscard]] std::vector<PacketComment> commentsFor(const Snapshot& snapshot) const;

private:
    struct Owner {
        const std::string* text = nullptr; ///< "nginx (pid 4711)", of m_texts
        Timestamp firstSeen{};
        Timestamp lastSeen{};
    };
    [[nodiscard]] std::string textFor(const Snapshot& snapshot, const ConnectionRow& row) const;

    mutable std::mutex m_mutex;
    std::unordered_set<std::string> m_texts;                           ///< each once: a server has many sockets
    std::map<std::pair<SocketAddress, SocketAddress>, Owner> m_owners; ///< by local and remote address
};

} // namespace synscope
