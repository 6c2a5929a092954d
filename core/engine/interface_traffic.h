// SPDX-License-Identifier: Apache-2.0
//
// How many packets the interfaces of this machine have carried, as the kernel counts them (/proc/net/dev).
#pragma once

#include "core/store/live_capture.h"

#include <string_view>
#include <vector>

namespace synscope {

/// See CountTraffic. Empty where the kernel has no such table. Needs no privilege.
[[nodiscard]] std::vector<InterfaceTraffic> interfaceTraffic();

/// The table's text; lines that are no interface are left out. "any" is the sum of all, as libpcap's pseudo-interface
/// would see them, and comes last.
[[nodiscard]] std::vector<InterfaceTraffic> parseInterfaceTraffic(std::string_view table);

} // namespace synscope
