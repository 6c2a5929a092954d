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

#include <atomic>
#include <cstddef>
#include <optional>
#include <vector>

namespace synscope::ui {

inline constexpr int kMostPages = 2'000;
inline constexpr double kPxPerInch = 96;
inline constexpr int kPdfDotsPerInch = 1200;

/// Where pages end, in the picture's coordinates: before a row rather than through it. `room` is a page's, in the same.
[[nodiscard]] std::vector<double> pageBottoms(const LadderLanes& lanes, double room);

/// A sheet of paper, at 96 px per inch; nothing is drawn in the margin to each side.
struct Paper {
    QSizeF sizePx;
    double marginPx = 0;
    friend bool operator==(const Paper&, const Paper&) = default;
};

/// A picture cut into pages; below each stand its connections' ends and the number of the page.
class DiagramSheets {
public:
    /// `lanes` outlive it.
    DiagramSheets(const LadderLanes& lanes, const Paper& paper);

    [[nodiscard]] std::size_t pages() const { return m_bottoms.size(); }
    /// The painter's unit is a px of the paper, its origin the page's corner.
    void paintPage(QPainter& painter, std::size_t page, Theme theme) const;

private:
    void paintStretch(QPainter& painter, double top, double bottom, Theme theme) const;
    void paintFoot(QPainter& painter, std::size_t page, Theme theme) const;

    const LadderLanes& m_lanes;
    Paper m_paper;
    double m_shrink;
    std::vector<double> m_bottoms; ///< of the pages
};

/// Why nothing of so many pages is drawn; empty where they are few enough.
[[nodiscard]] std::optional<Error> tooManyPages(std::size_t pages);

/// Fills the pages of a device that a painter has begun on. Each picture begins a page.
class DiagramPages {
public:
    /// `device` stays the painter's.
    DiagramPages(QPagedPaintDevice& device, QPainter& painter, const Paper& paper, Theme theme);

    /// Draws all of it. An Error once the pages are too many, or where `cancelled` is set, which may be null: nothing
    /// more is drawn then.
    [[nodiscard]] std::optional<Error> add(const LadderLanes& lanes, const std::atomic<bool>* cancelled = nullptr);
    [[nodiscard]] int pages() const { return m_pages; }

private:
    QPagedPaintDevice& m_device;
    QPainter& m_painter;
    Paper m_paper;
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
    [[nodiscard]] std::optional<Error> add(const LadderLanes& lanes, const std::atomic<bool>* cancelled = nullptr);
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
