// SPDX-License-Identifier: Apache-2.0
//
// The walk over pcap records: one header parsed and one packet appended a record, nothing copied.
#include "core/capture/pcap_reader.h"

#include "core/base/told.h"
#include "core/capture/packet_store.h"

namespace synscope {

WalkEnd PcapReader::walk(ByteStream& stream, Batch& batch) {
    const PcapFormat format = m_format; // a local copy: the compiler may keep it in registers
    const std::span<const std::byte> window = stream.window();
    const std::uint64_t offset = stream.offset();
    std::uint64_t number = batch.nextNumber();
    std::size_t at = 0;
    WalkEnd result = WalkEnd::BatchFull;
    while (!batch.isFull()) {
        const std::size_t left = window.size() - at;
        if (left < format.recordHeaderBytes) {
            result = WalkEnd::NeedsBytes;
            break;
        }
        const PcapRecord record = parsePcapRecord(format, window.data() + at);
        if (record.capturedBytes > format.captureLimit) [[unlikely]] {
            result = WalkEnd::Damaged;
            break;
        }
        if (left - format.recordHeaderBytes < record.capturedBytes) {
            result = WalkEnd::NeedsBytes;
            break;
        }
        RawPacket packet = toPacket(format, record, offset + at);
        packet.number = PacketNumber{number++};
        packet.bytes = window.subspan(at + format.recordHeaderBytes, record.capturedBytes);
        batch.add(packet);
        at += format.recordHeaderBytes + record.capturedBytes;
    }
    stream.consume(at);
    return result;
}

std::string PcapReader::describeDamage(const ByteStream& stream, std::uint64_t packetNumber) const {
    const std::span<const std::byte> window = stream.window();
    const std::string packet = std::to_string(packetNumber);
    if (window.size() < m_format.recordHeaderBytes)
        return told("the file ends inside the header of packet {0}: {1} bytes needed, {2} left",
                    {packet, std::to_string(m_format.recordHeaderBytes), std::to_string(window.size())});
    const PcapRecord record = parsePcapRecord(m_format, window.data());
    if (record.capturedBytes > m_format.captureLimit)
        return told("packet {0} claims {1} bytes, the limit is {2}",
                    {packet, std::to_string(record.capturedBytes), std::to_string(m_format.captureLimit)});
    return told(
        "the file ends inside packet {0}: {1} bytes promised, {2} left",
        {packet, std::to_string(record.capturedBytes), std::to_string(window.size() - m_format.recordHeaderBytes)});
}

FetchPacket PcapReader::fetcher(const ByteStream& stream) const {
    return [store = PacketStore(stream), format = m_format](std::uint64_t position,
                                                            FetchBuffer& buffer) -> Result<RawPacket> {
        const std::size_t headerBytes = format.recordHeaderBytes;
        PacketStore::Loan loan(store, position, buffer);
        if (const std::optional<Error> error = loan.need(headerBytes))
            return *error;
        const PcapRecord record = parsePcapRecord(format, loan.data().data());
        if (record.capturedBytes > format.captureLimit)
            return store.changed(position);
        if (const std::optional<Error> error = loan.need(headerBytes + record.capturedBytes))
            return *error;
        RawPacket packet = toPacket(format, record, position);
        packet.bytes = loan.data().subspan(headerBytes, record.capturedBytes);
        return packet;
    };
}

} // namespace synscope
