// SPDX-License-Identifier: Apache-2.0
//
// The columns of the connections table, one row of a table each: to add a column, add a row in the .cpp.
// Texts and sort keys are pure functions over a snapshot and run on any thread.
#pragma once

#include "core/store/snapshot.h"

#include <QString>

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace synscope::ui {

/// How the delegate paints a column.
enum class ColumnLook : std::uint8_t { Words, Numbers, States, Life, Age };

/// Compared word by word; equal keys keep the order of the connections' first packets.
struct SortKey {
    std::uint64_t major = 0;
    std::uint64_t middle = 0;
    std::uint64_t minor = 0;
    friend constexpr auto operator<=>(const SortKey&, const SortKey&) = default;
};

struct ConnectionColumn {
    static constexpr int kByChoice = -1;
    static constexpr int kWhenKnown = -2; ///< from kKnownFromPx on where the snapshot knows of processes
    static constexpr int kKnownFromPx = 900;

    const char* name;  ///< in the settings, never translated
    const char* title; ///< to be translated in the context kColumnContext
    const char* tip;   ///< with the unit
    ColumnLook look;
    bool rightAligned;
    int widthPx;     ///< at zoom 1
    int showFromPx;  ///< width of the table from which it shows by itself, or one of the above
    bool worstOnTop; ///< the first click on its heading sorts downwards
    QString (*text)(const Snapshot&, ConnectionId);
    SortKey (*key)(const Snapshot&, ConnectionId);
    std::vector<QString> (*terms)(const Snapshot&, ConnectionId) = nullptr; ///< see connection_terms.h; may be null
    QString (*cellTip)(const Snapshot&, ConnectionId) = nullptr;            ///< of a cell; null: its text
};

inline constexpr const char* kColumnContext = "synscope::ui";

[[nodiscard]] std::span<const ConnectionColumn> connectionColumns();
/// Position of the column with this look (States, Life, Age are unique), -1 when there is none.
[[nodiscard]] int columnOf(ColumnLook look);

/// What the Age column is about.
enum class AgeKind : std::uint8_t {
    None,      ///< over
    CloseWait, ///< how long the close has been owed
    TimeWait,  ///< how long TIME_WAIT still runs
    Other,     ///< how long the state that began last has lasted
};

struct Age {
    AgeKind kind = AgeKind::None;
    Duration length{};
    bool isLowerBound = false; ///< the kernel told of the state, and not when it began
};

/// At the capture's end.
[[nodiscard]] Age ageOf(const Snapshot& snapshot, ConnectionId id);
/// The endpoint that owes a close, the responder when both do; empty when neither is in CLOSE_WAIT.
[[nodiscard]] std::optional<Side> sideInCloseWait(const ConnectionRow& row);
/// When the present state of an endpoint began. Cost: the other side's newest transitions.
[[nodiscard]] Timestamp stateSince(const Snapshot& snapshot, const ConnectionRow& row, Side side);

} // namespace synscope::ui
