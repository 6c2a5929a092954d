// SPDX-License-Identifier: Apache-2.0
//
// Rows that change, numbered for ever in the order they were appended. The oldest may be let go but for some that are
// kept: these lie close together, and every number stays what it was. One writer; views are immutable and may be read
// in any thread. Where nothing is let go, this is RowPages.
#pragma once

#include "core/base/row_pages.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <vector>

namespace synscope {

/// The numbers of the oldest rows that are kept, ascending, and from where on all are.
class KeptNumbers {
public:
    using Numbers = std::vector<std::uint32_t>;

    /// Walks over the numbers in order.
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = std::uint32_t;
        using difference_type = std::ptrdiff_t;
        using pointer = const std::uint32_t*;
        using reference = std::uint32_t;

        Iterator(const KeptNumbers& kept, std::size_t rank) : m_kept(&kept), m_rank(rank) {}
        std::uint32_t operator*() const { return m_kept->at(m_rank); }
        Iterator& operator++() {
            ++m_rank;
            return *this;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.m_rank == b.m_rank; }

    private:
        const KeptNumbers* m_kept;
        std::size_t m_rank;
    };

    KeptNumbers() = default;
    KeptNumbers(std::shared_ptr<const Numbers> old, std::size_t from, std::size_t end)
        : m_old(std::move(old)), m_oldCount(m_old ? m_old->size() : 0), m_from(from), m_end(end) {}

    [[nodiscard]] std::size_t size() const { return m_oldCount + (m_end - m_from); }
    /// The number at the place among those kept.
    [[nodiscard]] std::uint32_t at(std::size_t rank) const {
        return rank < m_oldCount ? (*m_old)[rank] : static_cast<std::uint32_t>(rank - m_oldCount + m_from);
    }
    /// How many of those kept are smaller. Cost: a binary search among the oldest.
    [[nodiscard]] std::size_t rankOf(std::size_t number) const {
        if (number >= m_from)
            return m_oldCount + (std::min(number, m_end) - m_from);
        return m_oldCount == 0
                   ? 0
                   : static_cast<std::size_t>(std::lower_bound(m_old->begin(), m_old->end(), number) - m_old->begin());
    }
    [[nodiscard]] bool has(std::size_t number) const {
        if (number >= m_from)
            return number < m_end;
        const std::size_t rank = rankOf(number);
        return rank < m_oldCount && (*m_old)[rank] == number;
    }
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

private:
    std::shared_ptr<const Numbers> m_old;
    std::size_t m_oldCount = 0;
    std::size_t m_from = 0;
    std::size_t m_end = 0;
};

/// `kPage` rows a page, a power of two; `kOpen` as of RowPages.
template <typename Row, std::size_t kPage = 256, std::size_t kOpen = 0>
class PagedRows {
    using Pages = RowPages<Row, kPage, kOpen>;
    using Numbers = KeptNumbers::Numbers;

public:
    class View {
    public:
        /// One more than the newest row's number.
        [[nodiscard]] std::size_t size() const { return m_from + m_recent.size(); }
        /// All rows from here on are kept.
        [[nodiscard]] std::size_t from() const { return m_from; }
        [[nodiscard]] bool has(std::size_t i) const { return i >= m_from ? i < size() : kept().has(i); }
        /// A default row where it was let go.
        typename Pages::View::Told operator[](std::size_t i) const {
            if (i >= m_from) [[likely]]
                return m_recent[i - m_from];
            return old(i);
        }
        /// The numbers of the rows that there are.
        [[nodiscard]] KeptNumbers kept() const { return {m_numbers, m_from, size()}; }
        /// Of the rows from `from()` on.
        [[nodiscard]] std::size_t pageCount() const { return m_recent.pageCount(); }
        /// Identity of a page: equal pointers in two views mean equal rows (up to the shorter size()).
        [[nodiscard]] const void* pageIdentity(std::size_t page) const { return m_recent.pageIdentity(page); }
        static constexpr std::size_t rowsPerPage() { return kPage; }

    private:
        friend class PagedRows;
        [[nodiscard, gnu::noinline]] typename Pages::View::Told old(std::size_t i) const {
            static const Row kGone{};
            if (!kept().has(i))
                return kGone;
            return m_old[kept().rankOf(i)];
        }

        typename Pages::View m_recent;
        typename Pages::View m_old;
        std::shared_ptr<const Numbers> m_numbers; ///< of m_old
        std::size_t m_from = 0;
    };

    /// Appends a row and returns its number.
    std::size_t append(const Row& row) { return m_from + m_recent.append(row); }

    /// For writing: copies the row's page first if a view holds it. The row must be there.
    [[gnu::always_inline]] Row& at(std::size_t i) {
        if (i >= m_from) [[likely]]
            return m_recent.at(i - m_from);
        return m_old.at(oldRank(i));
    }

    /// The row must be there.
    [[gnu::always_inline]] const Row& operator[](std::size_t i) const {
        if (i >= m_from) [[likely]]
            return m_recent[i - m_from];
        return m_old[oldRank(i)];
    }
    /// As RowPages; the row must be there.
    [[nodiscard]] Row valueOf(std::size_t i) const {
        return i >= m_from ? m_recent.valueOf(i - m_from) : m_old.valueOf(oldRank(i));
    }
    void packOld() { m_recent.packOld(); }
    [[nodiscard]] bool has(std::size_t i) const { return i >= m_from ? i < size() : kept().has(i); }
    /// One more than the newest row's number.
    [[nodiscard]] std::size_t size() const { return m_from + m_recent.size(); }
    /// All rows from here on are kept.
    [[nodiscard]] std::size_t from() const { return m_from; }
    /// The numbers of the rows that there are; valid until the next change.
    [[nodiscard]] KeptNumbers kept() const { return {m_numbers, m_from, size()}; }
    [[nodiscard]] std::size_t bytes() const {
        return m_recent.bytes() + m_old.bytes() + (m_numbers ? m_numbers->size() * sizeof(std::uint32_t) : 0);
    }

    /// Lets the rows before `from` go, a multiple of kPage, but for `numbers`, which are ascending. Cost: these.
    void letGoBefore(std::size_t from, std::shared_ptr<const Numbers> numbers) {
        Pages old;
        for (const std::uint32_t number : *numbers)
            old.append((*this)[number]);
        m_recent.dropFirst(from - m_from);
        m_old = std::move(old);
        m_numbers = std::move(numbers);
        m_from = from;
    }

    /// Lets `other` have the memory of the page of rows for rows to come. Nothing was let go before, and these rows may
    /// not be asked for any more.
    void givePageTo(PagedRows& other, std::size_t page) { m_recent.givePageTo(other.m_recent, page); }

    /// An immutable view of all rows. Cost: one pointer a page.
    [[nodiscard]] View publish() {
        View v;
        v.m_recent = m_recent.publish();
        v.m_old = m_old.publish();
        v.m_numbers = m_numbers;
        v.m_from = m_from;
        return v;
    }

private:
    /// Out of the way of rows that are not old: nearly all, and the tracker's every step reads them.
    [[nodiscard, gnu::noinline]] std::size_t oldRank(std::size_t i) const { return kept().rankOf(i); }

    Pages m_recent;
    Pages m_old;                              ///< those of m_numbers
    std::shared_ptr<const Numbers> m_numbers; ///< before m_from; null: nothing was let go
    std::size_t m_from = 0;
};

} // namespace synscope
