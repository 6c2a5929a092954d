// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_pages.h"

#include "ui/diagram/picture_painter.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QIODevice>
#include <QPageSize>
#include <QPagedPaintDevice>

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

QString endsOf(const LadderLayout& layout) {
    return QString::fromStdString(toText(layout.detail->endpoint[0].address)) + QStringLiteral(" → ") +
           QString::fromStdString(toText(layout.detail->endpoint[1].address));
}

} // namespace

std::vector<double> pageBottoms(const LadderLayout& layout, double room) {
    std::vector<double> bottoms;
    double top = 0;
    while (top < layout.height) {
        double bottom = std::min(layout.height, top + room);
        if (bottom < layout.height) {
            const auto row = layout.rowAt(bottom);
            if (row && layout.rows[*row].y > top + room / 2)
                bottom = layout.rows[*row].y;
        }
        bottoms.push_back(bottom);
        top = bottom;
    }
    return bottoms;
}

DiagramPages::DiagramPages(QPagedPaintDevice& device, QPainter& painter, QSizeF pagePx, double marginPx, Theme theme)
    : m_device(device), m_painter(painter), m_page(pagePx), m_margin(marginPx), m_theme(theme) {}

std::optional<Error> DiagramPages::add(const LadderLayout& layout) {
    const double shrink = std::min(1.0, (m_page.width() - 2 * m_margin) / layout.width);
    const double room = (m_page.height() - 2 * m_margin - kFootPx) / shrink;
    const std::vector<double> bottoms = pageBottoms(layout, room);
    if (bottoms.size() + static_cast<std::size_t>(m_pages) > kMostPages)
        return Error{tr("The diagram would fill %1 pages and %2 are the most: choose SVG, or fewer segments")
                         .arg(bottoms.size() + static_cast<std::size_t>(m_pages))
                         .arg(kMostPages)
                         .toStdString(),
                     std::nullopt, std::nullopt};
    double top = 0;
    for (std::size_t page = 0; page < bottoms.size(); ++page) {
        beginPage();
        paintStretch(layout, top, bottoms[page]);
        paintFoot(layout, page, bottoms.size());
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

void DiagramPages::paintStretch(const LadderLayout& layout, double top, double bottom) {
    const double shrink = std::min(1.0, (m_page.width() - 2 * m_margin) / layout.width);
    const QPointF origin((m_page.width() / shrink - layout.width) / 2, m_margin / shrink);
    m_painter.save();
    m_painter.scale(shrink, shrink);
    m_painter.setClipRect(QRectF(origin.x(), origin.y(), layout.width, bottom - top));
    paint(m_painter, paintLadder(layout, top, bottom), m_theme, {origin.x(), origin.y() - top});
    m_painter.restore();
}

void DiagramPages::paintFoot(const LadderLayout& layout, std::size_t page, std::size_t of) {
    const QRectF foot(m_margin, m_page.height() - m_margin - kFootPx, m_page.width() - 2 * m_margin, kFootPx);
    m_painter.save();
    m_painter.setFont(fontOf(Face::Words, kFootLetterPx));
    m_painter.setPen(colour(Ink::MutedText, m_theme));
    m_painter.drawText(foot, Qt::AlignLeft | Qt::AlignBottom, endsOf(layout));
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

PdfSheets::PdfSheets(QIODevice& file, const LadderLayout& first, Theme theme)
    : m_file(file), m_writer(&file), m_pages(m_writer, m_painter, QSizeF(kA4WidthPx, kA4HeightPx), kA4MarginPx, theme) {
    preparePdf(m_writer, paintLadder(first, 0, first.headerBottom), QSizeF(kA4WidthPx, kA4HeightPx));
    m_hasBegun = m_painter.begin(&m_writer);
    if (m_hasBegun)
        m_painter.scale(kPdfDotsPerInch / kPxPerInch, kPdfDotsPerInch / kPxPerInch);
}

std::optional<Error> PdfSheets::add(const LadderLayout& layout) {
    if (!m_hasBegun)
        return Error{m_file.errorString().toStdString(), std::nullopt, std::nullopt};
    return m_pages.add(layout);
}

QSize PdfSheets::sizePx() const {
    return {static_cast<int>(kA4WidthPx), static_cast<int>(kA4HeightPx)};
}

} // namespace synscope::ui
