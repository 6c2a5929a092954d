// SPDX-License-Identifier: Apache-2.0
//
// The connections of an export, fetched one after another and made what the wish says. For workers.
#pragma once

#include "core/wire/anonymised_addresses.h"
#include "ui/diagram/diagram_export.h"

#include <span>
#include <vector>

namespace synscope::ui {

class DiagramSubjects {
public:
    /// Both outlive it.
    DiagramSubjects(const DiagramSource& source, const DiagramWish& wish);

    /// Those of one picture. An Error, too, where the wish was cancelled.
    [[nodiscard]] Result<std::vector<ChosenDiagram>> together(std::span<const ConnectionId> ids);

private:
    Result<ChosenDiagram> of(ConnectionId id);

    const DiagramSource& m_source;
    const DiagramWish& m_wish;
    AnonymisedAddresses m_addresses;
};

/// The connections of each picture, in order; they are the source's own.
[[nodiscard]] std::vector<std::span<const ConnectionId>> picturesOf(const DiagramSource& source,
                                                                    const DiagramWish& wish);
[[nodiscard]] Error nothingToExport();
[[nodiscard]] Error exportCancelled();

} // namespace synscope::ui
