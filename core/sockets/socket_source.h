// SPDX-License-Identifier: Apache-2.0
//
// Where socket tables come from. Each system has a source of its own; whoever reads tables does not know which.
#pragma once

#include "core/base/result.h"
#include "core/sockets/socket_table.h"

namespace synscope {

/// Used in one thread at a time.
class SocketSource {
public:
    virtual ~SocketSource() = default;
    /// The table now. An Error when nothing at all could be read; a table with gaps says so in its notes.
    [[nodiscard]] virtual Result<SocketTable> read() = 0;
};

} // namespace synscope
