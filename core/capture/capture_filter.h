// SPDX-License-Identifier: Apache-2.0
//
// Capture filters in the language of libpcap (pcap-filter(7)), compiled without an interface being opened: needs no
// privilege. Compiling looks up the host names in a filter, if there are any.
#pragma once

#include "core/base/result.h"
#include "core/wire/packet.h"

#include <optional>
#include <string>

namespace synscope {

/// What libpcap has against the filter; empty when it compiles for packets of this link type.
[[nodiscard]] std::optional<std::string> filterFault(const std::string& filter, LinkType link);

/// The filter as BpfProgram::parse() takes it; what libpcap has against it where it does not compile.
[[nodiscard]] Result<std::string> compiledFilter(const std::string& filter, LinkType link);

} // namespace synscope
