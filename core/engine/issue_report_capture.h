// SPDX-License-Identifier: Apache-2.0
//
// The capture of an issue report: the packets of chosen connections, read again and written as pcapng, one at a time.
#pragma once

#include "core/base/result.h"
#include "core/engine/issue_report_told.h"
#include "core/export/issue_report.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace synscope {

/// The chosen connections, and all others that used the same addresses and ports: what is reused or came late is
/// decided by all of them together.
struct IssueSelection {
    std::vector<ConnectionId> connections; ///< in order: the new capture numbers them from 0
    std::vector<ConnectionId> chosen;      ///< as the new capture numbers them
    struct Stretch {
        SegmentId oldest = kNoSegment;
        SegmentId newest = kNoSegment;
    };
    std::vector<Stretch> stretches; ///< of each 4-tuple's segments
};
/// Cost: a pass over all rows.
[[nodiscard]] IssueSelection selectionOf(const IssueReportRequest& request);

struct IssueCapture {
    std::uint64_t packets = 0;
    std::uint64_t unwrapped = 0;
    std::uint64_t reassembled = 0;
    bool endMarked = false;
    StandIns standIns; ///< for the addresses of the connections in it; of an anonymised one only
};
/// Writes to the descriptor, which stays the caller's. Packets of the selection, in their order; where the original
/// capture went on after the last of them, a packet of no connection marks its end.
[[nodiscard]] Result<IssueCapture> writeIssueCapture(int descriptor, const IssueReportRequest& request,
                                                     const IssueSelection& selection);

} // namespace synscope
