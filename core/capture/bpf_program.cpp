// SPDX-License-Identifier: Apache-2.0
//
// The classic instruction set: an accumulator, an index, 16 cells of memory, leaps forward only. So each program ends.
#include "core/capture/bpf_program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostSteps = 4096; // as the kernel takes
constexpr std::size_t kCells = 16;

enum Class : unsigned { Load = 0, LoadIndex, Store, StoreIndex, Compute, Leap, Return, Move };

constexpr Class classOf(const BpfStep& step) {
    return static_cast<Class>(step.code & 7U);
}
constexpr unsigned sizeOf(const BpfStep& step) {
    return step.code & 0x18U;
}
constexpr unsigned modeOf(const BpfStep& step) {
    return step.code & 0xe0U;
}
constexpr unsigned operationOf(const BpfStep& step) {
    return step.code & 0xf0U;
}
constexpr bool usesIndex(const BpfStep& step) {
    return (step.code & 8U) != 0;
}

constexpr unsigned kWord = 0;
constexpr unsigned kHalf = 0x08;
constexpr unsigned kByte = 0x10;
constexpr unsigned kImmediate = 0;
constexpr unsigned kAt = 0x20;
constexpr unsigned kAtIndex = 0x40;
constexpr unsigned kMemory = 0x60;
constexpr unsigned kLength = 0x80;
constexpr unsigned kHeaderLength = 0xa0; ///< four times the low half of a byte: of an IPv4 header

bool isKnownLoad(const BpfStep& step) {
    const unsigned mode = modeOf(step);
    if (mode == kMemory && step.value >= kCells)
        return false;
    if (classOf(step) == LoadIndex)
        return mode == kHeaderLength
                   ? sizeOf(step) == kByte
                   : sizeOf(step) == kWord && (mode == kImmediate || mode == kMemory || mode == kLength);
    if (mode == kAt || mode == kAtIndex)
        return sizeOf(step) <= kByte;
    return sizeOf(step) == kWord && (mode == kImmediate || mode == kMemory || mode == kLength);
}

/// `left`: the steps behind this one.
bool isKnown(const BpfStep& step, std::size_t left) {
    switch (classOf(step)) {
    case Load:
    case LoadIndex:
        return isKnownLoad(step);
    case Store:
    case StoreIndex:
        return step.value < kCells;
    case Compute:
        return operationOf(step) <= 0xa0;
    case Leap:
        return operationOf(step) == 0 ? step.value < left
                                      : operationOf(step) <= 0x40 && step.ifTrue < left && step.ifFalse < left;
    case Return:
        return (step.code & 0x18U) <= 0x10;
    case Move:
        return true;
    }
    return false;
}

/// The number at the beginning of the text, which goes on after it.
template <typename Number>
bool take(std::string_view& text, Number& number) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos)
        return false;
    text.remove_prefix(begin);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{})
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

/// One run over one packet.
class Run {
public:
    explicit Run(std::span<const std::byte> packet) : m_packet(packet) {}

    bool of(const std::vector<BpfStep>& steps) {
        for (std::size_t at = 0; at < steps.size(); ++at) {
            const BpfStep& step = steps[at];
            if (classOf(step) == Return)
                return answer(step) != 0;
            if (classOf(step) == Leap)
                at += leap(step);
            else if (!take(step))
                return false;
        }
        return false;
    }

private:
    /// False where the packet is kept out.
    bool take(const BpfStep& step) {
        switch (classOf(step)) {
        case Load:
            return load(step, m_accumulator);
        case LoadIndex:
            return load(step, m_index);
        case Store:
            m_memory[step.value] = m_accumulator;
            return true;
        case StoreIndex:
            m_memory[step.value] = m_index;
            return true;
        case Compute:
            return compute(step);
        case Move:
            ((step.code & 0x80U) != 0 ? m_accumulator : m_index) = (step.code & 0x80U) != 0 ? m_index : m_accumulator;
            return true;
        case Leap:
        case Return:
            break;
        }
        return false;
    }

    bool load(const BpfStep& step, std::uint32_t& to) {
        switch (modeOf(step)) {
        case kImmediate:
            to = step.value;
            return true;
        case kMemory:
            to = m_memory[step.value];
            return true;
        case kLength:
            to = static_cast<std::uint32_t>(m_packet.size());
            return true;
        case kHeaderLength:
            if (!read(step.value, 1, to))
                return false;
            to = (to & 0xfU) * 4;
            return true;
        default:
            break;
        }
        const std::size_t offset = std::size_t{step.value} + (modeOf(step) == kAtIndex ? m_index : 0);
        return read(offset, sizeOf(step) == kWord ? 4 : sizeOf(step) == kHalf ? 2 : 1, to);
    }

    bool read(std::size_t offset, std::size_t bytes, std::uint32_t& to) const {
        if (offset + bytes > m_packet.size())
            return false;
        to = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            to = to << 8 | std::to_integer<std::uint32_t>(m_packet[offset + i]);
        return true;
    }

    bool compute(const BpfStep& step) {
        const std::uint32_t by = usesIndex(step) ? m_index : step.value;
        std::uint32_t& a = m_accumulator;
        switch (operationOf(step)) {
        case 0x00:
            a += by;
            return true;
        case 0x10:
            a -= by;
            return true;
        case 0x20:
            a *= by;
            return true;
        case 0x30:
            a = by == 0 ? 0 : a / by;
            return by != 0;
        case 0x40:
            a |= by;
            return true;
        case 0x50:
            a &= by;
            return true;
        case 0x60:
            a = by < 32 ? a << by : 0;
            return true;
        case 0x70:
            a = by < 32 ? a >> by : 0;
            return true;
        case 0x80:
            a = 0 - a;
            return true;
        case 0x90:
            a = by == 0 ? 0 : a % by;
            return by != 0;
        default:
            a ^= by;
            return true;
        }
    }

    [[nodiscard]] std::size_t leap(const BpfStep& step) const {
        const std::uint32_t by = usesIndex(step) ? m_index : step.value;
        switch (operationOf(step)) {
        case 0x00:
            return step.value;
        case 0x10:
            return m_accumulator == by ? step.ifTrue : step.ifFalse;
        case 0x20:
            return m_accumulator > by ? step.ifTrue : step.ifFalse;
        case 0x30:
            return m_accumulator >= by ? step.ifTrue : step.ifFalse;
        default:
            return (m_accumulator & by) != 0 ? step.ifTrue : step.ifFalse;
        }
    }

    [[nodiscard]] std::uint32_t answer(const BpfStep& step) const {
        const unsigned from = step.code & 0x18U;
        return from == 0 ? step.value : from == 0x10 ? m_accumulator : m_index;
    }

    std::span<const std::byte> m_packet;
    std::array<std::uint32_t, kCells> m_memory{};
    std::uint32_t m_accumulator = 0;
    std::uint32_t m_index = 0;
};

} // namespace

std::optional<BpfProgram> BpfProgram::parse(std::string_view text) {
    std::vector<BpfStep> steps;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        BpfStep step;
        const bool isStep = take(line, step.code) && take(line, step.ifTrue) && take(line, step.ifFalse) &&
                            take(line, step.value) && line.empty();
        if (!isStep || steps.size() == kMostSteps)
            return std::nullopt;
        steps.push_back(step);
    }
    if (steps.empty() || classOf(steps.back()) != Return)
        return std::nullopt;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!isKnown(steps[i], steps.size() - 1 - i))
            return std::nullopt;
    return BpfProgram(std::move(steps));
}

bool BpfProgram::passes(std::span<const std::byte> packet) const {
    return Run(packet).of(m_steps);
}

} // namespace synscope
