// SPDX-License-Identifier: Apache-2.0
//
// The walk over pcapng blocks.
#include "core/capture/pcapng_reader.h"

#include "core/base/told.h"
#include "core/capture/packet_store.h"

#include <algorithm>

namespace synscope {

namespace {

constexpr std::size_t kTrailerBytes = 4; // the length once more

BlockType typeAt(const std::byte* from, ByteOrder order) {
    return static_cast<BlockType>(load32(from, order));
}

bool isPacket(BlockType type) {
    return type == BlockType::EnhancedPacket || type == BlockType::SimplePacket || type == BlockType::Packet;
}

std::string unknownInterface(std::uint32_t interface) {
    return told("interface {0} was never described", {std::to_string(interface)});
}

// The type and length of the block at a position, from its first 12 bytes; empty when it is no packet.
struct StoredBlock {
    BlockType type;
    std::uint32_t bytes;
};
std::optional<StoredBlock> storedPacketBlock(const std::byte* from, ByteOrder order) {
    const StoredBlock block{typeAt(from, order), load32(from + 4, order)};
    const bool isSane = isPacket(block.type) && block.bytes >= kBlockOverheadBytes && block.bytes <= kMostBlockBytes;
    return isSane ? std::optional(block) : std::nullopt;
}

} // namespace

bool isPcapng(std::span<const std::byte> beginning) {
    return beginning.size() >= 4 && typeAt(beginning.data(), ByteOrder::Little) == BlockType::SectionHeader;
}

WalkEnd PcapngReader::damaged(std::string reason) {
    m_damage = std::move(reason);
    return WalkEnd::Damaged;
}

WalkEnd PcapngReader::walk(ByteStream& stream, Batch& batch) {
    const std::span<const std::byte> window = stream.window();
    const std::uint64_t offset = stream.offset();
    std::size_t at = 0;
    WalkEnd result = WalkEnd::BatchFull;
    while (!batch.isFull() && result == WalkEnd::BatchFull) {
        std::size_t used = 0;
        result = step(window.subspan(at), offset + at, batch, used);
        at += used;
    }
    stream.consume(at);
    if (m_skipBytes > kTrailerBytes && stream.leap(m_skipBytes - kTrailerBytes))
        m_skipBytes = kTrailerBytes;
    return result;
}

// One block. BatchFull means here: go on.
WalkEnd PcapngReader::step(std::span<const std::byte> window, std::uint64_t offset, Batch& batch, std::size_t& used) {
    if (m_skipBytes > 0)
        return skip(window, used);
    if (window.size() < kBlockOverheadBytes)
        return WalkEnd::NeedsBytes;
    const BlockType type = typeAt(window.data(), m_order);
    ByteOrder order = m_order;
    if (type == BlockType::SectionHeader) {
        const std::optional<ByteOrder> found = sectionOrder(window.subspan(kBlockHeaderBytes));
        if (!found)
            return damaged(told("a section header has no valid byte-order magic"));
        order = *found;
    }
    const std::uint32_t length = load32(window.data() + 4, order);
    if (length < kBlockOverheadBytes || length % 4 != 0)
        return damaged(
            told("a block claims {0} bytes; a length is a multiple of 4 and at least 12", {std::to_string(length)}));
    if (type == BlockType::LetGo)
        return enterGap(window, offset, used);
    if (!isReadBlock(type)) {
        m_skipLength = length;
        m_skipBytes = length - kBlockHeaderBytes;
        used = kBlockHeaderBytes;
        return WalkEnd::BatchFull;
    }
    if (length > kMostBlockBytes)
        return damaged(told("a block claims {0} bytes, the limit is {1}",
                            {std::to_string(length), std::to_string(kMostBlockBytes)}));
    if (window.size() < length)
        return WalkEnd::NeedsBytes;
    const std::uint32_t trailer = load32(window.data() + length - kTrailerBytes, order);
    if (trailer != length)
        return damaged(told("a block has two lengths, {0} before and {1} behind",
                            {std::to_string(length), std::to_string(trailer)}));
    const WalkEnd result =
        readBlock(type, window.subspan(kBlockHeaderBytes, length - kBlockOverheadBytes), offset, batch);
    if (result == WalkEnd::BatchFull)
        used = length;
    return result;
}

// What lies in it may be as large as the disk, so it is not read.
WalkEnd PcapngReader::enterGap(std::span<const std::byte> window, std::uint64_t offset, std::size_t& used) {
    constexpr std::size_t kFixedBytes = kBlockHeaderBytes + 8;
    if (window.size() < kFixedBytes)
        return WalkEnd::NeedsBytes;
    const std::uint32_t length = load32(window.data() + 4, m_order);
    if (length < kFixedBytes + kTrailerBytes)
        return damaged(told("a block of packets let go is too short"));
    m_gap = {m_gap.end == offset ? m_gap.begin : offset, offset + length,
             load64(window.data() + kBlockHeaderBytes, m_order)};
    m_skipLength = length;
    m_skipBytes = length - kFixedBytes;
    m_isInGap = true;
    used = kFixedBytes;
    return WalkEnd::BatchFull;
}

WalkEnd PcapngReader::skip(std::span<const std::byte> window, std::size_t& used) {
    if (m_skipBytes > kTrailerBytes) {
        used = static_cast<std::size_t>(std::min<std::uint64_t>(window.size(), m_skipBytes - kTrailerBytes));
        m_skipBytes -= used;
    }
    if (window.size() - used < kTrailerBytes || m_skipBytes > kTrailerBytes)
        return WalkEnd::NeedsBytes;
    const std::uint32_t trailer = load32(window.data() + used, m_order);
    if (trailer != m_skipLength && !m_isInGap) // see spool_ring.cpp
        return damaged(told("a block has two lengths, {0} before and {1} behind",
                            {std::to_string(m_skipLength), std::to_string(trailer)}));
    used += kTrailerBytes;
    m_skipBytes = 0;
    m_isInGap = false;
    return WalkEnd::BatchFull;
}

WalkEnd PcapngReader::readBlock(BlockType type, std::span<const std::byte> body, std::uint64_t offset, Batch& batch) {
    switch (type) {
    case BlockType::EnhancedPacket:
    case BlockType::SimplePacket:
    case BlockType::Packet:
        return readPacket(type, body, offset, batch);
    case BlockType::SectionHeader:
        m_lastHeadEnd = offset + body.size() + kBlockOverheadBytes;
        return openSection(body, offset);
    case BlockType::InterfaceDescription:
        m_lastHeadEnd = offset + body.size() + kBlockOverheadBytes;
        return addInterface(body);
    case BlockType::InterfaceStatistics:
        noteDrops(body);
        break;
    case BlockType::LetGo: // step() has seen to it
        break;
    }
    return WalkEnd::BatchFull;
}

WalkEnd PcapngReader::openSection(std::span<const std::byte> body, std::uint64_t offset) {
    if (body.size() < kLeastSectionHeaderBytes - kBlockOverheadBytes)
        return damaged(told("a section header is too short"));
    const ByteOrder order = *sectionOrder(body); // step() has looked
    if (const std::optional<Error> error = checkSectionVersion(body, order))
        return damaged(error->message);
    m_order = order;
    m_drops.clear();
    m_interfaces.clear();
    m_table->addSection(offset, order);
    return WalkEnd::BatchFull;
}

WalkEnd PcapngReader::addInterface(std::span<const std::byte> body) {
    if (m_interfaces.size() == kMostInterfaces)
        return damaged(told("a section describes more than {0} interfaces", {std::to_string(kMostInterfaces)}));
    const Result<CaptureInterface> interface = parseInterface(body, m_order);
    if (!interface)
        return damaged(interface.error().message);
    m_interfaces.push_back(interface.value());
    m_drops.push_back(0);
    m_table->addInterface(interface.value());
    return WalkEnd::BatchFull;
}

WalkEnd PcapngReader::readPacket(BlockType type, std::span<const std::byte> body, std::uint64_t offset, Batch& batch) {
    const std::uint32_t snapLength = m_interfaces.empty() ? 0 : m_interfaces.front().snapLength;
    PacketBlock block;
    if (!parsePacketBlock(type, body, m_order, snapLength, block))
        return damaged("packet " + std::to_string(batch.nextNumber()) + " claims more bytes than its block of " +
                       std::to_string(body.size() + kBlockOverheadBytes) + " bytes holds");
    if (block.interface >= m_interfaces.size())
        return damaged(unknownInterface(block.interface));
    RawPacket packet = toPacket(block, m_interfaces[block.interface], body, m_lastTime);
    packet.number = PacketNumber{batch.nextNumber()};
    packet.position = offset;
    if (!block.ticks && m_lastTime != m_simpleTime) {
        m_table->addSimpleTime(offset, m_lastTime);
        m_simpleTime = m_lastTime;
    }
    m_lastTime = packet.time;
    batch.add(packet);
    return WalkEnd::BatchFull;
}

void PcapngReader::noteDrops(std::span<const std::byte> body) {
    const std::optional<InterfaceDrops> drops = parseStatistics(body, m_order);
    if (!drops || drops->interface >= m_drops.size())
        return;
    m_kernelDrops += drops->drops - m_drops[drops->interface];
    m_drops[drops->interface] = drops->drops;
    m_statisticsTime = std::max(m_statisticsTime, m_interfaces[drops->interface].unit.at(drops->ticks));
}

std::string PcapngReader::describeDamage(const ByteStream& stream, std::uint64_t packetNumber) const {
    if (!m_damage.empty())
        return m_damage;
    const std::span<const std::byte> window = stream.window();
    if (m_skipBytes > 0)
        return told("the file ends inside a block: {0} bytes promised, {1} left",
                    {std::to_string(m_skipLength), std::to_string(m_skipLength - m_skipBytes + window.size())});
    if (window.size() < kBlockOverheadBytes)
        return told("the file ends inside the header of a block: {0} bytes promised, {1} left",
                    {std::to_string(kBlockOverheadBytes), std::to_string(window.size())});
    const BlockType type = typeAt(window.data(), m_order);
    const ByteOrder order =
        type == BlockType::SectionHeader ? sectionOrder(window.subspan(kBlockHeaderBytes)).value_or(m_order) : m_order;
    const std::string needed = std::to_string(load32(window.data() + 4, order));
    const std::string left = std::to_string(window.size());
    return isPacket(type) ? told("the file ends inside packet {0}: {1} bytes promised, {2} left",
                                 {std::to_string(packetNumber), needed, left})
                          : told("the file ends inside a block: {0} bytes promised, {1} left", {needed, left});
}

FetchPacket PcapngReader::fetcher(const ByteStream& stream) const {
    return [store = PacketStore(stream), table = m_table](std::uint64_t position,
                                                          FetchBuffer& buffer) -> Result<RawPacket> {
        PacketStore::Loan loan(store, position, buffer);
        const std::optional<ByteOrder> order = table->orderAt(position);
        if (!order)
            return store.changed(position);
        if (const std::optional<Error> error = loan.need(kBlockOverheadBytes))
            return *error;
        const std::optional<StoredBlock> stored = storedPacketBlock(loan.data().data(), *order);
        if (!stored)
            return store.changed(position);
        if (const std::optional<Error> error = loan.need(stored->bytes))
            return *error;
        const auto body = loan.data().subspan(kBlockHeaderBytes, stored->bytes - kBlockOverheadBytes);
        const bool isSimple = stored->type == BlockType::SimplePacket;
        const std::optional<CaptureInterface> first =
            isSimple ? table->interfaceAt(position, 0) : std::optional<CaptureInterface>();
        PacketBlock block;
        if (!parsePacketBlock(stored->type, body, *order, first ? first->snapLength : 0, block))
            return store.changed(position);
        const std::optional<CaptureInterface> interface = table->interfaceAt(position, block.interface);
        if (!interface)
            return store.changed(position);
        RawPacket packet = toPacket(block, *interface, body, isSimple ? table->simpleTimeAt(position) : Timestamp{});
        packet.position = position;
        return packet;
    };
}

} // namespace synscope
