// SPDX-License-Identifier: Apache-2.0
//
// What the page of ports and queues shows: TIME_WAIT, local ports and openings with the snapshot they were gathered
// from, and their words. Values and pure functions. "Now" is a moment of the capture's clock: its end, or later while
// the capture goes on.
#pragma once

#include "core/store/openings.h"
#include "core/store/port_use.h"
#include "core/store/time_waits.h"
#include "ui/models/panel_rows.h"

#include <memory>
#include <optional>
#include <vector>

namespace synscope::ui {

struct PortsView {
    SnapshotPtr snapshot;
    TimeWaits waits;
    PortUses uses;
    Openings openings;
    std::optional<ThisHost> host;
    bool isMadeHere = false; ///< this machine captures its packets, or did
    DiagnosePolicy policy;

    /// Packets still come.
    [[nodiscard]] bool isLive() const { return isMadeHere && !snapshot->load.finished; }
    [[nodiscard]] bool isWhole() const { return waits.isWhole && uses.isWhole && openings.isWhole; }
};
using PortsViewPtr = std::shared_ptr<const PortsView>; ///< null: nothing is known yet

inline constexpr std::size_t kPortRowsShown = 4; ///< of each table

/// On a worker: cost as of what it gathers. Not whole where it was cancelled.
[[nodiscard]] PortsView portsViewOf(SnapshotPtr snapshot, std::optional<ThisHost> host, bool isMadeHere,
                                    const IsCancelled& isCancelled);

/// How many are in TIME_WAIT, and how long the first and the last have left.
[[nodiscard]] QString timeWaitSentence(const PortsView& view, Timestamp now);
[[nodiscard]] QString timeWaitAdvice(const PortsView& view);
/// The client with the least left, and what it means.
[[nodiscard]] QString portUseSentence(const PortsView& view);
/// Where the range is from, what lies outside, and what helps where little is left.
[[nodiscard]] QString portUseAdvice(const PortsView& view);
/// Half-open connections, SYNs without an answer, handshakes that were not taken.
[[nodiscard]] QString openingsSentence(const PortsView& view);
[[nodiscard]] QString openingsAdvice(const PortsView& view);

[[nodiscard]] std::vector<PanelColumn> timeWaitGroupColumns();
[[nodiscard]] std::vector<PanelColumn> timeWaitNextColumns();
[[nodiscard]] std::vector<PanelColumn> portUseColumns();
[[nodiscard]] std::vector<PanelColumn> openingsColumns();
[[nodiscard]] std::vector<PanelRow> timeWaitGroupRows(const PortsView& view, Timestamp now);
[[nodiscard]] std::vector<PanelRow> timeWaitNextRows(const PortsView& view, Timestamp now);
[[nodiscard]] std::vector<PanelRow> portUseRows(const PortsView& view);
[[nodiscard]] std::vector<PanelRow> openingsRows(const PortsView& view, Timestamp now);

/// Filter expressions that show all connections of a panel.
[[nodiscard]] QString timeWaitFilter();
[[nodiscard]] QString openingsFilter(const ListenerOpenings& openings);

} // namespace synscope::ui
