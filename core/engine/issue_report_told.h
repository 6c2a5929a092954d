// SPDX-License-Identifier: Apache-2.0
//
// What an issue report tells of connections beyond their packets: from the snapshot they were chosen in.
#pragma once

#include "core/export/issue_report.h"
#include "core/wire/ip_address.h"

#include <map>

namespace synscope {

/// By the true address.
using StandIns = std::map<IpAddress, IpAddress>;

/// Some of them were there before the capture began: packets alone do not show what they are.
[[nodiscard]] bool haveOlder(const IssueReportRequest& request);
/// Those of which no packet was captured.
[[nodiscard]] std::uint64_t withoutPackets(const IssueReportRequest& request);

/// The request's snapshot. Anonymised, a copy that knows the addresses of the chosen connections by their stand-ins,
/// and no others; `standIns` are those given already, and further ones are added. Cost: then its table of flows.
[[nodiscard]] SnapshotPtr snapshotToTell(const IssueReportRequest& request, StandIns standIns);

} // namespace synscope
