// SPDX-License-Identifier: Apache-2.0
//
// A page of rows that are nearly alike, packed: of each word of a row only the bits in which any row of the page
// differs from the first one. Constant; any thread.
#pragma once

#include "core/base/bit_run.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>

namespace synscope {

template <typename Row, std::size_t kPage>
class PackedPage {
    using Word = std::uint32_t;
    static_assert(std::is_trivially_copyable_v<Row> && sizeof(Row) % sizeof(Word) == 0);
    static constexpr std::size_t kWords = sizeof(Row) / sizeof(Word);
    static_assert(kWords <= 256 && kPage >= 8);

public:
    /// A page that would take more than a fourth of its size is left as it is.
    static constexpr std::size_t kWorthwhile = kPage * sizeof(Row) / 4;

    /// Null where it is not worthwhile. Cost: a look at each word of some rows; then of all, and packing.
    static std::shared_ptr<const PackedPage> of(const Row* rows) {
        constexpr std::size_t kFew = 8;
        if (!isWorthwhile(bitsOf(differing(rows, kPage / kFew))))
            return nullptr;
        const Words all = differing(rows, 1);
        if (!isWorthwhile(bitsOf(all)))
            return nullptr;
        auto packed = std::make_shared<PackedPage>();
        packed->m_first = wordsOf(rows[0]);
        packed->m_rowBits = bitsOf(all);
        for (std::size_t w = 0; w < kWords; ++w) {
            if (all[w] != 0)
                packed->m_fields[packed->m_fieldCount++] = {static_cast<std::uint8_t>(w),
                                                            static_cast<std::uint8_t>(widthOf(all[w]))};
        }
        packed->m_bits.reserve(kPage * packed->m_rowBits);
        for (std::size_t i = 0; i < kPage; ++i)
            packed->put(wordsOf(rows[i]));
        packed->m_bits.end();
        return packed;
    }

    [[nodiscard]] Row at(std::size_t i) const {
        Words words = m_first;
        std::size_t place = i * m_rowBits;
        for (std::size_t f = 0; f < m_fieldCount; ++f) {
            words[m_fields[f].word] ^= static_cast<Word>(m_bits.read(place, m_fields[f].bits));
            place += m_fields[f].bits;
        }
        Row row;
        std::memcpy(static_cast<void*>(&row), words.data(), sizeof(row));
        return row;
    }

    [[nodiscard]] std::size_t bytes() const { return sizeof(*this) + m_bits.bytes(); }

private:
    using Words = std::array<Word, kWords>;
    struct Field {
        std::uint8_t word = 0;
        std::uint8_t bits = 0;
    };

    static Words wordsOf(const Row& row) {
        Words words;
        std::memcpy(words.data(), &row, sizeof(row));
        return words;
    }

    /// The bits in which any of every `step`-th row differs from the first.
    static Words differing(const Row* rows, std::size_t step) {
        const Words first = wordsOf(rows[0]);
        Words bits{};
        for (std::size_t i = step; i < kPage; i += step) {
            const Words words = wordsOf(rows[i]);
            for (std::size_t w = 0; w < kWords; ++w)
                bits[w] |= words[w] ^ first[w];
        }
        return bits;
    }
    static std::size_t bitsOf(const Words& differing) {
        std::size_t bits = 0;
        for (const Word word : differing)
            bits += widthOf(word);
        return bits;
    }
    static bool isWorthwhile(std::size_t rowBits) { return sizeof(PackedPage) + kPage * rowBits / 8 <= kWorthwhile; }

    void put(const Words& words) {
        for (std::size_t f = 0; f < m_fieldCount; ++f)
            m_bits.put(words[m_fields[f].word] ^ m_first[m_fields[f].word], m_fields[f].bits);
    }

    Words m_first{};
    std::array<Field, kWords> m_fields{}; ///< the first m_fieldCount: the words that are not the same in all rows
    std::size_t m_fieldCount = 0;
    std::size_t m_rowBits = 0;
    BitRun m_bits; ///< of each row, field by field
};

} // namespace synscope
