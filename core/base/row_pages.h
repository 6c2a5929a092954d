// SPDX-License-Identifier: Apache-2.0
//
// Rows that change, in pages that are copied only when written after being published. A page that did
// not change is the same object in the next view, so a reader finds changes by comparing pointers.
// One writer; views are immutable and may be read in any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace synscope {

/// `kPage` rows a page, a power of two.
template <typename Row, std::size_t kPage = 256>
class RowPages {
    static_assert((kPage & (kPage - 1)) == 0);
    struct Page {
        Row rows[kPage];
    };

public:
    /// Copies share its pointers to the pages, so that they cost nothing worth naming.
    class View {
    public:
        [[nodiscard]] std::size_t size() const { return m_size; }
        const Row& operator[](std::size_t i) const { return m_pages[i / kPage]->rows[i % kPage]; }
        [[nodiscard]] std::size_t pageCount() const { return m_owner ? m_owner->size() : 0; }
        /// Identity of a page: equal pointers in two views mean equal rows (up to the shorter size()).
        [[nodiscard]] const void* pageIdentity(std::size_t page) const { return m_pages[page].get(); }

    private:
        friend class RowPages;
        using Pages = std::vector<std::shared_ptr<const Page>>;
        std::shared_ptr<const Pages> m_owner;
        const std::shared_ptr<const Page>* m_pages = nullptr; ///< of m_owner
        std::size_t m_size = 0;
    };

    /// Appends a row and returns its index.
    std::size_t append(const Row& row) {
        if (m_size % kPage == 0) {
            m_pages.push_back(freshPage());
            m_published.push_back(false);
        }
        const std::size_t i = m_size++;
        at(i) = row;
        return i;
    }

    /// For writing: copies the row's page first if a view holds it.
    [[gnu::always_inline]] Row& at(std::size_t i) {
        const std::size_t page = i / kPage;
        if (m_published[page]) [[unlikely]]
            copy(page);
        return m_pages[page]->rows[i % kPage];
    }

    const Row& operator[](std::size_t i) const { return m_pages[i / kPage]->rows[i % kPage]; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t bytes() const { return m_pages.size() * sizeof(Page); }

    /// Drops the first rows, whole pages of them: the others' indices become smaller.
    void dropFirst(std::size_t rows) {
        const auto pages = static_cast<std::ptrdiff_t>(rows / kPage);
        m_pages.erase(m_pages.begin(), m_pages.begin() + pages);
        m_published.erase(m_published.begin(), m_published.begin() + pages);
        m_size -= rows;
    }

    /// Lets `other` have the page's memory for rows to come, where no view holds it. Its rows may not be asked for any
    /// more.
    void givePageTo(RowPages& other, std::size_t page) {
        if (!m_published[page])
            other.m_spare.push_back(std::move(m_pages[page]));
        m_pages[page] = nullptr;
    }

    /// An immutable view of all rows. Cost: one pointer a page.
    [[nodiscard]] View publish() {
        View v;
        v.m_owner = std::make_shared<const typename View::Pages>(m_pages.begin(), m_pages.end());
        v.m_pages = v.m_owner->data();
        v.m_size = m_size;
        m_published.assign(m_pages.size(), true);
        return v;
    }

private:
    std::shared_ptr<Page> freshPage() {
        if (m_spare.empty())
            return std::make_shared<Page>();
        std::shared_ptr<Page> page = std::move(m_spare.back());
        m_spare.pop_back();
        return page;
    }

    [[gnu::noinline]] void copy(std::size_t page) {
        m_pages[page] = std::make_shared<Page>(*m_pages[page]);
        m_published[page] = false;
    }

    std::vector<std::shared_ptr<Page>> m_pages;
    std::vector<std::shared_ptr<Page>> m_spare; ///< of nobody else
    std::vector<char> m_published;              // not vector<bool>: written once a row on the tracker's path
    std::size_t m_size = 0;
};

} // namespace synscope
