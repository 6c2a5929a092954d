// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_export.h"

#include "core/export/diagram_formats.h"
#include "core/export/svg.h"
#include "ui/diagram/picture_painter.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QImageWriter>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

namespace synscope::ui {
namespace {

constexpr int kLargestSidePx = 32'767; // what image readers and QImage agree on
constexpr double kMostPixels = 256e6;  // 1 GB in memory
constexpr double kPxPerInch = 96;
constexpr double kPointsPerPx = 72 / kPxPerInch;
constexpr int kPdfDotsPerInch = 1200;
constexpr double kTallestSinglePagePx = 3 * 1123.0; // three sheets of A4 in one piece still scroll well
constexpr double kA4WidthPx = 794;
constexpr double kA4HeightPx = 1123;
constexpr double kA4MarginPx = 38;
constexpr std::size_t kMostPages = 2'000;
constexpr double kMetresPerInch = 0.0254;

QString tr(const char* text) {
    return QCoreApplication::translate("DiagramExport", text);
}

Error failure(const QString& sentence) {
    return Error{sentence.toStdString(), std::nullopt, std::nullopt};
}

Error writeFailure(const QSaveFile& file) {
    return failure(tr("Cannot write %1: %2").arg(file.fileName(), file.errorString()));
}

QSize pictureSize(const Picture& picture, double scale) {
    return {static_cast<int>(std::ceil(picture.width * scale)), static_cast<int>(std::ceil(picture.height * scale))};
}

bool fitsIntoImage(const Picture& picture, double scale) {
    const double width = picture.width * scale;
    const double height = picture.height * scale;
    return width <= kLargestSidePx && height <= kLargestSidePx && width * height <= kMostPixels;
}

Result<DiagramFile> writePng(QSaveFile& file, const LadderLayout& layout, double scale, Theme theme) {
    Picture whole; // only its size: a picture that does not fit is not worth making
    whole.width = layout.width;
    whole.height = layout.height;
    if (!fitsIntoImage(whole, scale)) {
        const QLocale locale(QLocale::English);
        return failure(
            tr("The picture would be %1 × %2 pixels and a PNG ends at %3: choose PDF or SVG, or a smaller scale")
                .arg(locale.toString(std::ceil(whole.width * scale), 'f', 0),
                     locale.toString(std::ceil(whole.height * scale), 'f', 0), locale.toString(kLargestSidePx)));
    }
    QImage image(pictureSize(whole, scale), QImage::Format_RGB32);
    if (image.isNull())
        return failure(tr("There is not enough memory for the picture: choose PDF or SVG, or a smaller scale"));
    image.fill(colour(Ink::Surface, theme));
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter, paintLadder(layout), theme);
    painter.end();
    // Only now: with the resolution set before, fonts would follow it.
    const int dotsPerMetre = static_cast<int>(std::lround(kPxPerInch * scale / kMetresPerInch));
    image.setDotsPerMeterX(dotsPerMetre);
    image.setDotsPerMeterY(dotsPerMetre);
    QImageWriter writer(&file, "png");
    if (!writer.write(image))
        return failure(tr("Cannot write %1: %2").arg(file.fileName(), writer.errorString()));
    return DiagramFile{image.size(), 1};
}

/// Where pages end, in the layout's coordinates: before a row rather than through it.
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

void paintPdfPage(QPainter& painter, const LadderLayout& layout, Theme theme, double top, double bottom,
                  QPointF origin) {
    painter.save();
    painter.setClipRect(QRectF(origin.x(), origin.y(), layout.width, bottom - top));
    paint(painter, paintLadder(layout, top, bottom), theme, {origin.x(), origin.y() - top});
    painter.restore();
}

void preparePdf(QPdfWriter& writer, const Picture& about, QSizeF sizePx) {
    writer.setResolution(kPdfDotsPerInch);
    writer.setTitle(QString::fromStdString(about.title));
    writer.setCreator(QStringLiteral("synscope"));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setPageSize(QPageSize(sizePx * kPointsPerPx, QPageSize::Point, QString(), QPageSize::ExactMatch));
}

void fillPage(QPainter& painter, QSizeF sizePx, Theme theme) {
    if (theme != Theme::Print)
        painter.fillRect(QRectF(QPointF(0, 0), sizePx), colour(Ink::Surface, theme));
}

Result<DiagramFile> writePdfPages(QSaveFile& file, const LadderLayout& layout, Theme theme) {
    const double shrink = std::min(1.0, (kA4WidthPx - 2 * kA4MarginPx) / layout.width);
    const double room = (kA4HeightPx - 2 * kA4MarginPx) / shrink;
    const std::vector<double> bottoms = pageBottoms(layout, room);
    if (bottoms.size() > kMostPages)
        return failure(
            tr("The diagram would fill %1 pages and %2 are the most: choose SVG").arg(bottoms.size()).arg(kMostPages));
    QPdfWriter writer(&file);
    preparePdf(writer, paintLadder(layout, 0, layout.headerBottom), QSizeF(kA4WidthPx, kA4HeightPx));
    QPainter painter;
    if (!painter.begin(&writer))
        return writeFailure(file);
    painter.scale(kPdfDotsPerInch / kPxPerInch, kPdfDotsPerInch / kPxPerInch);
    const QPointF origin((kA4WidthPx / shrink - layout.width) / 2, kA4MarginPx / shrink);
    double top = 0;
    for (std::size_t page = 0; page < bottoms.size(); ++page) {
        if (page > 0)
            writer.newPage();
        fillPage(painter, QSizeF(kA4WidthPx, kA4HeightPx), theme);
        painter.save();
        painter.scale(shrink, shrink);
        paintPdfPage(painter, layout, theme, top, bottoms[page], origin);
        painter.restore();
        top = bottoms[page];
    }
    painter.end();
    return DiagramFile{QSize(static_cast<int>(kA4WidthPx), static_cast<int>(kA4HeightPx)),
                       static_cast<int>(bottoms.size())};
}

Result<DiagramFile> writePdf(QSaveFile& file, const LadderLayout& layout, Theme theme) {
    if (layout.height > kTallestSinglePagePx)
        return writePdfPages(file, layout, theme);
    const Picture picture = paintLadder(layout);
    QPdfWriter writer(&file);
    const QSizeF size(picture.width, picture.height);
    preparePdf(writer, picture, size);
    QPainter painter;
    if (!painter.begin(&writer))
        return writeFailure(file);
    painter.scale(kPdfDotsPerInch / kPxPerInch, kPdfDotsPerInch / kPxPerInch);
    fillPage(painter, size, theme);
    paint(painter, picture, theme);
    painter.end();
    return DiagramFile{pictureSize(picture, 1), 1};
}

Result<DiagramFile> writeSvgFile(QSaveFile& file, const LadderLayout& layout, Theme theme) {
    const Picture picture = paintLadder(layout);
    std::ostringstream text;
    writeSvg(text, picture, theme);
    const std::string bytes = std::move(text).str();
    if (file.write(bytes.data(), static_cast<qint64>(bytes.size())) != static_cast<qint64>(bytes.size()))
        return writeFailure(file);
    return DiagramFile{pictureSize(picture, 1), 1};
}

QString endingOf(const QString& path) {
    return QFileInfo(path).suffix().toLower();
}

Result<DiagramFile> writeTo(QSaveFile& file, const QString& ending, const LadderLayout& layout, double scale,
                            Theme theme) {
    if (ending == QStringLiteral("png"))
        return writePng(file, layout, scale, theme);
    if (ending == QStringLiteral("pdf"))
        return writePdf(file, layout, theme);
    return writeSvgFile(file, layout, theme);
}

} // namespace

bool isDiagramFileName(const QString& path) {
    const QString ending = endingOf(path);
    return ending == QStringLiteral("png") || ending == QStringLiteral("pdf") || ending == QStringLiteral("svg");
}

Result<DiagramFile> exportDiagram(const std::shared_ptr<const ConnectionDetail>& detail, const QString& path,
                                  double scale, Theme theme, const LadderCards& cards) {
    if (!detail)
        return failure(tr("No connection is selected: there is nothing to export"));
    if (!isDiagramFileName(path))
        return failure(tr("Cannot tell the format of %1: end the name in .png, .pdf or .svg").arg(path));
    if (!(scale >= kSmallestExportScale && scale <= kLargestExportScale))
        return failure(tr("The scale must lie between %1 and %2").arg(kSmallestExportScale).arg(kLargestExportScale));
    const LadderLayout layout = layoutLadder(detail, exportLadderOptions(cards));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return writeFailure(file);
    Result<DiagramFile> written = writeTo(file, endingOf(path), layout, scale, theme);
    if (!written)
        return written; // the file goes out of scope uncommitted: nothing changes on disk
    if (!file.commit())
        return writeFailure(file);
    return written;
}

} // namespace synscope::ui
