// SPDX-License-Identifier: Apache-2.0
//
// The options of a TCP header (RFC 9293, section 3.1): those that matter for tracking.
#pragma once

#include "core/wire/segment.h"

#include <cstddef>
#include <span>

namespace synscope {

/// Reads the options area as far as it was captured; `options` has its defaults before. `cut` says that the
/// area goes on beyond `area`.
void readTcpOptions(std::span<const std::byte> area, bool cut, TcpOptions& options);

} // namespace synscope
