// SPDX-License-Identifier: Apache-2.0
//
// What to look for, by the kind of finding: the last column of docs/findings.md, for those that want action or a look.
#pragma once

#include <string_view>

namespace synscope {

/// A sentence or two; empty for notes.
[[nodiscard]] std::string_view issueAdvice(std::string_view kind);

} // namespace synscope
