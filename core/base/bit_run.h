// SPDX-License-Identifier: Apache-2.0
//
// Numbers behind one another, each in as many bits as one says: written in order, read from anywhere.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace synscope {

inline constexpr unsigned kWordBits = 64;

/// How many bits the number takes.
constexpr unsigned widthOf(std::uint64_t number) {
    return static_cast<unsigned>(std::bit_width(number));
}

/// A difference whose sign lies in its lowest bit, so that small ones of either sign take few bits.
constexpr std::uint64_t signedLow(std::uint64_t difference) {
    return difference << 1 ^ (~(difference >> (kWordBits - 1)) + 1);
}
constexpr std::uint64_t fromSignedLow(std::uint64_t signedLow) {
    return signedLow >> 1 ^ (~(signedLow & 1) + 1);
}

class BitRun {
public:
    /// The number must be below 2^bits; `bits` at most 64.
    void put(std::uint64_t number, unsigned bits) {
        m_word |= number << m_used;
        m_used += bits;
        if (m_used < kWordBits)
            return;
        m_words.push_back(m_word);
        m_used -= kWordBits;
        m_word = m_used == 0 ? 0 : number >> (bits - m_used);
    }
    /// How many bits were written.
    [[nodiscard]] std::size_t size() const { return m_words.size() * kWordBits + m_used; }
    /// After the last number: makes all of them readable.
    void end() {
        m_words.push_back(m_word);
        m_words.push_back(0); // what read() looks at behind the last
        m_words.shrink_to_fit();
    }

    /// The number of `bits` that begins there; 0 of none.
    [[nodiscard]] std::uint64_t read(std::size_t at, unsigned bits) const {
        const std::size_t shift = at % kWordBits;
        const std::uint64_t* const word = &m_words[at / kWordBits];
        const std::uint64_t number = word[0] >> shift | word[1] << 1U << (kWordBits - 1 - shift);
        return bits == 0 ? 0 : number & (~std::uint64_t{0} >> (kWordBits - bits));
    }

    void reserve(std::size_t bits) { m_words.reserve(bits / kWordBits + 2); }
    /// Asks the processor to fetch what lies there.
    void prefetch(std::size_t at) const { __builtin_prefetch(&m_words[at / kWordBits]); }
    [[nodiscard]] std::size_t bytes() const { return m_words.capacity() * sizeof(std::uint64_t); }

private:
    std::vector<std::uint64_t> m_words;
    std::uint64_t m_word = 0; ///< the one being filled
    unsigned m_used = 0;      ///< bits of it
};

} // namespace synscope
