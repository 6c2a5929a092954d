// SPDX-License-Identifier: Apache-2.0
//
// A record: what it is (bits 0 to 2: 4-tuple, 3: sent by the high end, 4: numbers begin anew, 5: timestamps,
// 6 and 7: a segment for 0 to 2, else the clock or the kernel), flags, then two bytes each for sequence number,
// acknowledgement, payload and time, and one for the window and the age of the timestamp.
#include "tests/fuzz/segment_script.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace synscope::test {
namespace {

constexpr std::size_t kFlows = 8;
constexpr std::uint8_t kHighEnd = 0x08;
constexpr std::uint8_t kBeginsAnew = 0x10;
constexpr std::uint8_t kTimestamps = 0x20;
constexpr std::uint8_t kOther = 0xc0;
constexpr std::int64_t kBegin = 1'700'000'000'000'000'000;
constexpr std::size_t kMostSteps = 2000;

/// Where both ends of a 4-tuple are: the next number of each.
using Talk = std::array<SeqNum, 2>;

Talk beginning(std::uint32_t number) {
    return {SeqNum(number * 0x10000000U - 20), SeqNum(number * 0x01000000U + 77)};
}

/// Near numbers as they are, far ones across the whole space.
std::uint32_t distanceOf(std::uint16_t code) {
    const auto near = static_cast<std::int16_t>(code << 1);
    return (code & 0x8000) != 0 ? std::uint32_t{code} << 17 : static_cast<std::uint32_t>(near / 2);
}

std::uint16_t codeOf(std::int32_t near) {
    if (near >= -0x4000 && near < 0x4000)
        return static_cast<std::uint16_t>(near & 0x7fff);
    return static_cast<std::uint16_t>(0x8000 | static_cast<std::uint32_t>(near) >> 17);
}

/// Microseconds, milliseconds, or seconds, and the first of them also backwards.
std::int64_t nsOf(std::uint16_t code) {
    constexpr std::array<std::int64_t, 4> kUnit{1'000, 1'000'000, 1'000'000'000, -1'000};
    return kUnit[code >> 14] * (code & 0x3fff);
}

std::uint16_t timeCodeOf(std::int64_t ns) {
    if (ns < 0)
        return static_cast<std::uint16_t>(0xc000 | std::min<std::int64_t>(-ns / 1'000, 0x3fff));
    if (ns < 16'000'000)
        return static_cast<std::uint16_t>(ns / 1'000);
    if (ns < 16'000'000'000)
        return static_cast<std::uint16_t>(0x4000 | ns / 1'000'000);
    return static_cast<std::uint16_t>(0x8000 | std::min<std::int64_t>(ns / 1'000'000'000, 0x3fff));
}

SocketAddress addressOf(std::size_t flow, bool isHigh) {
    if (isHigh)
        return {IpAddress::fromV4(0x0a000002), 80};
    return {IpAddress::fromV4(0x0a000001), static_cast<std::uint16_t>(1000 + flow)};
}

class ScriptReader {
public:
    explicit ScriptReader(FuzzInput& input) : m_input(input) {
        for (std::uint32_t i = 0; i < kFlows; ++i)
            m_talks.push_back(beginning(i + 1));
    }

    ScriptStep next() {
        const std::uint8_t head = m_input.u8();
        if ((head & kOther) != kOther)
            return segment(head);
        const std::uint8_t more = m_input.u8();
        m_timeNs += nsOf(m_input.u16());
        if ((head & kBeginsAnew) == 0)
            return ClockStep{timestampFromNs(m_timeNs)};
        if ((head & kTimestamps) == 0)
            return known(head, more);
        return KernelWord{static_cast<std::uint8_t>(head & 7U),
                          (head & kHighEnd) != 0 ? Side::Responder : Side::Initiator, stateOf(more),
                          timestampFromNs(m_timeNs)};
    }

private:
    /// One in which a connection is met, or CLOSED.
    static State stateOf(unsigned code) {
        const auto state = static_cast<State>(code % static_cast<unsigned>(State::Unknown));
        return isLastingState(state) ? state : State::Closed;
    }
    static State metState(unsigned code) { return stateOf(code) == State::Closed ? State::Established : stateOf(code); }

    Segment segment(std::uint8_t head) {
        const std::size_t flow = head % kFlows;
        const std::size_t from = (head & kHighEnd) != 0 ? 1 : 0;
        if ((head & kBeginsAnew) != 0)
            m_talks[flow] = beginning(static_cast<std::uint32_t>(m_packets + 20));
        Talk& talk = m_talks[flow];
        Segment segment;
        segment.source = addressOf(flow, from == 1);
        segment.destination = addressOf(flow, from == 0);
        segment.packet = PacketNumber{++m_packets};
        segment.position = m_packets * 100;
        segment.flags.bits = m_input.u8();
        segment.seq = talk[from] + distanceOf(m_input.u16());
        segment.ack = talk[1 - from] + distanceOf(m_input.u16());
        segment.payloadBytes = m_input.u16();
        m_timeNs += nsOf(m_input.u16());
        segment.time = timestampFromNs(m_timeNs);
        takeRest(segment, (head & kTimestamps) != 0);
        segment.ipId = static_cast<std::uint16_t>(m_packets % 3);
        if (segment.seq == talk[from])
            talk[from] = segment.end();
        return segment;
    }

    void takeRest(Segment& segment, bool hasTimestamps) {
        const std::uint8_t rest = m_input.u8();
        segment.window = static_cast<std::uint16_t>((rest & 0xf0) << 8);
        segment.options.hasTimestamps = hasTimestamps;
        if (hasTimestamps)
            segment.options.tsValue = static_cast<std::uint32_t>((m_timeNs - kBegin) / 1'000'000) - (rest & 0x0fU);
        segment.options.hasWindowScale = segment.flags.syn() && (rest & 0x10) != 0;
        segment.options.windowScale = segment.options.hasWindowScale ? rest & 0x0f : 0;
    }

    KnownConnection known(std::uint8_t head, std::uint8_t states) {
        KnownConnection known;
        const std::size_t low = (head & kHighEnd) != 0 ? 1 : 0; // which of the sides
        known.end[low].address = addressOf(head % kFlows, false);
        known.end[1 - low].address = addressOf(head % kFlows, true);
        known.end[0].state = metState(states & 0x0fU);
        known.end[0].isInTable = true;
        known.end[1].isInTable = (states & 0xf0) != 0;
        known.end[1].state = known.end[1].isInTable ? metState(states >> 4U) : State::Unknown;
        known.end[0].since = known.end[1].since = known.seen = timestampFromNs(m_timeNs);
        return known;
    }

    FuzzInput& m_input;
    std::vector<Talk> m_talks;
    std::int64_t m_timeNs = kBegin;
    std::uint64_t m_packets = 0;
};

/// Knows where both ends of each 4-tuple are, as the reader will.
class ScriptWriter {
public:
    void write(const Segment& segment) {
        const auto [flow, from] = meet(segment);
        if (flow >= kFlows)
            return;
        std::array<std::optional<SeqNum>, 2>& next = m_next[flow];
        if (!next[from])
            next[from] = segment.seq;
        if (!next[1 - from] && segment.flags.ack())
            next[1 - from] = segment.ack;
        const bool hasTimestamps = segment.options.hasTimestamps;
        m_out += static_cast<char>(flow | (from == 1 ? kHighEnd : 0U) | (hasTimestamps ? kTimestamps : 0U));
        m_out += static_cast<char>(segment.flags.bits & 0xff);
        put16(codeOf(segment.seq.distanceFrom(*next[from])));
        put16(segment.flags.ack() ? codeOf(segment.ack.distanceFrom(*next[1 - from])) : std::uint16_t{0});
        put16(static_cast<std::uint16_t>(std::min(segment.payloadBytes, 0xffffU)));
        put16(timeCodeOf(m_time ? (segment.time - *m_time).count() : 0));
        m_out += static_cast<char>(segment.window >> 8 & 0xf0);
        m_time = segment.time;
        if (segment.seq == *next[from])
            next[from] = segment.end();
    }
    [[nodiscard]] const std::string& script() const { return m_out; }

private:
    void put16(std::uint16_t value) {
        m_out += static_cast<char>(value & 0xff);
        m_out += static_cast<char>(value >> 8);
    }

    /// The place of the segment's 4-tuple among those met, and its sender: 0 for who sent its first segment.
    std::pair<std::size_t, std::size_t> meet(const Segment& segment) {
        for (std::size_t i = 0; i < m_met.size(); ++i) {
            if (m_met[i] == std::pair(segment.source, segment.destination))
                return {i, 0};
            if (m_met[i] == std::pair(segment.destination, segment.source))
                return {i, 1};
        }
        m_met.emplace_back(segment.source, segment.destination);
        return {m_met.size() - 1, 0};
    }

    std::string m_out;
    std::vector<std::pair<SocketAddress, SocketAddress>> m_met;
    std::array<std::array<std::optional<SeqNum>, 2>, kFlows> m_next{};
    std::optional<Timestamp> m_time;
};

} // namespace

std::vector<ScriptStep> readScript(FuzzInput& input) {
    ScriptReader reader(input);
    std::vector<ScriptStep> steps;
    while (!input.isEmpty() && steps.size() < kMostSteps)
        steps.push_back(reader.next());
    return steps;
}

std::string writeScript(std::span<const Segment> segments) {
    ScriptWriter writer;
    for (const Segment& segment : segments)
        writer.write(segment);
    return writer.script();
}

} // namespace synscope::test
