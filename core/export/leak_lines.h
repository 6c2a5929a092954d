// SPDX-License-Identifier: Apache-2.0
//
// Owed closes of a capture as text: the lines of `synscope-cli leaks FILE --format ndjson` (a contract; what only the
// kernel knows is null), the rows of its tables, and a report to paste.
#pragma once

#include "core/export/table.h"
#include "core/store/owed_close.h"

#include <span>
#include <string>
#include <vector>

namespace synscope {

/// Appends the line of one owed close.
void appendLeakNdjson(std::string& out, const OwedClose& owed);

/// Columns for leakGroupCells().
[[nodiscard]] std::span<const TableColumn> leakGroupColumns();
/// The row of what one program owes.
[[nodiscard]] std::vector<std::string> leakGroupCells(const LeakLedger& ledger, const LeakGroup& group);

/// Columns for owedCloseCells().
[[nodiscard]] std::span<const TableColumn> owedCloseColumns();
/// The row of one owed close.
[[nodiscard]] std::vector<std::string> owedCloseCells(const OwedClose& owed);

/// "+3.1", "-0.4", "0.0"; "-" where it is not known.
[[nodiscard]] std::string growthText(const LeakGroup& group);

/// Appends a report of one group for people who are to mend it: what is owed, how it grows, and each socket.
void appendLeakReport(std::string& out, const Snapshot& snapshot, const LeakLedger& ledger, std::uint32_t group,
                      const DiagnosePolicy& policy);

} // namespace synscope
