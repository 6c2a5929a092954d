// SPDX-License-Identifier: Apache-2.0
//
// Writes segments as a pcap with microsecond stamps: Ethernet, IPv4 or IPv6, TCP without options, the first 96 bytes of
// each packet. What is written depends on the calls alone.
#pragma once

#include <cstdint>
#include <cstdio>

namespace synscope::bench {

inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kRst = 0x04;
inline constexpr std::uint8_t kPsh = 0x08;
inline constexpr std::uint8_t kAck = 0x10;

/// One end. Of IPv6 addresses `address` is the last word.
struct WrittenEnd {
    std::uint32_t address = 0;
    std::uint16_t port = 0;
};

struct WrittenSegment {
    WrittenEnd from;
    WrittenEnd to;
    bool isV6 = false;
    std::uint8_t flags = 0;
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint16_t payloadBytes = 0;
};

class PacketWriter {
public:
    /// `file` must outlive the writer; the file's own errors tell whether all was written.
    explicit PacketWriter(std::FILE* file);

    /// The segment, so long after the one before it.
    void write(const WrittenSegment& segment, std::uint32_t microsecondsLater);
    [[nodiscard]] std::uint64_t packets() const { return m_packets; }

private:
    std::FILE* m_file;
    std::uint64_t m_packets = 0;
    std::uint64_t m_microseconds = 0;
    std::uint16_t m_ipId = 0;
};

} // namespace synscope::bench
