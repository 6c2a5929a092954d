// SPDX-License-Identifier: Apache-2.0
//
// The leak ledger as the window shows it: a ledger with the snapshot it was made of, and its words. Values and pure
// functions; sentences say who owes what, and what to look for in the code.
#pragma once

#include "core/store/owed_close.h"

#include <QString>

#include <memory>
#include <optional>

namespace synscope::ui {

struct LeakView {
    SnapshotPtr snapshot;
    LeakLedger ledger;
    DiagnosePolicy policy;

    [[nodiscard]] OwedClose owed(const LedgerEntry& entry) const {
        return owedCloseOf(*snapshot, ledger, entry, policy);
    }
};
using LeakViewPtr = std::shared_ptr<const LeakView>; ///< null: nothing is known yet

/// "10.0.0.2:80", or "10.0.0.7 → 10.0.0.2:80" for a client.
[[nodiscard]] QString groupName(const LeakGroup& group);
/// "orders-api (4711)", with " +2" where so many others hold sockets of it, too; "–" where it is not known.
[[nodiscard]] QString processText(const LeakGroup& group);
/// "+3.1/min", "−0.4/min", "0.0/min"; "–" where it is not known.
[[nodiscard]] QString growthLabel(std::optional<double> perMinute);
/// "not closed", "in use": a word or two for the cause.
[[nodiscard]] QString causeLabel(const OwedClose& owed);
/// The filter expression that shows the connections of the group that are in CLOSE_WAIT.
[[nodiscard]] QString filterText(const LeakGroup& group);

/// "10.0.0.2:80 owes 5 closes, the oldest for 1:28.", and what of this is in doubt or no leak.
[[nodiscard]] QString owesSentence(const LeakView& view, const LeakGroup& group);
/// How the number changes, and what ended.
[[nodiscard]] QString trendSentence(const LeakView& view, const LeakGroup& group);
/// What to look for in the code.
[[nodiscard]] QString adviceSentence(const LeakView& view, const LeakGroup& group);
/// The three sentences and the table of sockets, to paste into a report.
[[nodiscard]] QString reportText(const LeakView& view, std::uint32_t group);

} // namespace synscope::ui
