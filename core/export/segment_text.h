// SPDX-License-Identifier: Apache-2.0
//
// The names of a segment's flags and marks, in the order people expect them, for every text format.
#pragma once

#include "core/tcp/marks.h"
#include "core/wire/segment.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace synscope {

/// Calls `use(name)` for each flag that is set: "SYN" before "ACK" as in "SYN,ACK".
template <typename Use>
void forEachFlag(TcpFlags flags, Use use) {
    constexpr std::array<std::pair<TcpFlag, std::string_view>, 9> kFlags{{
        {TcpFlag::Syn, "SYN"},
        {TcpFlag::Fin, "FIN"},
        {TcpFlag::Rst, "RST"},
        {TcpFlag::Psh, "PSH"},
        {TcpFlag::Ack, "ACK"},
        {TcpFlag::Urg, "URG"},
        {TcpFlag::Ece, "ECE"},
        {TcpFlag::Cwr, "CWR"},
        {TcpFlag::Ae, "AE"},
    }};
    for (const auto& [flag, name] : kFlags)
        if (flags.has(flag))
            use(name);
}

/// Calls `use(name)` for each mark, as toText(Mark) names it.
template <typename Use>
void forEachMark(Marks marks, Use use) {
    for (int bit = 0; bit < kMarkCount; ++bit) {
        const auto mark = static_cast<Mark>(1U << bit);
        if (marks.has(mark))
            use(toText(mark));
    }
}

} // namespace synscope
