// SPDX-License-Identifier: Apache-2.0
//
// The loop of a capture: wait, read, count, write. See capture_stream.h.
#include "app/capture/capture_stream.h"

#include "core/capture/pcapng_writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace synscope::helper {
namespace {

using namespace std::chrono_literals;

constexpr auto kStatisticsInterval = 1s;
constexpr int kRestMs = std::chrono::ceil<std::chrono::milliseconds>(PacketMerge::kSettling).count();
constexpr auto kPatienceAtTheEnd = 2s; // with a reader that does not read

Timestamp now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

int msUntil(std::chrono::steady_clock::time_point time) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

} // namespace

CaptureStream::CaptureStream(std::vector<LiveInterface> interfaces, int output, int input, int signals)
    : m_merge(interfaces.size()),
      m_output(output),
      m_input(input),
      m_signals(signals),
      m_begin(now()),
      m_nextStatistics(Clock::now() + kStatisticsInterval) {
    for (LiveInterface& interface : interfaces)
        m_sources.push_back({std::move(interface), {}});
}

void CaptureStream::begin(const std::string& application, std::uint32_t snapLength, const std::string& filter) {
    appendSectionHeader(m_output.buffer(), application);
    for (const Source& source : m_sources)
        appendInterfaceDescription(m_output.buffer(), {source.live.name(), source.live.link(), snapLength, filter});
}

ExitStatus CaptureStream::run() {
    OutputPipe::State state = m_output.write();
    while (state == OutputPipe::State::Open && !isOver()) {
        if (wait())
            return finish(ExitStatus::Ok);
        (void)readPackets(Timestamp::max());
        writeStatisticsIfDue();
        state = m_output.write();
    }
    return state == OutputPipe::State::Open ? finish(ExitStatus::Failed) : reportUnwritten(state);
}

bool CaptureStream::isOver() const {
    return std::all_of(m_sources.begin(), m_sources.end(), [](const Source& source) { return source.isOver; });
}

bool CaptureStream::isResting() const {
    return m_hasJustRead || m_merge.isHolding();
}

int CaptureStream::waitMs() const {
    if (m_output.isFull())
        return -1;
    const int statisticsMs = msUntil(m_nextStatistics);
    return isResting() ? std::min(kRestMs, statisticsMs) : statisticsMs;
}

bool CaptureStream::wait() {
    std::vector<pollfd> questions{{m_signals, POLLIN, 0}, {m_input, POLLIN, 0}};
    if (!m_output.isEmpty())
        questions.push_back({m_output.descriptor(), POLLOUT, 0});
    if (!m_output.isFull() && !isResting())
        for (const Source& source : m_sources)
            questions.push_back({source.isOver ? -1 : source.live.descriptor(), POLLIN, 0});
    if (::poll(questions.data(), questions.size(), waitMs()) <= 0)
        return false;
    return isAskedToEnd(questions[0], questions[1]);
}

bool CaptureStream::isAskedToEnd(const pollfd& signals, const pollfd& input) const {
    if (signals.revents != 0)
        return true;
    if (input.revents == 0)
        return false;
    std::array<char, 4096> unwanted{};
    const ssize_t size = ::read(m_input, unwanted.data(), unwanted.size());
    return size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN);
}

std::optional<Timestamp> CaptureStream::fetch(std::size_t index) {
    Source& source = m_sources[index];
    if (source.isOver)
        return std::nullopt;
    switch (source.live.next(source.held)) {
    case LiveRead::Packet:
        return source.held.time;
    case LiveRead::Nothing:
        return std::nullopt;
    case LiveRead::Failed:
        source.isOver = true;
        (void)report(source.live.fault()); // the others go on
        return std::nullopt;
    }
    return std::nullopt;
}

bool CaptureStream::readPackets(Timestamp end) {
    const auto fetchOne = [this](std::size_t source) { return fetch(source); };
    m_merge.readAgain();
    m_hasJustRead = false;
    while (!m_output.isFull()) {
        const std::optional<std::size_t> next = m_merge.next(fetchOne, now);
        if (!next)
            return !m_merge.isHolding();
        Source& source = m_sources[*next];
        if (source.held.time > end)
            return true;
        appendEnhancedPacket(m_output.buffer(), {static_cast<std::uint32_t>(*next), source.held.time,
                                                 source.held.originalLength, source.held.bytes});
        ++source.delivered;
        m_hasJustRead = true;
        m_merge.take(*next);
    }
    m_hasJustRead = false; // there is more: no time to rest
    return false;
}

void CaptureStream::writeStatistics(bool isEnd) {
    const Timestamp time = now();
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const LiveCounters counters = m_sources[i].live.counters();
        InterfaceStatistics statistics{static_cast<std::uint32_t>(i), time, m_begin, std::nullopt};
        if (isEnd)
            statistics.end = time;
        statistics.received = counters.received;
        statistics.droppedByInterface = counters.droppedByInterface;
        statistics.droppedByKernel = counters.droppedByKernel;
        statistics.delivered = m_sources[i].delivered;
        appendInterfaceStatistics(m_output.buffer(), statistics);
    }
}

void CaptureStream::writeStatisticsIfDue() {
    const Clock::time_point time = Clock::now();
    if (time < m_nextStatistics || m_output.isFull())
        return;
    writeStatistics(false);
    m_nextStatistics += kStatisticsInterval;
    if (m_nextStatistics <= time) // seconds that were missed are not made up for
        m_nextStatistics = time + kStatisticsInterval;
}

bool CaptureStream::waitForReader(Clock::time_point deadline) const {
    const int leftMs = msUntil(deadline);
    pollfd question{m_output.descriptor(), static_cast<short>(m_output.isEmpty() ? 0 : POLLOUT), 0};
    (void)::poll(&question, 1, m_output.isEmpty() ? std::min(leftMs, 1) : leftMs); // a packet may be held back
    return leftMs > 0;
}

ExitStatus CaptureStream::finish(ExitStatus status) {
    const Clock::time_point deadline = Clock::now() + kPatienceAtTheEnd;
    const Timestamp end = now();
    bool isAllRead = false;
    do {
        if (!isAllRead && readPackets(end)) {
            isAllRead = true;
            writeStatistics(true);
        }
        const OutputPipe::State state = m_output.write();
        if (state != OutputPipe::State::Open)
            return reportUnwritten(state);
        if (isAllRead && m_output.isEmpty())
            return status;
    } while (waitForReader(deadline));
    return report({LiveFaultKind::CaptureFailed, "the reader does not take the rest of the capture"});
}

ExitStatus CaptureStream::reportUnwritten(OutputPipe::State state) const {
    if (state == OutputPipe::State::ReaderGone)
        return ExitStatus::Ok;
    return report({LiveFaultKind::CaptureFailed,
                   std::string("standard output cannot be written: ") + std::strerror(m_output.error())});
}

} // namespace synscope::helper
