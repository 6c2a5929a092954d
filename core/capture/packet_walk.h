// SPDX-License-Identifier: Apache-2.0
//
// What the two format readers have in common: they turn the window of a ByteStream into packets until the
// batch is full, the window holds no whole record any more, or the bytes make no sense.
#pragma once

#include "core/wire/packet.h"

#include <cstdint>
#include <string>
#include <vector>

namespace synscope {

enum class WalkEnd : std::uint8_t {
    BatchFull,
    NeedsBytes, ///< nothing more to yield before the window grows
    Damaged,    ///< the record at the window's begin cannot be read
};

/// The packets of one read(), numbered as they come.
class Batch {
public:
    /// `last`: number of the packet before the batch. `packets` is emptied.
    Batch(std::vector<RawPacket>& packets, std::size_t limit, std::uint64_t last)
        : m_packets(packets), m_limit(limit > 0 ? limit : 1), m_last(last) {
        m_packets.clear();
    }
    void add(const RawPacket& packet) { m_packets.push_back(packet); }
    [[nodiscard]] bool isFull() const { return m_packets.size() >= m_limit; }
    [[nodiscard]] bool isEmpty() const { return m_packets.empty(); }
    /// The number of the packet to be added next.
    [[nodiscard]] std::uint64_t nextNumber() const { return m_last + m_packets.size() + 1; }

private:
    std::vector<RawPacket>& m_packets;
    std::size_t m_limit;
    std::uint64_t m_last;
};

} // namespace synscope
