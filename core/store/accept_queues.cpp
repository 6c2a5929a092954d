// SPDX-License-Identifier: Apache-2.0
#include "core/store/accept_queues.h"

#include <algorithm>
#include <tuple>

namespace synscope {

double AcceptQueue::share() const {
    return limit ? std::min(1.0, waiting / (*limit + 1.0)) : 0;
}

AcceptQueues acceptQueuesOf(const MachineReading& reading, std::size_t most) {
    AcceptQueues result;
    result.totals = reading.listenTotals;
    for (const MachineSocket& socket : reading.sockets) {
        if (socket.state != State::Listen)
            continue;
        const MachineProcess* process = reading.processOf(socket);
        const AcceptQueue queue{socket.local, socket.receiveQueue, socket.backlogLimit, socket.drops,
                                process == nullptr ? std::string() : process->name};
        ++result.listeners;
        result.withWaiting += queue.waiting > 0 ? 1 : 0;
        result.full += queue.isFull() ? 1 : 0;
        result.queues.push_back(queue);
    }
    std::stable_sort(result.queues.begin(), result.queues.end(), [](const AcceptQueue& a, const AcceptQueue& b) {
        return std::tuple(b.share(), b.waiting, b.drops, a.listener) <
               std::tuple(a.share(), a.waiting, a.drops, b.listener);
    });
    const std::size_t shown = std::min(most, result.queues.size());
    result.more = result.queues.size() - shown;
    result.queues.resize(shown);
    return result;
}

} // namespace synscope
