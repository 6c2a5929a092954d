// SPDX-License-Identifier: Apache-2.0
//
// Writing pcapng blocks and their options.
#include "core/capture/pcapng_writer.h"

#include "core/capture/pcapng_format.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr std::uint64_t kUnknownSectionLength = ~std::uint64_t{0};
constexpr std::uint8_t kNanoseconds = 9;
constexpr std::size_t kMostOptionBytes = 65535;

enum OptionCode : std::uint16_t {
    kEndOfOptions = 0,
    kSectionApplication = 4,
    kInterfaceName = 2,
    kInterfaceResolution = 9,
    kInterfaceFilter = 11,
    kStatisticsBegin = 2,
    kStatisticsEnd = 3,
    kStatisticsReceived = 4,
    kStatisticsInterfaceDrops = 5,
    kStatisticsKernelDrops = 7,
    kStatisticsDelivered = 8,
};

template <typename Number>
void put(std::string& out, Number value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void pad(std::string& out, std::size_t bytes) {
    out.append(-bytes & 3, '\0');
}

/// A time takes its upper half first, whatever the byte order.
void putTime(std::string& out, Timestamp time) {
    const auto ticks = static_cast<std::uint64_t>(nsSinceEpoch(time));
    put(out, static_cast<std::uint32_t>(ticks >> 32));
    put(out, static_cast<std::uint32_t>(ticks));
}

/// Writes a block around what is appended while it lives.
class Block {
public:
    Block(std::string& out, BlockType type) : m_out(out), m_begin(out.size()) {
        put(out, static_cast<std::uint32_t>(type));
        put(out, std::uint32_t{0}); // the length, once it is known
    }
    ~Block() {
        const auto length = static_cast<std::uint32_t>(m_out.size() - m_begin + sizeof(std::uint32_t));
        put(m_out, length);
        std::copy_n(reinterpret_cast<const char*>(&length), sizeof length,
                    m_out.begin() + static_cast<std::ptrdiff_t>(m_begin + sizeof(std::uint32_t)));
    }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

private:
    std::string& m_out;
    std::size_t m_begin;
};

void optionHead(std::string& out, OptionCode code, std::size_t bytes) {
    put(out, static_cast<std::uint16_t>(code));
    put(out, static_cast<std::uint16_t>(bytes));
}

/// Text longer than an option holds is cut.
void textOption(std::string& out, OptionCode code, std::string_view text) {
    text = text.substr(0, kMostOptionBytes);
    optionHead(out, code, text.size());
    out.append(text);
    pad(out, text.size());
}

void countOption(std::string& out, OptionCode code, std::uint64_t count) {
    optionHead(out, code, sizeof count);
    put(out, count);
}

void timeOption(std::string& out, OptionCode code, Timestamp time) {
    optionHead(out, code, sizeof(std::uint64_t));
    putTime(out, time);
}

void endOptions(std::string& out) {
    optionHead(out, kEndOfOptions, 0);
}

} // namespace

void appendSectionHeader(std::string& out, std::string_view application) {
    const Block block(out, BlockType::SectionHeader);
    put(out, kByteOrderMagic);
    put(out, std::uint16_t{1}); // version 1.0
    put(out, std::uint16_t{0});
    put(out, kUnknownSectionLength);
    textOption(out, kSectionApplication, application);
    endOptions(out);
}

void appendInterfaceDescription(std::string& out, const InterfaceDescription& interface) {
    constexpr char kIsLibpcapText = '\0';
    const Block block(out, BlockType::InterfaceDescription);
    put(out, static_cast<std::uint16_t>(interface.link));
    put(out, std::uint16_t{0});
    put(out, interface.snapLength);
    textOption(out, kInterfaceName, interface.name);
    textOption(out, kInterfaceResolution, std::string_view(reinterpret_cast<const char*>(&kNanoseconds), 1));
    if (!interface.filter.empty())
        textOption(out, kInterfaceFilter, std::string(1, kIsLibpcapText).append(interface.filter));
    endOptions(out);
}

void appendEnhancedPacket(std::string& out, const EnhancedPacket& packet) {
    const Block block(out, BlockType::EnhancedPacket);
    put(out, packet.interface);
    putTime(out, packet.time);
    put(out, static_cast<std::uint32_t>(packet.bytes.size()));
    put(out, packet.originalLength);
    out.append(reinterpret_cast<const char*>(packet.bytes.data()), packet.bytes.size());
    pad(out, packet.bytes.size());
}

void appendInterfaceStatistics(std::string& out, const InterfaceStatistics& statistics) {
    const Block block(out, BlockType::InterfaceStatistics);
    put(out, statistics.interface);
    putTime(out, statistics.time);
    timeOption(out, kStatisticsBegin, statistics.begin);
    if (statistics.end)
        timeOption(out, kStatisticsEnd, *statistics.end);
    countOption(out, kStatisticsReceived, statistics.received);
    countOption(out, kStatisticsInterfaceDrops, statistics.droppedByInterface);
    countOption(out, kStatisticsKernelDrops, statistics.droppedByKernel);
    countOption(out, kStatisticsDelivered, statistics.delivered);
    endOptions(out);
}

} // namespace synscope
