// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/capture_generator.h"

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

namespace synscope::bench {
namespace {

constexpr std::uint8_t kFin = 0x01;
constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kRst = 0x04;
constexpr std::uint8_t kPsh = 0x08;
constexpr std::uint8_t kAck = 0x10;
constexpr std::size_t kCaptured = 96;
constexpr std::size_t kHeaders = 14 + 20 + 20;

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

private:
    std::uint64_t m_state;
};

enum class Ending : std::uint8_t { Close, Leak, Reset };

struct Talk {
    std::uint32_t client = 0;
    std::uint16_t port = 0;
    std::uint32_t seq[2]{}; ///< next of client and server
    std::uint32_t step = 0;
    std::uint32_t exchanges = 0;
    Ending ending = Ending::Close;
};

class Writer {
public:
    Writer(std::FILE* file, const CaptureShape& shape) : m_file(file), m_random(shape.seed), m_shape(shape) {
        const std::uint32_t header[6] = {0xa1b2c3d4, 0x00040002, 0, 0, kCaptured, 1};
        std::fwrite(header, sizeof(header), 1, m_file);
    }

    std::uint64_t run() {
        std::vector<Talk> open;
        std::uint32_t started = 0;
        while (started < m_shape.connections || !open.empty()) {
            if (started < m_shape.connections && open.size() < m_shape.concurrent)
                open.push_back(begin(started++));
            const std::size_t which = m_random.below(static_cast<std::uint32_t>(open.size()));
            if (!step(open[which])) {
                open[which] = open.back();
                open.pop_back();
            }
        }
        return m_packets;
    }

private:
    Talk begin(std::uint32_t number) {
        Talk talk;
        talk.client = 0x0a000000U + number / 28'000;
        talk.port = static_cast<std::uint16_t>(32'768 + number % 28'000);
        talk.seq[0] = static_cast<std::uint32_t>(m_random.next());
        talk.seq[1] = static_cast<std::uint32_t>(m_random.next());
        const std::uint64_t each = m_shape.packets / m_shape.connections;
        talk.exchanges = static_cast<std::uint32_t>(each > 8 ? (each - 6) / 2 : 1);
        const std::uint32_t dice = m_random.below(100);
        if (dice < m_shape.leakPercent)
            talk.ending = Ending::Leak;
        else if (dice < m_shape.leakPercent + m_shape.resetPercent)
            talk.ending = Ending::Reset;
        return talk;
    }

    /// Writes the talk's next packet; false when it was the last.
    bool step(Talk& talk) {
        const std::uint32_t at = talk.step++;
        const std::uint32_t dataEnd = 3 + 2 * talk.exchanges;
        if (at == 0)
            return send(talk, 0, kSyn, 0);
        if (at == 1)
            return send(talk, 1, kSyn | kAck, 0);
        if (at == 2)
            return send(talk, 0, kAck, 0);
        if (at < dataEnd)
            return sendData(talk, at % 2 == 1 ? 0 : 1);
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

    bool sendData(Talk& talk, int from) {
        const auto length = static_cast<std::uint16_t>(1 + m_random.below(1400));
        send(talk, from, kPsh | kAck, length);
        if (m_random.below(100) < m_shape.lossPercent) {
            talk.seq[from] -= length;
            send(talk, from, kPsh | kAck, length);
        }
        return true;
    }

    bool send(Talk& talk, int from, int flags, std::uint16_t payload) {
        std::array<std::uint8_t, kCaptured> bytes{};
        const auto put16 = [&bytes](std::size_t at, std::uint32_t v) {
            bytes[at] = static_cast<std::uint8_t>(v >> 8);
            bytes[at + 1] = static_cast<std::uint8_t>(v);
        };
        const auto put32 = [&put16](std::size_t at, std::uint32_t v) {
            put16(at, v >> 16);
            put16(at + 2, v & 0xffff);
        };
        bytes[0] = bytes[6] = 2;
        put16(12, 0x0800);
        bytes[14] = 0x45;
        put16(16, 40U + payload);
        put16(18, ++m_ipId);
        bytes[22] = 64;
        bytes[23] = 6;
        constexpr std::uint32_t kServer = 0xc6336401;
        put32(26, from == 0 ? talk.client : kServer);
        put32(30, from == 0 ? kServer : talk.client);
        put16(34, from == 0 ? talk.port : 443);
        put16(36, from == 0 ? 443 : talk.port);
        put32(38, talk.seq[from]);
        put32(42, (flags & kAck) != 0 ? talk.seq[1 - from] : 0);
        bytes[46] = 0x50;
        bytes[47] = static_cast<std::uint8_t>(flags);
        put16(48, 64'000);
        talk.seq[from] += payload + ((flags & (kSyn | kFin)) != 0 ? 1U : 0U);
        const auto length = static_cast<std::uint32_t>(kHeaders + payload);
        const auto captured = static_cast<std::uint32_t>(length < kCaptured ? length : kCaptured);
        m_microseconds += 1 + m_random.below(20);
        const std::uint32_t record[4] = {static_cast<std::uint32_t>(1'700'000'000 + m_microseconds / 1'000'000),
                                         static_cast<std::uint32_t>(m_microseconds % 1'000'000), captured, length};
        std::fwrite(record, sizeof(record), 1, m_file);
        std::fwrite(bytes.data(), captured, 1, m_file);
        ++m_packets;
        return true;
    }

    std::FILE* m_file;
    Random m_random;
    CaptureShape m_shape;
    std::uint64_t m_packets = 0;
    std::uint64_t m_microseconds = 0;
    std::uint16_t m_ipId = 0;
};

} // namespace

std::uint64_t writeCapture(const std::string& path, const CaptureShape& shape) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), std::fclose);
    if (!file)
        return 0;
    const std::uint64_t packets = Writer(file.get(), shape).run();
    return std::fflush(file.get()) == 0 && std::ferror(file.get()) == 0 ? packets : 0;
}

} // namespace synscope::bench
