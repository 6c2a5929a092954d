// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_export.h"

#include "ui/diagram/diagram_files.h"
#include "ui/diagram/diagram_pages.h"
#include "ui/diagram/diagram_subjects.h"
#include "ui/diagram/whole_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QIODevice>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace synscope::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

Error failure(const QString& sentence) {
    return Error{sentence.toStdString(), std::nullopt, std::nullopt};
}

QString endingOf(const QString& path) {
    return QFileInfo(path).suffix().toLower();
}

bool isPictureEnding(const QString& ending) {
    return ending == QStringLiteral("png") || ending == QStringLiteral("pdf") || ending == QStringLiteral("svg");
}

Result<WrittenDiagram> writeTo(QIODevice& file, const QString& ending, const std::vector<ChosenDiagram>& chosen,
                               const DiagramWish& wish) {
    if (ending == QStringLiteral("png"))
        return writePng(file, lanesOf(chosen), wish.scale, wish.theme);
    if (ending == QStringLiteral("pdf"))
        return writePdf(file, lanesOf(chosen), wish.theme);
    return writeSource(file, ending, chosen, wish.theme);
}

/// Opens the file, lets `write` fill it, and keeps it only if that went well.
template <typename Write>
Result<WrittenDiagram> writeWhole(const QString& path, const Write& write) {
    WholeFile file(path);
    if (!file.open())
        return failure(tr("Cannot write %1: %2").arg(path, file.fault()));
    Result<WrittenDiagram> written = write(file.content());
    if (written && !file.save())
        return failure(tr("Cannot write %1: %2").arg(path, file.fault()));
    return written;
}

Result<WrittenDiagram> writeOne(DiagramSubjects& subjects, std::span<const ConnectionId> ids, const QString& path,
                                const DiagramWish& wish) {
    const Result<std::vector<ChosenDiagram>> chosen = subjects.together(ids);
    if (!chosen)
        return chosen.error();
    return writeWhole(path, [&](QIODevice& file) { return writeTo(file, endingOf(path), chosen.value(), wish); });
}

/// All in one PDF, each connection on pages of its own.
Result<WrittenDiagram> writeSharedPdf(DiagramSubjects& subjects, const DiagramSource& source, QIODevice& file,
                                      const DiagramWish& wish) {
    std::optional<PdfSheets> sheets;
    for (const std::span<const ConnectionId> picture : picturesOf(source, wish)) {
        const Result<std::vector<ChosenDiagram>> chosen = subjects.together(picture);
        if (!chosen)
            return chosen.error();
        const LadderLanes lanes = lanesOf(chosen.value());
        if (!sheets)
            sheets.emplace(file, lanes, wish.theme);
        if (auto error = sheets->add(lanes, wish.cancelled))
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

Result<DiagramFile> writeEach(DiagramSubjects& subjects, const DiagramSource& source, const QString& path,
                              const DiagramWish& wish) {
    DiagramFile all;
    for (const ConnectionId id : source.connections) {
        const QString one = numberedPath(path, id);
        if (QFileInfo::exists(one))
            return failure(tr("%1 exists already: choose another name or folder").arg(one));
        all.paths.push_back(one);
    }
    for (std::size_t i = 0; i < source.connections.size(); ++i) {
        const auto written = writeOne(subjects, {&source.connections[i], 1}, all.paths[static_cast<int>(i)], wish);
        if (!written)
            return written.error();
        all.size = written.value().size;
    }
    return all;
}

std::optional<Error> refusal(const DiagramSource& source, const QString& path, const DiagramWish& wish) {
    if (source.connections.empty())
        return nothingToExport();
    if (!isDiagramFileName(path))
        return failure(
            tr("Cannot tell the format of %1: end the name in .png, .pdf, .svg, .mmd, .puml or .txt").arg(path));
    if (wish.sideBySide && !isPictureEnding(endingOf(path)))
        return failure(tr("Connections stand side by side in pictures only: end the name in .png, .pdf or .svg"));
    if (wish.sideBySide && source.connections.size() > kMostLanes)
        return failure(tr("At most %1 connections have room side by side").arg(kMostLanes));
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
    DiagramSubjects subjects(source, wish);
    const bool isOne = source.connections.size() == 1 || wish.sideBySide;
    if (!isOne && endingOf(path) != QStringLiteral("pdf"))
        return writeEach(subjects, source, path, wish);
    const Result<WrittenDiagram> written =
        isOne ? writeOne(subjects, source.connections, path, wish)
              : writeWhole(path, [&](QIODevice& file) { return writeSharedPdf(subjects, source, file, wish); });
    if (!written)
        return written.error();
    return DiagramFile{written.value().size, written.value().pages, {path}};
}

Result<std::vector<ChosenDiagram>> firstDiagram(const DiagramSource& source, const DiagramWish& wish) {
    if (source.connections.empty())
        return nothingToExport();
    return DiagramSubjects(source, wish).together(picturesOf(source, wish).front());
}

Result<QByteArray> diagramSource(const std::vector<ChosenDiagram>& chosen, const QString& ending, Theme theme) {
    QByteArray text;
    QBuffer buffer(&text);
    buffer.open(QIODevice::WriteOnly);
    const Result<WrittenDiagram> written = writeSource(buffer, ending, chosen, theme);
    if (!written)
        return written.error();
    return text;
}

Result<QImage> diagramImage(const std::vector<ChosenDiagram>& chosen, double scale, Theme theme) {
    return lanesImage(lanesOf(chosen), scale, theme);
}

} // namespace synscope::ui
