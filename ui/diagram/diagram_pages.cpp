// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_pages.h"

#include "ui/diagram/picture_painter.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QIODevice>
#include <QPageSize>
#include <QPagedPaintDevice>
#include <QStringList>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr double kA4WidthPx = 794;
constexpr double kA4HeightPx = 1123;
constexpr double kA4MarginPx = 38;
constexpr double kPointsPerPx = 72 / kPxPerInch;
constexpr double kFootPx = 24;
constexpr int kFootLetterPx = 10;

QString tr(const char* text) {
    return QCoreApplication::translate("synscope::ui::DiagramPages", text);
}

QString endsOf(const LadderLanes& lanes) {
    QStringList ends;
    for (const LadderLane& lane : lanes.lanes) {
        const ConnectionDetail& detail = *lane.layout.detail;
        ends += QString::fromStdString(toText(detail.endpoint[0].address)) + QStringLiteral(" → ") +
                QString::fromStdString(toText(detail.endpoint[1].address));
    }
    return ends.join(QStringLiteral(" · "));
}

/// Above the row that a page's end would cut, in any lane; the end itself where that row fills half of the page.
double bottomBefore(const LadderLanes& lanes, double bottom, double earliest) {
    double before = bottom;
    for (const LadderLane& lane : lanes.lanes) {
        const auto row = lane.layout.rowAt(bottom);
        if (row && lane.layout.rows[*row].y > earliest)
            before = std::min(before, lane.layout.rows[*row].y);
    }
    return before;
}

} // namespace

std::vector<double> pageBottoms(const LadderLanes& lanes, double room) {
    std::vector<double> bottoms;
    double top = 0;
    while (top < lanes.height) {
        double bottom = std::min(lanes.height, top + room);
        if (bottom < lanes.height)
            bottom = bottomBefore(lanes, bottom, top + room / 2);
        bottoms.push_back(bottom);
        top = bottom;
    }
    return bottoms;
}

DiagramPages::DiagramPages(QPagedPaintDevice& device, QPainter& painter, QSizeF pagePx, double marginPx, Theme theme)
    : m_device(device), m_painter(painter), m_page(pagePx), m_margin(marginPx), m_theme(theme) {}

std::optional<Error> DiagramPages::add(const LadderLanes& lanes) {
    const double shrink = std::min(1.0, (m_page.width() - 2 * m_margin) / lanes.width);
    const double room = (m_page.height() - 2 * m_margin - kFootPx) / shrink;
    const std::vector<double> bottoms = pageBottoms(lanes, room);
    if (bottoms.size() + static_cast<std::size_t>(m_pages) > kMostPages)
        return Error{tr("The diagram would fill %1 pages and %2 are the most: choose SVG, or fewer segments")
                         .arg(bottoms.size() + static_cast<std::size_t>(m_pages))
                         .arg(kMostPages)
                         .toStdString(),
                     std::nullopt, std::nullopt};
    double top = 0;
    for (std::size_t page = 0; page < bottoms.size(); ++page) {
        beginPage();
        paintStretch(lanes, top, bottoms[page]);
        paintFoot(lanes, page, bottoms.size());
        top = bottoms[page];
    }
    return std::nullopt;
}

void DiagramPages::beginPage() {
    if (m_pages++ > 0)
        m_device.newPage();
    if (m_theme != Theme::Print)
        m_painter.fillRect(QRectF(QPointF(0, 0), m_page), colour(Ink::Surface, m_theme));
}

void DiagramPages::paintStretch(const LadderLanes& lanes, double top, double bottom) {
    const double shrink = std::min(1.0, (m_page.width() - 2 * m_margin) / lanes.width);
    const QPointF origin((m_page.width() / shrink - lanes.width) / 2, m_margin / shrink);
    m_painter.save();
    m_painter.scale(shrink, shrink);
    m_painter.setClipRect(QRectF(origin.x(), origin.y(), lanes.width, bottom - top));
    paint(m_painter, paintLanes(lanes, top, bottom), m_theme, {origin.x(), origin.y() - top});
    m_painter.restore();
}

void DiagramPages::paintFoot(const LadderLanes& lanes, std::size_t page, std::size_t of) {
    const QRectF foot(m_margin, m_page.height() - m_margin - kFootPx, m_page.width() - 2 * m_margin, kFootPx);
    m_painter.save();
    m_painter.setFont(fontOf(Face::Words, kFootLetterPx));
    m_painter.setPen(colour(Ink::MutedText, m_theme));
    m_painter.drawText(foot, Qt::AlignLeft | Qt::AlignBottom, endsOf(lanes));
    m_painter.drawText(foot, Qt::AlignRight | Qt::AlignBottom, tr("page %1 of %2").arg(page + 1).arg(of));
    m_painter.restore();
}

void preparePdf(QPdfWriter& writer, const Picture& about, QSizeF sizePx) {
    writer.setResolution(kPdfDotsPerInch);
    writer.setTitle(QString::fromStdString(about.title));
    writer.setCreator(QStringLiteral("synscope"));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setPageSize(QPageSize(sizePx * kPointsPerPx, QPageSize::Point, QString(), QPageSize::ExactMatch));
}

PdfSheets::PdfSheets(QIODevice& file, const LadderLanes& first, Theme theme)
    : m_file(file), m_writer(&file), m_pages(m_writer, m_painter, QSizeF(kA4WidthPx, kA4HeightPx), kA4MarginPx, theme) {
    preparePdf(m_writer, paintLanes(first, 0, first.headerBottom), QSizeF(kA4WidthPx, kA4HeightPx));
    m_hasBegun = m_painter.begin(&m_writer);
    if (m_hasBegun)
        m_painter.scale(kPdfDotsPerInch / kPxPerInch, kPdfDotsPerInch / kPxPerInch);
}

std::optional<Error> PdfSheets::add(const LadderLanes& lanes) {
    if (!m_hasBegun)
        return Error{m_file.errorString().toStdString(), std::nullopt, std::nullopt};
    return m_pages.add(lanes);
}

QSize PdfSheets::sizePx() const {
    return {static_cast<int>(kA4WidthPx), static_cast<int>(kA4HeightPx)};
}

} // namespace synscope::ui
