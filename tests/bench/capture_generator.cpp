// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/capture_generator.h"

#include "tests/bench/packet_writer.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

namespace synscope::bench {
namespace {

constexpr std::uint16_t kFullSegment = 1448;

/// A small generator with the same sequence everywhere (splitmix64).
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(next() % limit); }
    /// Draws nothing for a share of none: a shape without it is written as if there were no such share.
    bool isOneOf(std::uint32_t percent) { return percent > 0 && below(100) < percent; }

private:
    std::uint64_t m_state;
};

enum class Ending : std::uint8_t { Close, Leak, Reset };

struct Talk {
    WrittenEnd client;
    bool isV6 = false;
    bool isElephant = false;
    Ending ending = Ending::Close;
    std::uint32_t seq[2]{}; ///< next of client and server
    std::uint64_t step = 0;
    std::uint64_t exchanges = 0;
};

class Conversations {
public:
    Conversations(std::FILE* file, const CaptureShape& shape)
        : m_writer(file),
          m_random(shape.seed),
          m_shape(shape),
          m_elephants(std::min(shape.elephants, shape.connections)) {}

    CaptureCounts run() {
        while (m_started < m_shape.connections || !m_open.empty() || !m_openElephants.empty()) {
            if (m_started < m_shape.connections && m_open.size() + m_openElephants.size() < m_shape.concurrent)
                begin();
            const bool isElephants = !m_openElephants.empty() && (m_open.empty() || m_random.below(2) == 0);
            goOn(isElephants ? m_openElephants : m_open);
            flood();
        }
        while (m_flooded < m_shape.floodSyns)
            sendFloodSyn();
        m_counts.packets = m_writer.packets();
        m_counts.connections = m_started + m_flooded;
        return m_counts;
    }

private:
    void begin() {
        Talk talk = addressed(m_started);
        talk.isElephant = m_started < m_elephants;
        if (talk.isElephant) {
            talk.exchanges = m_shape.elephantPackets > 10 ? (m_shape.elephantPackets - 7) / 3 : 1;
        } else {
            const std::uint64_t mice = m_shape.connections - m_elephants;
            const std::uint64_t left =
                m_shape.packets - std::min(m_shape.packets, m_elephants * m_shape.elephantPackets);
            talk.exchanges = left / mice > 8 ? (left / mice - 6) / 2 : 1;
        }
        const std::uint32_t dice = m_random.below(100);
        if (dice < m_shape.leakPercent)
            talk.ending = Ending::Leak;
        else if (dice < m_shape.leakPercent + m_shape.resetPercent)
            talk.ending = Ending::Reset;
        m_counts.leaks += talk.ending == Ending::Leak ? 1U : 0U;
        m_counts.resets += talk.ending == Ending::Reset ? 1U : 0U;
        m_counts.v6 += talk.isV6 ? 1U : 0U;
        (talk.isElephant ? m_openElephants : m_open).push_back(talk);
        ++m_started;
    }

    Talk addressed(std::uint32_t number) {
        Talk talk;
        if (!m_ended.empty() && m_random.isOneOf(m_shape.reusePercent)) {
            talk = m_ended.front();
            m_ended.pop_front();
            constexpr std::uint32_t kAboveAll = 100'000; // beyond what TIME_WAIT holds against a SYN
            talk.seq[0] += kAboveAll;
            talk.seq[1] = static_cast<std::uint32_t>(m_random.next());
            talk.step = 0;
            talk.ending = Ending::Close;
            ++m_counts.reused;
            return talk;
        }
        talk.client.address = 0x0a000000U + number / 28'000;
        talk.client.port = static_cast<std::uint16_t>(32'768 + number % 28'000);
        talk.seq[0] = static_cast<std::uint32_t>(m_random.next());
        talk.seq[1] = static_cast<std::uint32_t>(m_random.next());
        talk.isV6 = m_random.isOneOf(m_shape.v6Percent);
        return talk;
    }

    /// Writes the next packets of one of those that are open.
    void goOn(std::vector<Talk>& open) {
        Talk& talk = open[m_random.below(static_cast<std::uint32_t>(open.size()))];
        if (step(talk))
            return;
        if (m_shape.reusePercent > 0 && talk.ending != Ending::Leak)
            m_ended.push_back(talk);
        talk = open.back();
        open.pop_back();
    }

    /// False when these were the talk's last.
    bool step(Talk& talk) {
        const std::uint64_t at = talk.step++;
        const std::uint64_t dataEnd = 3 + (talk.isElephant ? 3 : 2) * talk.exchanges;
        if (at == 0)
            return send(talk, 0, kSyn, 0);
        if (at == 1)
            return send(talk, 1, kSyn | kAck, 0);
        if (at == 2)
            return send(talk, 0, kAck, 0);
        if (at < dataEnd)
            return talk.isElephant ? sendFast(talk, at) : sendData(talk, at % 2 == 1 ? 0 : 1);
        if (talk.ending == Ending::Reset)
            return send(talk, 0, kRst | kAck, 0) && false;
        if (at == dataEnd)
            return send(talk, 0, kFin | kAck, 0);
        if (at == dataEnd + 1)
            return send(talk, 1, kAck, 0) && talk.ending != Ending::Leak;
        if (at == dataEnd + 2)
            return send(talk, 1, kFin | kAck, 0);
        return send(talk, 0, kAck, 0) && false;
    }

    /// Two full segments of the server, then the client's ACK of both.
    bool sendFast(Talk& talk, std::uint64_t at) {
        return at % 3 == 2 ? send(talk, 0, kAck, 0) : send(talk, 1, kAck, kFullSegment);
    }

    bool sendData(Talk& talk, int from) {
        const auto length = static_cast<std::uint16_t>(1 + m_random.below(1400));
        if (length > 1 && m_random.isOneOf(m_shape.reorderPercent))
            return sendHalves(talk, from, length);
        send(talk, from, kPsh | kAck, length);
        if (m_random.below(100) < m_shape.lossPercent) {
            talk.seq[from] -= length;
            send(talk, from, kPsh | kAck, length);
            ++m_counts.repeated;
        }
        return true;
    }

    bool sendHalves(Talk& talk, int from, std::uint16_t length) {
        const auto first = static_cast<std::uint16_t>(length / 2);
        const auto second = static_cast<std::uint16_t>(length - first);
        talk.seq[from] += first;
        send(talk, from, kPsh | kAck, second);
        talk.seq[from] -= length;
        send(talk, from, kAck, first);
        talk.seq[from] += second;
        ++m_counts.reordered;
        return true;
    }

    bool send(Talk& talk, int from, int flags, std::uint16_t payload) {
        constexpr WrittenEnd kServer{0xc6336401, 443};
        WrittenSegment segment;
        segment.from = from == 0 ? talk.client : kServer;
        segment.to = from == 0 ? kServer : talk.client;
        segment.isV6 = talk.isV6;
        segment.flags = static_cast<std::uint8_t>(flags);
        segment.seq = talk.seq[from];
        segment.ack = (flags & kAck) != 0 ? talk.seq[1 - from] : 0;
        segment.payloadBytes = payload;
        talk.seq[from] += payload + ((flags & (kSyn | kFin)) != 0 ? 1U : 0U);
        m_writer.write(segment, 1 + m_random.below(20));
        return true;
    }

    /// As many SYNs as keep the flood in step with the connections.
    void flood() {
        const std::uint64_t own = m_writer.packets() - m_flooded;
        while (m_flooded < m_shape.floodSyns && m_flooded * m_shape.packets < m_shape.floodSyns * own)
            sendFloodSyn();
    }

    /// From each address once, then from another port of each.
    void sendFloodSyn() {
        Talk talk;
        talk.client.address = 0x0c000000U + static_cast<std::uint32_t>(m_flooded * 0x9e3779b1U & 0xffffffU);
        talk.client.port = static_cast<std::uint16_t>(1024 + (m_flooded >> 24));
        talk.seq[0] = static_cast<std::uint32_t>(m_random.next());
        send(talk, 0, kSyn, 0);
        ++m_flooded;
    }

    PacketWriter m_writer;
    Random m_random;
    CaptureShape m_shape;
    CaptureCounts m_counts;
    std::uint32_t m_elephants;
    std::uint32_t m_started = 0;
    std::uint64_t m_flooded = 0;
    std::vector<Talk> m_open;
    std::vector<Talk> m_openElephants;
    std::deque<Talk> m_ended; ///< whose ports may be used again, oldest first
};

} // namespace

CaptureCounts writeCapture(const std::string& path, const CaptureShape& shape) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), std::fclose);
    if (!file)
        return {};
    const CaptureCounts counts = Conversations(file.get(), shape).run();
    return std::fflush(file.get()) == 0 && std::ferror(file.get()) == 0 ? counts : CaptureCounts{};
}

} // namespace synscope::bench
