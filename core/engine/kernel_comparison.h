// SPDX-License-Identifier: Apache-2.0
//
// Compares, while a capture is live, the states that the kernel's socket table tells with those that the packets leave
// possible. A difference counts when two readings in turn have it and no packet of the connection came between, or
// shortly before: then packets were missed, or the kernel did something without one.
#pragma once

#include "core/diagnose/kernel_difference.h"
#include "core/engine/kernel_reading.h"
#include "core/tcp/flow_table.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace synscope {

/// What is known of the capture, for the reasons.
struct CaptureLosses {
    std::uint64_t dropped = 0;
    bool isFiltered = false;
};

/// One thread.
class KernelComparison {
public:
    /// A reading of which all earlier packets were tracked. Marks rows of which a difference is told. Cost: the
    /// reading's ends, and those of earlier readings that are not over.
    void add(FlowTable& table, const KernelReading& reading, const CaptureLosses& losses);
    /// Forgets connections that the table has let go.
    void letGo(const FlowTable& table);
    /// All that there were, of connections that are kept. The same object until something changes.
    [[nodiscard]] KernelDifferencesPtr differences();

private:
    using End = std::pair<ConnectionId, Side>;
    /// Of an end that the table had in some reading.
    struct Seen {
        SocketAddress local;
        SocketAddress peer;
        State doubt =
            State::Unknown; ///< what the reading before said, where it was none that the packets leave possible
        Timestamp doubtSince{};
        Timestamp lastPacket{}; ///< then
        bool isTold = false;    ///< its newest difference lasts
    };

    static bool isOver(const FlowTable& table, const End& end);
    void compare(FlowTable& table, const End& end, Seen& seen, State says, const KernelReading& reading,
                 const CaptureLosses& losses);
    void settle(const End& end, Seen& seen, Timestamp until);

    static constexpr std::size_t kMostTold = 65536;
    std::map<End, Seen> m_seen;
    KernelDifferences m_told; ///< sorted by connection
    KernelDifferencesPtr m_published;
};

} // namespace synscope
