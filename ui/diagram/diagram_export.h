// SPDX-License-Identifier: Apache-2.0
//
// The diagram of a connection as a file: PNG, PDF or SVG, told apart by the name's ending. A full render with
// heading and parameters, never a copy of what the screen shows. Needs a QGuiApplication for its fonts
// (the offscreen platform will do), and no display.
#pragma once

#include "core/base/result.h"
#include "core/diagram/ladder_layout.h"
#include "core/diagram/theme.h"

#include <QSize>
#include <QString>

#include <memory>

namespace synscope::ui {

inline constexpr double kSmallestExportScale = 1;
inline constexpr double kLargestExportScale = 4;

struct DiagramFile {
    QSize size;    ///< px of a PNG; px at scale 1 of the others
    int pages = 1; ///< more than one only for a PDF too tall for a single page
};

/// True for names ending in .png, .pdf or .svg, in letters of either case.
[[nodiscard]] bool isDiagramFileName(const QString& path);

/// Writes the file atomically: it is whole or was not touched. `scale` (1 to 4) is used by PNG alone, whose picture
/// must fit into 32 767 px a side. `cards` are told between the lifelines. Fails with a sentence that says what to do
/// instead.
[[nodiscard]] Result<DiagramFile> exportDiagram(const std::shared_ptr<const ConnectionDetail>& detail,
                                                const QString& path, double scale, Theme theme,
                                                const LadderCards& cards = {});

} // namespace synscope::ui
