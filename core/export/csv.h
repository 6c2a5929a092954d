// SPDX-License-Identifier: Apache-2.0
//
// Connections as comma-separated values (RFC 4180: CRLF, a header line, only names of processes may need quotes).
// Column names are stable: `client_` is the endpoint that opened, `server_` the other; times are seconds since the
// epoch.
#pragma once

#include "core/store/snapshot.h"

#include <string>

namespace synscope {

/// Appends the line of column names.
void appendCsvHeader(std::string& out);

/// Appends the line of one connection. Findings are their kinds, and possible states the
/// states between which the packets do not decide, separated by spaces. Processes stand last, and are
/// empty where none is known.
void appendConnectionCsv(std::string& out, const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy);

} // namespace synscope
