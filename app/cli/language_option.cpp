// SPDX-License-Identifier: Apache-2.0
#include "app/cli/language_option.h"

namespace synscope::cli {

Option languageOption() {
    return {.name = "--language",
            .valueName = "CODE",
            .help = "the language of its words",
            .kind = ValueKind::Choice,
            .choices = {"en", "zh_CN"},
            .defaultValue = "en"};
}

Language languageOf(const Arguments& arguments) {
    return languageFromText(arguments.text("--language")).value_or(Language::English);
}

} // namespace synscope::cli
