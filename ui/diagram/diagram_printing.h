// SPDX-License-Identifier: Apache-2.0
//
// Diagrams on a printer's paper, and what its pages will look like: how many each picture fills, and one of them as
// a picture. Everything but paperOf() takes its time and is for a worker; a wish that is cancelled ends it with an
// Error.
#pragma once

#include "ui/diagram/diagram_export.h"
#include "ui/diagram/diagram_pages.h"

#include <QImage>

#include <atomic>
#include <cstddef>
#include <optional>
#include <vector>

class QPrinter;

namespace synscope::ui {

/// The paper that the printer is set to.
[[nodiscard]] Paper paperOf(const QPrinter& printer);

/// A page of one of the source's pictures (a connection each, or all side by side); both count from 0.
struct SheetPlace {
    std::size_t picture = 0;
    std::size_t page = 0;
};

/// The pages of all pictures, in their order. An Error where they are too many, too. `done` counts the pictures that
/// are through, for another thread to read.
[[nodiscard]] Result<std::vector<SheetPlace>> sheetsOf(const DiagramSource& source, const DiagramWish& wish,
                                                       const Paper& paper, std::atomic<int>& done);

/// One page, `scale` pixels a px of the paper.
[[nodiscard]] Result<QImage> sheetImage(const DiagramSource& source, const DiagramWish& wish, const Paper& paper,
                                        SheetPlace place, double scale);

/// All of them on the printer's pages; `done` as above. Fails with a sentence; pages drawn by then may come out all the
/// same.
[[nodiscard]] std::optional<Error> printDiagrams(QPrinter& printer, const DiagramSource& source,
                                                 const DiagramWish& wish, std::atomic<int>& done);

} // namespace synscope::ui
