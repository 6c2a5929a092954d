// SPDX-License-Identifier: Apache-2.0
//
// Walks the records of a pcap file.
#pragma once

#include "core/capture/byte_stream.h"
#include "core/capture/packet_walk.h"
#include "core/capture/pcap_format.h"

#include <span>
#include <string>
#include <vector>

namespace synscope {

class PcapReader {
public:
    explicit PcapReader(const PcapFormat& format) : m_format(format) {}

    /// The stream stands behind the file header. Packets point into the stream's window.
    [[nodiscard]] WalkEnd walk(ByteStream& stream, Batch& batch);
    /// What is wrong with the record at the window's begin: after Damaged, or when the stream ended inside it.
    [[nodiscard]] std::string describeDamage(const ByteStream& stream, std::uint64_t packetNumber) const;
    /// True when the stream may end where it stands.
    [[nodiscard]] bool isAtBorder(const ByteStream& stream) const { return stream.window().empty(); }
    [[nodiscard]] std::uint64_t kernelDrops() const { return 0; }
    /// Finds packets again in the stream's store.
    [[nodiscard]] FetchPacket fetcher(const ByteStream& stream) const;

private:
    PcapFormat m_format;
};

} // namespace synscope
