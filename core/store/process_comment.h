// SPDX-License-Identifier: Apache-2.0
//
// Processes as saved captures tell of them: a comment on the first packet of a connection, which every analyser shows.
// "process of 10.0.0.2:80: nginx (pid 4711, user www-data, nginx.service); process of …". Command lines are not
// written: they may hold passwords, and captures are sent to others.
#pragma once

#include "core/store/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// Empty where no process of the connection is known.
[[nodiscard]] std::string processComment(const Snapshot& snapshot, ConnectionId id);

struct CommentedOwner {
    SocketAddress local;
    SocketOwner owner;
};

/// What such a comment says; empty for any other comment, and without what is broken. The text may come from anybody:
/// names are cut to what the kernel keeps, and hold no control characters.
[[nodiscard]] std::vector<CommentedOwner> parseProcessComment(std::string_view comment);

/// Notes what the comment on a packet of the connection says of one of its ends; nothing where it is of another
/// address.
void noteCommented(ConnectionOwners& owners, ConnectionId id, const Segment& segment, Side sender,
                   const CommentedOwner& said);

} // namespace synscope
