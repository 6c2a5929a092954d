// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_pages.h"

#include "ui/diagram/diagram_subjects.h"
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

DiagramSheets::DiagramSheets(const LadderLanes& lanes, const Paper& paper)
    : m_lanes(lanes),
      m_paper(paper),
      m_shrink(std::min(1.0, (paper.sizePx.width() - 2 * paper.marginPx) / lanes.width)),
      m_bottoms(pageBottoms(lanes, (paper.sizePx.height() - 2 * paper.marginPx - kFootPx) / m_shrink)) {}

void DiagramSheets::paintPage(QPainter& painter, std::size_t page, Theme theme) const {
    if (theme != Theme::Print)
        painter.fillRect(QRectF(QPointF(0, 0), m_paper.sizePx), colour(Ink::Surface, theme));
    paintStretch(painter, page == 0 ? 0 : m_bottoms[page - 1], m_bottoms[page], theme);
    paintFoot(painter, page, theme);
}

void DiagramSheets::paintStretch(QPainter& painter, double top, double bottom, Theme theme) const {
    const QPointF origin((m_paper.sizePx.width() / m_shrink - m_lanes.width) / 2, m_paper.marginPx / m_shrink);
    painter.save();
    painter.scale(m_shrink, m_shrink);
    painter.setClipRect(QRectF(origin.x(), origin.y(), m_lanes.width, bottom - top));
    paint(painter, paintLanes(m_lanes, top, bottom), theme, {origin.x(), origin.y() - top});
    painter.restore();
}

void DiagramSheets::paintFoot(QPainter& painter, std::size_t page, Theme theme) const {
    const double margin = m_paper.marginPx;
    const QRectF foot(margin, m_paper.sizePx.height() - margin - kFootPx, m_paper.sizePx.width() - 2 * margin, kFootPx);
    const QString number = QCoreApplication::translate("synscope::ui", "page %1 of %2");
    painter.save();
    painter.setFont(fontOf(Face::Words, kFootLetterPx));
    painter.setPen(colour(Ink::MutedText, theme));
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignBottom, endsOf(m_lanes));
    painter.drawText(foot, Qt::AlignRight | Qt::AlignBottom, number.arg(page + 1).arg(pages()));
    painter.restore();
}

std::optional<Error> tooManyPages(std::size_t pages) {
    if (pages <= static_cast<std::size_t>(kMostPages))
        return std::nullopt;
    const QString sentence = QCoreApplication::translate(
        "synscope::ui", "The diagram would fill %1 pages and %2 are the most: choose SVG, or fewer segments");
    return Error{sentence.arg(pages).arg(kMostPages).toStdString(), std::nullopt, std::nullopt};
}

DiagramPages::DiagramPages(QPagedPaintDevice& device, QPainter& painter, const Paper& paper, Theme theme)
    : m_device(device), m_painter(painter), m_paper(paper), m_theme(theme) {}

std::optional<Error> DiagramPages::add(const LadderLanes& lanes, const std::atomic<bool>* cancelled) {
    const DiagramSheets sheets(lanes, m_paper);
    if (auto error = tooManyPages(sheets.pages() + static_cast<std::size_t>(m_pages)))
        return error;
    for (std::size_t page = 0; page < sheets.pages(); ++page) {
        if (cancelled != nullptr && cancelled->load())
            return exportCancelled();
        if (m_pages++ > 0)
            m_device.newPage();
        sheets.paintPage(m_painter, page, m_theme);
    }
    return std::nullopt;
}

void preparePdf(QPdfWriter& writer, const Picture& about, QSizeF sizePx) {
    writer.setResolution(kPdfDotsPerInch);
    writer.setTitle(QString::fromStdString(about.title));
    writer.setCreator(QStringLiteral("synscope"));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setPageSize(QPageSize(sizePx * kPointsPerPx, QPageSize::Point, QString(), QPageSize::ExactMatch));
}

PdfSheets::PdfSheets(QIODevice& file, const LadderLanes& first, Theme theme)
    : m_file(file),
      m_writer(&file),
      m_pages(m_writer, m_painter, {QSizeF(kA4WidthPx, kA4HeightPx), kA4MarginPx}, theme) {
    preparePdf(m_writer, paintLanes(first, 0, first.headerBottom), QSizeF(kA4WidthPx, kA4HeightPx));
    m_hasBegun = m_painter.begin(&m_writer);
    if (m_hasBegun)
        m_painter.scale(kPdfDotsPerInch / kPxPerInch, kPdfDotsPerInch / kPxPerInch);
}

std::optional<Error> PdfSheets::add(const LadderLanes& lanes, const std::atomic<bool>* cancelled) {
    if (!m_hasBegun)
        return Error{m_file.errorString().toStdString(), std::nullopt, std::nullopt};
    return m_pages.add(lanes, cancelled);
}

QSize PdfSheets::sizePx() const {
    return {static_cast<int>(kA4WidthPx), static_cast<int>(kA4HeightPx)};
}

} // namespace synscope::ui
