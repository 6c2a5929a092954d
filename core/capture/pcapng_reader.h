// SPDX-License-Identifier: Apache-2.0
//
// Walks the blocks of a pcapng file: sections, interfaces, packets, statistics. Blocks of other types are
// skipped as they come, without being held. The length a section claims is not used: every block says its own.
#pragma once

#include "core/capture/byte_stream.h"
#include "core/capture/packet_walk.h"
#include "core/capture/pcapng_format.h"
#include "core/capture/section_table.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace synscope {

/// True when the first four bytes are the type of a section header block.
[[nodiscard]] bool isPcapng(std::span<const std::byte> beginning);

class PcapngReader {
public:
    /// The stream stands at the first section header. Packets point into the stream's window.
    [[nodiscard]] WalkEnd walk(ByteStream& stream, Batch& batch);
    /// What is wrong with the block at the window's begin: after Damaged, or when the stream ended inside it.
    [[nodiscard]] std::string describeDamage(const ByteStream& stream, std::uint64_t packetNumber) const;
    /// True when the stream may end where it stands.
    [[nodiscard]] bool isAtBorder(const ByteStream& stream) const {
        return stream.window().empty() && isBetweenBlocks();
    }
    /// False while a block is being skipped.
    [[nodiscard]] bool isBetweenBlocks() const { return m_skipBytes == 0; }
    /// From interface statistics: the latest of each interface, summed.
    [[nodiscard]] std::uint64_t kernelDrops() const { return m_kernelDrops; }
    /// When the latest of them was written; the epoch before there was one.
    [[nodiscard]] Timestamp statisticsTime() const { return m_statisticsTime; }
    /// Of the current section, as far as it was read.
    [[nodiscard]] const std::vector<CaptureInterface>& interfaces() const { return m_interfaces; }
    [[nodiscard]] ByteOrder order() const { return m_order; }
    /// Where the latest section header or interface description ends.
    [[nodiscard]] std::uint64_t lastHeadEnd() const { return m_lastHeadEnd; }
    /// Where packets of a spool were let go: one block or several, one after the other.
    struct Gap {
        std::uint64_t begin = 0;
        std::uint64_t end = 0; ///< 0: there is none
        std::uint64_t packets = 0;
    };
    [[nodiscard]] const Gap& gap() const { return m_gap; }
    /// Finds packets again in the stream's store.
    [[nodiscard]] FetchPacket fetcher(const ByteStream& stream) const;

private:
    [[nodiscard]] WalkEnd step(std::span<const std::byte> window, std::uint64_t offset, Batch& batch,
                               std::size_t& used);
    [[nodiscard]] WalkEnd enterGap(std::span<const std::byte> window, std::uint64_t offset, std::size_t& used);
    [[nodiscard]] WalkEnd skip(std::span<const std::byte> window, std::size_t& used);
    [[nodiscard]] WalkEnd openSection(std::span<const std::byte> body, std::uint64_t offset);
    [[nodiscard]] WalkEnd addInterface(std::span<const std::byte> body);
    [[nodiscard]] WalkEnd readBlock(BlockType type, std::span<const std::byte> body, std::uint64_t offset,
                                    Batch& batch);
    [[nodiscard]] WalkEnd readPacket(BlockType type, std::span<const std::byte> body, std::uint64_t offset,
                                     Batch& batch);
    void noteDrops(std::span<const std::byte> body);
    [[nodiscard]] WalkEnd damaged(std::string reason);

    ByteOrder m_order = kNativeOrder;
    std::vector<CaptureInterface> m_interfaces; // of the current section
    std::vector<std::uint64_t> m_drops;         // of the current section, by interface
    std::uint64_t m_kernelDrops = 0;            // of all sections
    Timestamp m_statisticsTime{};
    Timestamp m_lastTime{};
    Timestamp m_simpleTime{};       // newest in the table
    std::uint32_t m_skipLength = 0; // of the block being skipped
    std::uint64_t m_skipBytes = 0;  // of it still to come; 0: no block is being skipped
    bool m_isInGap = false;         // the block being skipped is one
    Gap m_gap;
    std::uint64_t m_lastHeadEnd = 0;
    std::string m_damage;
    std::shared_ptr<SectionTable> m_table = std::make_shared<SectionTable>();
};

} // namespace synscope
