// SPDX-License-Identifier: Apache-2.0
//
// TCP sequence numbers: arithmetic modulo 2^32 (RFC 9293, section 3.4). There is deliberately no operator<:
// "before" only means something within half the space, so it has to be written out.
#pragma once

#include <cstdint>

namespace synscope {

class SeqNum {
public:
    constexpr SeqNum() = default;
    constexpr explicit SeqNum(std::uint32_t value) : m_value(value) {}

    [[nodiscard]] constexpr std::uint32_t value() const { return m_value; }

    friend constexpr bool operator==(SeqNum, SeqNum) = default;
    friend constexpr SeqNum operator+(SeqNum s, std::uint32_t n) { return SeqNum(s.m_value + n); }
    friend constexpr SeqNum operator-(SeqNum s, std::uint32_t n) { return SeqNum(s.m_value - n); }

    /// Signed distance from `from` to this: positive when this lies after. Exact within +-2^31.
    [[nodiscard]] constexpr std::int32_t distanceFrom(SeqNum from) const {
        return static_cast<std::int32_t>(m_value - from.m_value);
    }
    [[nodiscard]] constexpr bool before(SeqNum other) const { return distanceFrom(other) < 0; }
    [[nodiscard]] constexpr bool after(SeqNum other) const { return distanceFrom(other) > 0; }
    [[nodiscard]] constexpr bool atOrBefore(SeqNum other) const { return distanceFrom(other) <= 0; }
    [[nodiscard]] constexpr bool atOrAfter(SeqNum other) const { return distanceFrom(other) >= 0; }

    /// True in the half-open window [start, start + size).
    [[nodiscard]] constexpr bool inWindow(SeqNum start, std::uint32_t size) const {
        return m_value - start.m_value < size;
    }

private:
    std::uint32_t m_value = 0;
};

} // namespace synscope
