// SPDX-License-Identifier: Apache-2.0
//
// What there is to export when somebody asks: the connection shown, those selected, those the table lists.
#pragma once

#include "core/store/replay.h"
#include "ui/diagram/diagram_export.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace synscope::ui {

struct ExportSubject {
    std::shared_ptr<const ConnectionDetail> shown;
    LadderOptions look;                    ///< what its diagram shows in the window
    std::vector<ConnectionId> beside;      ///< stand beside it in the window
    std::vector<ConnectionId> selected;    ///< rows of the table
    std::vector<ConnectionId> listed;      ///< all that the table shows
    SnapshotPtr snapshot;                  ///< they are of
    FetchPacket fetch;                     ///< reads the packets of those that are not shown
    SnapshotPtr second = nullptr;          ///< of a capture of the other end; null without
    FetchPacket secondFetch = {};          ///< reads its packets
    Language language = Language::English; ///< of what is said of those
};

/// Those, each read again when its turn comes; the one shown is taken as it is, once all of it is there.
[[nodiscard]] DiagramSource sourceOf(const ExportSubject& subject, std::vector<ConnectionId> connections);

} // namespace synscope::ui
