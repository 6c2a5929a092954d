// SPDX-License-Identifier: Apache-2.0
//
// The names of the languages that say() knows, for options and settings.
#pragma once

#include "core/base/say.h"

#include <optional>
#include <string_view>

namespace synscope {

/// "en" or "zh_CN", as options and file names write it, and as locales do: "zh", "zh-CN", "zh_CN.UTF-8". Empty for
/// anything else.
[[nodiscard]] std::optional<Language> languageFromText(std::string_view text);

} // namespace synscope
