// SPDX-License-Identifier: Apache-2.0
//
// Writes the folder of an issue report. The text and the diagrams are made from the new capture, read again: what they
// say is what the capture beside them shows, and where it holds no address they hold none.
#pragma once

#include "core/export/issue_report.h"

namespace synscope {

/// See WriteIssueReport. The folder is made beside its place under another name, and renamed when it is whole: on
/// failure nothing is left, and an existing folder with something in it is never touched. Any thread.
[[nodiscard]] Result<IssueReportResult> writeIssueReport(const IssueReportRequest& request);

} // namespace synscope
