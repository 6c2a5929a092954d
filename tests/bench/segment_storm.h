// SPDX-License-Identifier: Apache-2.0
//
// TCP connections by the hundred thousand packets a second, written as frames onto the loopback interface by a process
// of its own. The addresses are nobody's, so the kernel answers nothing.
#pragma once

#include <cstdint>
#include <optional>

#include <sys/types.h>

namespace synscope::bench {

struct Storm {
    std::uint64_t packets = 0; ///< that were sent
    double seconds = 0;
};

/// A process that waits for begin(). To be made before threads are.
class SegmentStorm {
public:
    SegmentStorm(std::uint64_t packetsPerSecond, double seconds);
    ~SegmentStorm();
    SegmentStorm(const SegmentStorm&) = delete;
    SegmentStorm& operator=(const SegmentStorm&) = delete;

    void begin();
    /// Once it is over; empty before. Does not wait.
    [[nodiscard]] std::optional<Storm> result();

private:
    pid_t m_child = -1;
    int m_orders = -1;
    int m_answers = -1;
    std::optional<Storm> m_result;
};

} // namespace synscope::bench
