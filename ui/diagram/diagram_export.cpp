// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_export.h"

#include "ui/diagram/diagram_files.h"
#include "ui/diagram/diagram_pages.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPrinter>
#include <QSaveFile>

#include <algorithm>
#include <optional>
#include <utility>

namespace synscope::ui {
namespace {

constexpr double kPrinterMarginPx = 12; ///< beyond the printer's own

QString tr(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

Error failure(const QString& sentence) {
    return Error{sentence.toStdString(), std::nullopt, std::nullopt};
}

QString endingOf(const QString& path) {
    return QFileInfo(path).suffix().toLower();
}

/// Fetches the connections one after another, as the wish wants them.
class Subjects {
public:
    Subjects(const DiagramSource& source, const DiagramWish& wish) : m_source(source), m_wish(wish) {
        for (const IpAddress& address : source.addresses)
            m_addresses.learn(address);
    }

    Result<ChosenDiagram> of(ConnectionId id) {
        if (m_wish.cancelled != nullptr && m_wish.cancelled->load())
            return failure(QCoreApplication::translate("synscope::ui", "The export was cancelled"));
        const auto detail = m_source.detailOf(id, m_wish.cancelled);
        if (!detail)
            return detail.error();
        if (!detail.value())
            return nothing();
        return chooseDiagram(*detail.value(), m_wish.choice, m_addresses);
    }

    static Error nothing() { return failure(tr("No connection is selected: there is nothing to export")); }

private:
    const DiagramSource& m_source;
    const DiagramWish& m_wish;
    AnonymisedAddresses m_addresses;
};

LadderLayout layoutOf(const ChosenDiagram& chosen) {
    return layoutLadder(chosen.detail, exportLadderOptions(chosen.cards, chosen.shown));
}

Result<WrittenDiagram> writeTo(QSaveFile& file, const QString& ending, const ChosenDiagram& chosen,
                               const DiagramWish& wish) {
    if (ending == QStringLiteral("png"))
        return writePng(file, layoutOf(chosen), wish.scale, wish.theme);
    if (ending == QStringLiteral("pdf"))
        return writePdf(file, layoutOf(chosen), wish.theme);
    return writeSource(file, ending, chosen, wish.theme);
}

/// Opens the file, lets `write` fill it, and keeps it only if that went well.
template <typename Write>
Result<WrittenDiagram> writeWhole(const QString& path, const Write& write) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(tr("Cannot write %1: %2").arg(path, file.errorString()));
    Result<WrittenDiagram> written = write(file);
    if (written && !file.commit()) // else it goes out of scope uncommitted: nothing changes on disk
        return failure(tr("Cannot write %1: %2").arg(path, file.errorString()));
    return written;
}

Result<WrittenDiagram> writeOne(Subjects& subjects, ConnectionId id, const QString& path, const DiagramWish& wish) {
    const Result<ChosenDiagram> chosen = subjects.of(id);
    if (!chosen)
        return chosen.error();
    return writeWhole(path, [&](QSaveFile& file) { return writeTo(file, endingOf(path), chosen.value(), wish); });
}

/// All in one PDF, each connection on pages of its own.
Result<WrittenDiagram> writeSharedPdf(Subjects& subjects, const DiagramSource& source, QSaveFile& file,
                                      const DiagramWish& wish) {
    std::optional<PdfSheets> sheets;
    for (const ConnectionId id : source.connections) {
        const Result<ChosenDiagram> chosen = subjects.of(id);
        if (!chosen)
            return chosen.error();
        const LadderLayout layout = layoutOf(chosen.value());
        if (!sheets)
            sheets.emplace(file, layout, wish.theme);
        if (auto error = sheets->add(layout))
            return *error;
    }
    return WrittenDiagram{sheets->sizePx(), sheets->pages()};
}

/// "name.svg", 3: "name-3.svg".
QString numberedPath(const QString& path, ConnectionId id) {
    const QFileInfo info(path);
    return path.left(path.size() - info.suffix().size() - 1) +
           QStringLiteral("-%1.%2").arg(indexOf(id)).arg(info.suffix());
}

Result<DiagramFile> writeEach(Subjects& subjects, const DiagramSource& source, const QString& path,
                              const DiagramWish& wish) {
    DiagramFile all;
    for (const ConnectionId id : source.connections) {
        const QString one = numberedPath(path, id);
        if (QFileInfo::exists(one))
            return failure(tr("%1 exists already: choose another name or folder").arg(one));
        all.paths.push_back(one);
    }
    for (std::size_t i = 0; i < source.connections.size(); ++i) {
        const auto written = writeOne(subjects, source.connections[i], all.paths[static_cast<int>(i)], wish);
        if (!written)
            return written.error();
        all.size = written.value().size;
    }
    return all;
}

std::optional<Error> refusal(const DiagramSource& source, const QString& path, const DiagramWish& wish) {
    if (source.connections.empty())
        return Subjects::nothing();
    if (!isDiagramFileName(path))
        return failure(
            tr("Cannot tell the format of %1: end the name in .png, .pdf, .svg, .mmd, .puml or .txt").arg(path));
    if (!(wish.scale >= kSmallestExportScale && wish.scale <= kLargestExportScale))
        return failure(tr("The scale must lie between %1 and %2").arg(kSmallestExportScale).arg(kLargestExportScale));
    return std::nullopt;
}

} // namespace

DiagramSource sourceOf(std::shared_ptr<const ConnectionDetail> detail) {
    DiagramSource source;
    if (!detail)
        return source;
    source.connections = {detail->id};
    source.detailOf = [detail = std::move(detail)](ConnectionId, const std::atomic<bool>*) {
        return Result<std::shared_ptr<const ConnectionDetail>>(detail);
    };
    return source;
}

bool isDiagramFileName(const QString& path) {
    const QString ending = endingOf(path);
    const auto formats = diagramFormats();
    return ending == QStringLiteral("png") || ending == QStringLiteral("pdf") ||
           std::any_of(formats.begin(), formats.end(),
                       [&](const DiagramFormat& f) { return ending.toStdString() == f.suffix; });
}

Result<DiagramFile> exportDiagrams(const DiagramSource& source, const QString& path, const DiagramWish& wish) {
    if (const auto error = refusal(source, path, wish))
        return *error;
    Subjects subjects(source, wish);
    const bool isOne = source.connections.size() == 1;
    if (!isOne && endingOf(path) != QStringLiteral("pdf"))
        return writeEach(subjects, source, path, wish);
    const Result<WrittenDiagram> written =
        isOne ? writeOne(subjects, source.connections.front(), path, wish)
              : writeWhole(path, [&](QSaveFile& file) { return writeSharedPdf(subjects, source, file, wish); });
    if (!written)
        return written.error();
    return DiagramFile{written.value().size, written.value().pages, {path}};
}

Result<ChosenDiagram> chosenDiagram(const DiagramSource& source, const DiagramWish& wish) {
    if (source.connections.empty())
        return Subjects::nothing();
    return Subjects(source, wish).of(source.connections.front());
}

Result<QByteArray> diagramSource(const ChosenDiagram& chosen, const QString& ending, Theme theme) {
    QByteArray text;
    QBuffer buffer(&text);
    buffer.open(QIODevice::WriteOnly);
    const Result<WrittenDiagram> written = writeSource(buffer, ending, chosen, theme);
    if (!written)
        return written.error();
    return text;
}

Result<QImage> diagramImage(const ChosenDiagram& chosen, double scale, Theme theme) {
    return layoutImage(layoutOf(chosen), scale, theme);
}

std::optional<Error> printDiagrams(QPrinter& printer, const DiagramSource& source, const DiagramWish& wish) {
    Subjects subjects(source, wish);
    QPainter painter;
    if (!painter.begin(&printer))
        return failure(tr("The printer cannot be used"));
    const double perPx = printer.logicalDpiX() / kPxPerInch;
    painter.scale(perPx, perPx);
    const QSizeF page(printer.width() / perPx, printer.height() / perPx);
    DiagramPages pages(printer, painter, page, kPrinterMarginPx, wish.theme);
    for (const ConnectionId id : source.connections) {
        const Result<ChosenDiagram> chosen = subjects.of(id);
        if (!chosen)
            return chosen.error();
        if (auto error = pages.add(layoutOf(chosen.value())))
            return error;
    }
    return std::nullopt;
}

} // namespace synscope::ui
