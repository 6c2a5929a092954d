// SPDX-License-Identifier: Apache-2.0
//
// What a capture filter says of connections of which no packet is at hand: it is asked of a small segment made up for
// each direction.
#pragma once

#include "core/capture/bpf_program.h"
#include "core/wire/ip_address.h"

#include <utility>

namespace synscope {

class ConnectionFilter {
public:
    /// `program`: compiled for packets that begin with their IP header (LinkType::Raw).
    explicit ConnectionFilter(BpfProgram program) : m_program(std::move(program)) {}

    /// Whether it lets an ACK without data through, of one end or of the other.
    [[nodiscard]] bool passes(const SocketAddress& one, const SocketAddress& other) const;

private:
    BpfProgram m_program;
};

} // namespace synscope
