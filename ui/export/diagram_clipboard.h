// SPDX-License-Identifier: Apache-2.0
//
// A diagram on its way to the clipboard: drawn on a worker, put there on the GUI's thread.
#pragma once

#include "ui/diagram/diagram_export.h"

namespace synscope::ui {

struct DiagramCopy {
    QImage image;      ///< null for source text
    QByteArray source; ///< SVG beside an image; else the text itself
};

/// The first picture as "png" and "svg" files hold it (both then), or in the format of source text whose files end
/// in `ending`. Fails with a sentence.
[[nodiscard]] Result<DiagramCopy> copyOfDiagram(const DiagramSource& source, const QString& ending,
                                                const DiagramWish& wish);

void putOnClipboard(const DiagramCopy& copy);

} // namespace synscope::ui
