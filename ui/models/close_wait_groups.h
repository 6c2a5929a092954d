// SPDX-License-Identifier: Apache-2.0
//
// Who owes closes at the end of the capture: connections in CLOSE_WAIT, gathered by the endpoint that
// should call close(). Pure; runs on a worker.
#pragma once

#include "core/store/snapshot.h"

#include <QString>

#include <atomic>
#include <optional>
#include <vector>

namespace synscope::ui {

/// A server's socket address, or a client's host: its ports differ from connection to connection.
struct CloseWaitGroup {
    SocketAddress owner; ///< port 0 for a client
    bool ownerIsServer = true;
    std::uint32_t waiting = 0;
    std::uint32_t undecided = 0; ///< of these: the packets leave other states possible too
    Duration oldestAge{};
    ConnectionId oldest = kNoConnection;

    /// The filter expression that shows exactly these.
    [[nodiscard]] QString filterText() const;
};

/// Most waiting first, then oldest first. Empty optional when cancelled. Cost: every connection once.
[[nodiscard]] std::optional<std::vector<CloseWaitGroup>> closeWaitGroups(const Snapshot& snapshot,
                                                                         const std::atomic<bool>& cancelled);

/// "10.0.0.1:80", or "10.0.0.7 (client)".
[[nodiscard]] QString ownerText(const CloseWaitGroup& group);
/// One sentence: who said goodbye, who owes what.
[[nodiscard]] QString owedSentence(const CloseWaitGroup& group);

} // namespace synscope::ui
