// SPDX-License-Identifier: Apache-2.0
//
// Diagrams as files, pictures and pages; the format of a file is told by its name's ending. A full render with heading
// and parameters, never a copy of what the screen shows. Needs a QGuiApplication for its fonts (the offscreen platform
// will do), and no display. Everything here may run on a worker.
#pragma once

#include "core/base/result.h"
#include "core/diagram/ladder_layout.h"
#include "core/diagram/theme.h"
#include "core/export/diagram_choice.h"
#include "core/export/diagram_formats.h"
#include "core/wire/ip_address.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace synscope::ui {

inline constexpr double kSmallestExportScale = 1;
inline constexpr double kLargestExportScale = 4;

/// The connections to draw, fetched one at a time: many may be large.
struct DiagramSource {
    std::vector<ConnectionId> connections;
    std::function<Result<std::shared_ptr<const ConnectionDetail>>(ConnectionId, const std::atomic<bool>* cancelled)>
        detailOf;
    std::vector<IpAddress> addresses; ///< of them all; needed only to anonymise more than one
};

/// Of one connection that is there already; of none where it is null.
[[nodiscard]] DiagramSource sourceOf(std::shared_ptr<const ConnectionDetail> detail);

/// What the reader wants to see of them.
struct DiagramWish {
    DiagramChoice choice; ///< of each connection
    Theme theme = Theme::Print;
    double scale = 1;        ///< 1 to 4, of a PNG alone
    bool sideBySide = false; ///< all connections in one picture, at most kMostLanes; matters to pictures only
    const std::atomic<bool>* cancelled = nullptr;
};

struct DiagramFile {
    QSize size;        ///< px of a PNG; px at scale 1 of the others; empty for source text
    int pages = 1;     ///< of a PDF: more than one where it is too tall or holds several connections
    QStringList paths; ///< that were written
};

/// True for names ending in .png, .pdf, .svg, .mmd, .puml or .txt, in letters of either case.
[[nodiscard]] bool isDiagramFileName(const QString& path);

/// Writes the file atomically: it is whole or was not touched. Several connections share a PDF; in the other formats
/// each gets a file of its own, "name-3.svg" for connection 3, none of which may exist before; unless they are to stand
/// side by side. A PNG must fit into
/// 32 767 px a side. Fails with a sentence that says what to do instead.
[[nodiscard]] Result<DiagramFile> exportDiagrams(const DiagramSource& source, const QString& path,
                                                 const DiagramWish& wish);

/// What the first picture is of: the first connection, or all that stand side by side.
[[nodiscard]] Result<std::vector<ChosenDiagram>> firstDiagram(const DiagramSource& source, const DiagramWish& wish);
/// The text of a format of files: "svg", "mmd", "puml", "txt".
[[nodiscard]] Result<QByteArray> diagramSource(const std::vector<ChosenDiagram>& chosen, const QString& ending,
                                               Theme theme);
/// As a picture; its limits are those of a PNG.
[[nodiscard]] Result<QImage> diagramImage(const std::vector<ChosenDiagram>& chosen, double scale, Theme theme);

} // namespace synscope::ui
