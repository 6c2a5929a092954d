// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_printing.h"

#include "ui/diagram/diagram_files.h"
#include "ui/diagram/diagram_subjects.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPrinter>

#include <algorithm>
#include <cmath>

namespace synscope::ui {
namespace {

constexpr double kPrinterMarginPx = 12; // beyond the printer's own

} // namespace

Paper paperOf(const QPrinter& printer) {
    const double perPx = printer.logicalDpiX() / kPxPerInch;
    return {QSizeF(printer.width() / perPx, printer.height() / perPx), kPrinterMarginPx};
}

Result<std::vector<SheetPlace>> sheetsOf(const DiagramSource& source, const DiagramWish& wish, const Paper& paper,
                                         std::atomic<int>& done) {
    DiagramSubjects subjects(source, wish);
    const auto pictures = picturesOf(source, wish);
    std::vector<SheetPlace> sheets;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const Result<std::vector<ChosenDiagram>> chosen = subjects.together(pictures[i]);
        if (!chosen)
            return chosen.error();
        const LadderLanes lanes = lanesOf(chosen.value());
        const std::size_t pages = DiagramSheets(lanes, paper).pages();
        if (const auto error = tooManyPages(sheets.size() + pages))
            return *error;
        for (std::size_t page = 0; page < pages; ++page)
            sheets.push_back({i, page});
        ++done;
    }
    return sheets;
}

Result<QImage> sheetImage(const DiagramSource& source, const DiagramWish& wish, const Paper& paper, SheetPlace place,
                          double scale) {
    const auto pictures = picturesOf(source, wish);
    if (place.picture >= pictures.size())
        return nothingToExport();
    const auto chosen = DiagramSubjects(source, wish).together(pictures[place.picture]);
    if (!chosen)
        return chosen.error();
    const LadderLanes lanes = lanesOf(chosen.value());
    const DiagramSheets sheets(lanes, paper);
    QImage image((paper.sizePx * scale).toSize(), QImage::Format_RGB32);
    image.fill(Qt::white); // the paper
    if (place.page >= sheets.pages())
        return image;
    QPainter painter(&image);
    painter.scale(scale, scale);
    sheets.paintPage(painter, place.page, wish.theme);
    return image;
}

std::optional<Error> printDiagrams(QPrinter& printer, const DiagramSource& source, const DiagramWish& wish,
                                   std::atomic<int>& done) {
    DiagramSubjects subjects(source, wish);
    QPainter painter;
    if (!painter.begin(&printer))
        return Error{QCoreApplication::translate("synscope::ui", "The printer cannot be used").toStdString(),
                     std::nullopt, std::nullopt};
    const double perPx = printer.logicalDpiX() / kPxPerInch;
    painter.scale(perPx, perPx);
    DiagramPages pages(printer, painter, paperOf(printer), wish.theme);
    for (const std::span<const ConnectionId> picture : picturesOf(source, wish)) {
        const Result<std::vector<ChosenDiagram>> chosen = subjects.together(picture);
        const std::optional<Error> error =
            chosen ? pages.add(lanesOf(chosen.value()), wish.cancelled) : std::optional(chosen.error());
        if (error) {
            printer.abort(); // before the painter ends, which would send the pages; not every printer obeys
            return error;
        }
        ++done;
    }
    return std::nullopt;
}

} // namespace synscope::ui
