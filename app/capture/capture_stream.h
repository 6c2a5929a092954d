// SPDX-License-Identifier: Apache-2.0
//
// The capture itself: packets from interfaces to pcapng on standard output, with statistics each second. One thread
// that sleeps in poll(); it holds no privilege. What the reader is too slow for is dropped and counted by the kernel.
#pragma once

#include "app/capture/output_pipe.h"
#include "app/capture/packet_merge.h"
#include "app/capture/report.h"
#include "core/capture/live_interface.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

struct pollfd;

namespace synscope::helper {

class CaptureStream {
public:
    /// `interfaces` are open and filtered. `signals` becomes readable when the program is asked to end, `input` at its
    /// end does so too; both stay the caller's.
    CaptureStream(std::vector<LiveInterface> interfaces, int output, int input, int signals);

    /// Writes the headers, and says which interfaces those are that packets come from.
    void begin(const std::string& application, std::uint32_t snapLength, const std::string& filter);
    /// Captures until asked to end, or until there is nothing to capture from or nobody to read it. The last two are
    /// noticed within a second, when statistics are due.
    [[nodiscard]] ExitStatus run();

private:
    using Clock = std::chrono::steady_clock;

    struct Source {
        LiveInterface live;
        LivePacket held; ///< while the merge holds its time
        bool isOver = false;
        std::uint64_t delivered = 0;
    };

    [[nodiscard]] bool isOver() const;
    [[nodiscard]] bool isAskedToEnd(const pollfd& signals, const pollfd& input) const;
    /// Having taken all there was, and while a packet is held back, it waits for time to pass and not for more: waking
    /// up for each packet measured five times the processor time.
    [[nodiscard]] bool isResting() const;
    [[nodiscard]] int waitMs() const;
    /// Sleeps until there is something to do; true when asked to end.
    [[nodiscard]] bool wait();
    [[nodiscard]] std::optional<Timestamp> fetch(std::size_t source);
    /// Takes packets until the output is full, there are none, or one is later than `end`; true when none from before
    /// `end` is left.
    [[nodiscard]] bool readPackets(Timestamp end);
    void writeStatistics(bool isEnd);
    void writeStatisticsIfDue();
    /// False when it is too late to go on waiting.
    [[nodiscard]] bool waitForReader(Clock::time_point deadline) const;
    /// What was captured before now, the last statistics, and all that waits, unless the reader takes too long.
    [[nodiscard]] ExitStatus finish(ExitStatus status);
    [[nodiscard]] ExitStatus reportUnwritten(OutputPipe::State state) const;

    std::vector<Source> m_sources;
    PacketMerge m_merge;
    OutputPipe m_output;
    int m_input;
    int m_signals;
    Timestamp m_begin;
    bool m_hasJustRead = false;
    Clock::time_point m_nextStatistics;
};

} // namespace synscope::helper
