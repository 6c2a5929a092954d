// SPDX-License-Identifier: Apache-2.0
//
// Words and marks that the parts of an issue report share.
#pragma once

#include "core/base/time.h"

#include <string>

namespace synscope {

/// "2026-11-23 17:09:11.402 UTC".
[[nodiscard]] std::string issueDate(Timestamp time);
/// Set as it is; a grave accent would end it.
[[nodiscard]] std::string issueCode(const std::string& text);

} // namespace synscope
