// SPDX-License-Identifier: Apache-2.0
#include "core/base/language.h"

namespace synscope {

std::optional<Language> languageFromText(std::string_view text) {
    const std::string_view code = text.substr(0, text.find_first_of("_-."));
    if (code == "en")
        return Language::English;
    return code == "zh" ? std::optional(Language::Chinese) : std::nullopt;
}

} // namespace synscope
