// SPDX-License-Identifier: Apache-2.0
//
// What an issue report says of closes that are owed beyond what its packets show: the word of the kernel's socket
// table, and connections that were there before the capture began.
#pragma once

#include "core/export/issue_report.h"

#include <span>
#include <string>

namespace synscope {

/// What to look for in the code, of a cause that only the kernel knows; empty of others.
[[nodiscard]] std::string_view issueAdvice(OwedCause cause);
/// The commonest cause of what the connections owe, where the kernel alone knows it; else empty.
[[nodiscard]] std::string_view kernelAdvice(const Snapshot& snapshot, std::span<const ConnectionId> connections);

/// Appends a sentence for each cause, and the table. `snapshot` is of the capture that the connections are from, with
/// stand-ins for its addresses where wanted. Nothing where it tells of no close that is owed.
void appendIssueKernel(std::string& out, const Snapshot& snapshot, std::span<const ConnectionId> connections,
                       const DiagnosePolicy& policy);

} // namespace synscope
