// SPDX-License-Identifier: Apache-2.0
//
// Diagrams on sheets of paper, one connection after another: PDF files and printers.
#pragma once

#include "core/base/result.h"
#include "core/diagram/ladder_lanes.h"
#include "core/diagram/theme.h"

#include <QPainter>
#include <QPdfWriter>
#include <QSize>
#include <QSizeF>

#include <optional>
#include <vector>

namespace synscope::ui {

inline constexpr int kMostPages = 2'000;
inline constexpr double kPxPerInch = 96;
inline constexpr int kPdfDotsPerInch = 1200;

/// Where pages end, in the picture's coordinates: before a row rather than through it. `room` is a page's, in the same.
[[nodiscard]] std::vector<double> pageBottoms(const LadderLanes& lanes, double room);

/// Fills the pages of a device that a painter has begun on, in the page size it has. Each connection begins a page,
/// and below each page stand its ends and the number of the page.
class DiagramPages {
public:
    /// `device` stays the painter's; `pagePx` is the size of its pages at 96 px per inch, without `marginPx` to each
    /// side.
    DiagramPages(QPagedPaintDevice& device, QPainter& painter, QSizeF pagePx, double marginPx, Theme theme);

    /// Draws all of it. An Error once the pages are too many: nothing more is drawn then.
    [[nodiscard]] std::optional<Error> add(const LadderLanes& lanes);
    [[nodiscard]] int pages() const { return m_pages; }

private:
    void beginPage();
    void paintStretch(const LadderLanes& lanes, double top, double bottom);
    void paintFoot(const LadderLanes& lanes, std::size_t page, std::size_t of);

    QPagedPaintDevice& m_device;
    QPainter& m_painter;
    QSizeF m_page;
    double m_margin;
    Theme m_theme;
    int m_pages = 0;
};

/// A writer for pages of `sizePx`, named after what is on them.
void preparePdf(QPdfWriter& writer, const Picture& about, QSizeF sizePx);

/// A PDF of sheets of A4.
class PdfSheets {
public:
    /// `first` gives the document its title.
    PdfSheets(QIODevice& file, const LadderLanes& first, Theme theme);

    /// As DiagramPages::add(); also an Error where the file cannot be written.
    [[nodiscard]] std::optional<Error> add(const LadderLanes& lanes);
    [[nodiscard]] int pages() const { return m_pages.pages(); }
    [[nodiscard]] QSize sizePx() const;

private:
    QIODevice& m_file;
    QPdfWriter m_writer;
    QPainter m_painter;
    DiagramPages m_pages;
    bool m_hasBegun = false;
};

} // namespace synscope::ui
