// SPDX-License-Identifier: Apache-2.0
//
// Rows that change, in pages that are copied only when written after being published. A page that did
// not change is the same object in the next view, so a reader finds changes by comparing pointers.
// One writer; views are immutable and may be read in any thread.
#pragma once

#include "core/base/packed_page.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace synscope {

/// `kPage` rows a page, a power of two. With `kOpen` pages may be packed, but for so many of the newest: see packOld().
/// Then views tell rows as values.
template <typename Row, std::size_t kPage = 256, std::size_t kOpen = 0>
class RowPages {
    static_assert((kPage & (kPage - 1)) == 0);
    static constexpr bool kPacks = kOpen > 0;
    struct Page {
        Row rows[kPage];
    };
    struct NoPacking {};
    using Packed = std::conditional_t<kPacks, PackedPage<Row, kPage>, NoPacking>;
    /// Either is there.
    struct Slot {
        std::shared_ptr<Page> open;
        std::shared_ptr<const Packed> packed;
    };

public:
    /// Copies share its pointers to the pages, so that they cost nothing worth naming.
    class View {
    public:
        using Told = std::conditional_t<kPacks, Row, const Row&>;

        [[nodiscard]] std::size_t size() const { return m_size; }
        Told operator[](std::size_t i) const {
            const Slot& slot = m_slots[i / kPage];
            if constexpr (kPacks) {
                if (!slot.open) [[unlikely]]
                    return slot.packed->at(i % kPage);
            }
            return slot.open->rows[i % kPage];
        }
        [[nodiscard]] std::size_t pageCount() const { return m_owner ? m_owner->size() : 0; }
        /// Identity of a page: equal pointers in two views mean equal rows (up to the shorter size()).
        [[nodiscard]] const void* pageIdentity(std::size_t page) const {
            const Slot& slot = m_slots[page];
            return slot.open ? static_cast<const void*>(slot.open.get()) : slot.packed.get();
        }

    private:
        friend class RowPages;
        std::shared_ptr<const std::vector<Slot>> m_owner;
        const Slot* m_slots = nullptr; ///< of m_owner
        std::size_t m_size = 0;
    };

    /// Appends a row and returns its index.
    std::size_t append(const Row& row) {
        if (m_size % kPage == 0)
            addPage();
        const std::size_t i = m_size++;
        at(i) = row;
        return i;
    }

    /// For writing: copies the row's page first if a view holds it. Valid until packOld().
    [[gnu::always_inline]] Row& at(std::size_t i) {
        const std::size_t page = i / kPage;
        if (m_isShared[page]) [[unlikely]]
            copy(page);
        return m_open[page]->rows[i % kPage];
    }

    /// Valid until packOld(). A packed page is unpacked for it.
    const Row& operator[](std::size_t i) const {
        const std::size_t page = i / kPage;
        if constexpr (kPacks) {
            if (m_open[page] == nullptr) [[unlikely]]
                unpack(page);
        }
        return m_open[page]->rows[i % kPage];
    }
    /// As it is, packed or not.
    [[nodiscard]] Row valueOf(std::size_t i) const {
        const std::size_t page = i / kPage;
        if constexpr (kPacks) {
            if (m_open[page] == nullptr)
                return m_slots[page].packed->at(i % kPage);
        }
        return m_open[page]->rows[i % kPage];
    }
    /// Packs those of the older pages whose rows are nearly alike, each once: a page that is written later, or asked
    /// for by the writer, stays as it is then. Cost: a look at each word of the pages that got old since the last time.
    void packOld() {
        for (; m_packedUpTo + kOpen < m_slots.size(); ++m_packedUpTo)
            pack(m_packedUpTo);
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t bytes() const { return (m_slots.size() - m_packedCount) * sizeof(Page) + m_packedBytes; }

    /// Drops the first rows, whole pages of them: the others' indices become smaller.
    void dropFirst(std::size_t rows) {
        const auto pages = static_cast<std::ptrdiff_t>(rows / kPage);
        for (std::size_t page = 0; page < rows / kPage; ++page)
            forgetPacked(page);
        m_slots.erase(m_slots.begin(), m_slots.begin() + pages);
        m_open.erase(m_open.begin(), m_open.begin() + pages);
        m_isShared.erase(m_isShared.begin(), m_isShared.begin() + pages);
        m_packedUpTo -= std::min(m_packedUpTo, rows / kPage);
        m_size -= rows;
    }

    /// Lets `other` have the page's memory for rows to come, where no view holds it. Its rows may not be asked for any
    /// more.
    void givePageTo(RowPages& other, std::size_t page) {
        forgetPacked(page);
        if (!m_isShared[page])
            other.m_spare.push_back(std::move(m_slots[page].open));
        m_slots[page] = {};
        m_open[page] = nullptr;
    }

    /// An immutable view of all rows. Cost: two pointers a page.
    [[nodiscard]] View publish() {
        View v;
        v.m_owner = std::make_shared<const std::vector<Slot>>(m_slots.begin(), m_slots.end());
        v.m_slots = v.m_owner->data();
        v.m_size = m_size;
        m_isShared.assign(m_slots.size(), true);
        return v;
    }

private:
    [[gnu::noinline]] void addPage() {
        m_slots.push_back({freshPage(), nullptr});
        m_open.push_back(m_slots.back().open.get());
        m_isShared.push_back(false);
    }

    std::shared_ptr<Page> freshPage() const {
        if (m_spare.empty())
            return std::make_shared<Page>();
        std::shared_ptr<Page> page = std::move(m_spare.back());
        m_spare.pop_back();
        return page;
    }

    void pack(std::size_t page) {
        Slot& slot = m_slots[page];
        if (!slot.open)
            return;
        slot.packed = Packed::of(slot.open->rows);
        if (!slot.packed)
            return;
        m_packedBytes += slot.packed->bytes();
        ++m_packedCount;
        if (!m_isShared[page])
            m_spare.push_back(std::move(slot.open));
        slot.open.reset();
        m_open[page] = nullptr;
        m_isShared[page] = true;
    }

    [[gnu::noinline]] void unpack(std::size_t page) const {
        std::shared_ptr<Page> open = freshPage();
        for (std::size_t i = 0; i < kPage; ++i)
            open->rows[i] = m_slots[page].packed->at(i);
        forgetPacked(page);
        m_slots[page].open = std::move(open);
        m_open[page] = m_slots[page].open.get();
        m_isShared[page] = false;
    }

    void forgetPacked(std::size_t page) const {
        if constexpr (kPacks) {
            Slot& slot = m_slots[page];
            if (!slot.packed)
                return;
            m_packedBytes -= slot.packed->bytes();
            --m_packedCount;
            slot.packed.reset();
        }
    }

    [[gnu::noinline]] void copy(std::size_t page) {
        if constexpr (kPacks) {
            if (m_open[page] == nullptr)
                return unpack(page);
        }
        m_slots[page].open = std::make_shared<Page>(*m_slots[page].open);
        m_open[page] = m_slots[page].open.get();
        m_isShared[page] = false;
    }

    // Unpacking a page changes none of its rows.
    mutable std::vector<Slot> m_slots;
    mutable std::vector<Page*> m_open;    ///< of each slot; null: packed
    mutable std::vector<char> m_isShared; ///< not vector<bool>: looked at once a row on the tracker's path
    mutable std::vector<std::shared_ptr<Page>> m_spare; ///< of nobody else
    mutable std::size_t m_packedBytes = 0;
    mutable std::size_t m_packedCount = 0;
    std::size_t m_packedUpTo = 0;
    std::size_t m_size = 0;
};

} // namespace synscope
