// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_files.h"

#include "core/export/diagram_formats.h"
#include "ui/diagram/diagram_pages.h"
#include "ui/diagram/picture_painter.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QImageWriter>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace synscope::ui {
namespace {

constexpr int kLargestSidePx = 32'767; // what image readers and QImage agree on
constexpr double kMostPixels = 256e6;  // 1 GB in memory
constexpr double kMetresPerInch = 0.0254;
constexpr double kTallestSinglePagePx = 3 * 1123.0; // three sheets of A4 in one piece still scroll well

QString tr(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

Error failure(const QString& sentence) {
    return Error{sentence.toStdString(), std::nullopt, std::nullopt};
}

std::vector<std::shared_ptr<const ConnectionDetail>> detailsOf(const std::vector<ChosenDiagram>& diagrams) {
    std::vector<std::shared_ptr<const ConnectionDetail>> details;
    details.reserve(diagrams.size());
    for (const ChosenDiagram& one : diagrams)
        details.push_back(one.detail);
    return details;
}

DiagramStyle styleOf(const std::vector<ChosenDiagram>& diagrams, Theme theme) {
    return {theme, diagrams.front().cards, diagrams.front().shown};
}

QSize pictureSize(double width, double height, double scale) {
    return {static_cast<int>(std::ceil(width * scale)), static_cast<int>(std::ceil(height * scale))};
}

bool fitsIntoImage(double width, double height) {
    return width <= kLargestSidePx && height <= kLargestSidePx && width * height <= kMostPixels;
}

Result<WrittenDiagram> writeSinglePage(QIODevice& file, const LadderLanes& lanes, Theme theme) {
    const Picture picture = paintLanes(lanes);
    QPdfWriter writer(&file);
    const QSizeF size(picture.width, picture.height);
    preparePdf(writer, picture, size);
    QPainter painter;
    if (!painter.begin(&writer))
        return failure(file.errorString());
    painter.scale(kPdfDotsPerInch / kPxPerInch, kPdfDotsPerInch / kPxPerInch);
    if (theme != Theme::Print)
        painter.fillRect(QRectF(QPointF(0, 0), size), colour(Ink::Surface, theme));
    paint(painter, picture, theme);
    painter.end();
    return WrittenDiagram{pictureSize(picture.width, picture.height, 1), 1};
}

} // namespace

Result<QImage> lanesImage(const LadderLanes& lanes, double scale, Theme theme) {
    const double width = lanes.width * scale;
    const double height = lanes.height * scale;
    if (!fitsIntoImage(width, height)) {
        const QLocale locale(QLocale::English);
        return failure(
            tr("The picture would be %1 × %2 pixels and a PNG ends at %3: choose PDF or SVG, or a smaller scale")
                .arg(locale.toString(std::ceil(width), 'f', 0), locale.toString(std::ceil(height), 'f', 0),
                     locale.toString(kLargestSidePx)));
    }
    QImage image(pictureSize(lanes.width, lanes.height, scale), QImage::Format_RGB32);
    if (image.isNull())
        return failure(tr("There is not enough memory for the picture: choose PDF or SVG, or a smaller scale"));
    image.fill(colour(Ink::Surface, theme));
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter, paintLanes(lanes), theme);
    painter.end();
    // Only now: with the resolution set before, fonts would follow it.
    const int dotsPerMetre = static_cast<int>(std::lround(kPxPerInch * scale / kMetresPerInch));
    image.setDotsPerMeterX(dotsPerMetre);
    image.setDotsPerMeterY(dotsPerMetre);
    return image;
}

Result<WrittenDiagram> writePng(QIODevice& file, const LadderLanes& lanes, double scale, Theme theme) {
    const Result<QImage> image = lanesImage(lanes, scale, theme);
    if (!image)
        return image.error();
    QImageWriter writer(&file, "png");
    if (!writer.write(image.value()))
        return failure(writer.errorString());
    return WrittenDiagram{image.value().size(), 1};
}

Result<WrittenDiagram> writePdf(QIODevice& file, const LadderLanes& lanes, Theme theme) {
    if (lanes.height <= kTallestSinglePagePx)
        return writeSinglePage(file, lanes, theme);
    PdfSheets sheets(file, lanes, theme);
    if (auto error = sheets.add(lanes))
        return *error;
    return WrittenDiagram{sheets.sizePx(), sheets.pages()};
}

Result<WrittenDiagram> writeSource(QIODevice& file, const QString& ending, const std::vector<ChosenDiagram>& diagrams,
                                   Theme theme) {
    const auto formats = diagramFormats();
    const auto format = std::find_if(formats.begin(), formats.end(),
                                     [&](const DiagramFormat& f) { return ending.toStdString() == f.suffix; });
    if (format == formats.end())
        return failure(tr("Cannot tell the format of the ending .%1").arg(ending));
    std::ostringstream text;
    if (diagrams.size() > 1)
        writeLanesSvg(text, detailsOf(diagrams), styleOf(diagrams, theme));
    else
        format->write(text, diagrams.front().detail, styleOf(diagrams, theme));
    const std::string bytes = std::move(text).str();
    if (file.write(bytes.data(), static_cast<qint64>(bytes.size())) != static_cast<qint64>(bytes.size()))
        return failure(file.errorString());
    return WrittenDiagram{};
}

LadderLanes lanesOf(const std::vector<ChosenDiagram>& diagrams) {
    return exportLanes(detailsOf(diagrams), styleOf(diagrams, Theme::Print));
}

} // namespace synscope::ui
