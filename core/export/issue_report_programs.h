// SPDX-License-Identifier: Apache-2.0
//
// Which programs hold the sockets that an issue report is about, as far as the kernel told beside the capture.
#pragma once

#include "core/store/snapshot.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace synscope {

struct IssueProgram {
    Side side = Side::Responder;
    SocketOwner owner; ///< its process is known
    std::uint64_t connections = 0;
};

/// Of the connections' both ends, or who ought to accept them; those with the most connections first.
[[nodiscard]] std::vector<IssueProgram> programsOf(const Snapshot& snapshot, std::span<const ConnectionId> connections);

/// Whether an address may stand in the name of a process, also one that is cut off at the end.
[[nodiscard]] bool mayHoldAddress(const std::string& name);

/// Appends a line a program; nothing for none. Anonymised, its number and a name that holds no address are left.
void appendIssuePrograms(std::string& out, std::span<const IssueProgram> programs, bool anonymised);

} // namespace synscope
