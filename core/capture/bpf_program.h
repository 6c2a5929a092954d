// SPDX-License-Identifier: Apache-2.0
//
// A capture filter as libpcap compiles it, in the instructions of the BSD packet filter (bpf(4) of the BSDs), and what
// it says of bytes in memory. Needs no libpcap: the capturing program compiles, whoever asks it runs the result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace synscope {

struct BpfStep {
    std::uint16_t code = 0;
    std::uint8_t ifTrue = 0; ///< steps to leap over
    std::uint8_t ifFalse = 0;
    std::uint32_t value = 0;
    friend bool operator==(const BpfStep&, const BpfStep&) = default;
};

class BpfProgram {
public:
    /// Lines of four numbers, a step each: code, both leaps, value. Empty where it is no program: an unknown code, a
    /// leap or a cell of memory that is none, or an end without an answer.
    [[nodiscard]] static std::optional<BpfProgram> parse(std::string_view text);

    /// Whether the packet is let through. Reading beyond its end and dividing by zero keep it out.
    [[nodiscard]] bool passes(std::span<const std::byte> packet) const;

private:
    explicit BpfProgram(std::vector<BpfStep> steps) : m_steps(std::move(steps)) {}

    std::vector<BpfStep> m_steps;
};

} // namespace synscope
