// SPDX-License-Identifier: Apache-2.0
//
// The kernel's socket table beside a live capture: connections that were there before it become the tracker's, and
// what later readings say of them is heeded where no packet tells otherwise. The poller's thread puts readings in, the
// engine's takes them out between two batches.
#pragma once

#include "core/engine/kernel_reading.h"
#include "core/tcp/flow_table.h"

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace synscope {

/// Readings on their way to the engine. Any thread.
class KernelFeed {
public:
    /// `first` was read before the capture began: what it has is older than every packet, and becomes the tracker's.
    /// Empty where that may not be, or could not be read.
    explicit KernelFeed(std::optional<KernelReading> first) : m_first(std::move(first)) {}
    [[nodiscard]] const std::optional<KernelReading>& first() const { return m_first; }

    /// A later one. Only the newest few wait.
    void put(KernelReading reading);
    /// The oldest that the capture's clock has passed: all packets before it have been tracked.
    [[nodiscard]] std::optional<KernelReading> take(Timestamp clock);
    /// Whatever its time: no packet comes any more.
    [[nodiscard]] std::optional<KernelReading> takeLate() { return take(Timestamp::max()); }

private:
    const std::optional<KernelReading> m_first;
    std::mutex m_mutex;
    std::deque<KernelReading> m_waiting;
};

/// One thread. Cost of a reading: the connections of the first that are not over yet.
class KernelWatch {
public:
    void begin(FlowTable& table, const KernelReading& first, SegmentId next);
    /// An end that two readings in turn have in another state than the packets leave it in, with no packet of its
    /// connection between them, is in that state; one that is missing is gone.
    void heed(FlowTable& table, const KernelReading& reading, SegmentId next);

private:
    struct Watched {
        ConnectionId connection = kNoConnection;
        Side side = Side::Initiator;
        SocketAddress local;
        SocketAddress peer;
        State doubt = State::Unknown; ///< what the reading before said, where it was not what packets say
        Timestamp lastPacket{};       ///< then
    };
    static void heedOne(FlowTable& table, const KernelReading& reading, Watched& watched, SegmentId next);

    std::vector<Watched> m_watched;
};

} // namespace synscope
