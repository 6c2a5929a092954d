// SPDX-License-Identifier: Apache-2.0
//
// The answer of `synscope-capture --list`.
#pragma once

#include "app/capture/options.h"
#include "core/capture/live_interfaces.h"

#include <span>
#include <string>
#include <string_view>

namespace synscope::helper {

/// One JSON array, a JSON object a line, or a table for people.
[[nodiscard]] std::string interfaceList(std::span<const InterfaceFacts> interfaces, ListFormat format,
                                        std::string_view permissionHint);

} // namespace synscope::helper
