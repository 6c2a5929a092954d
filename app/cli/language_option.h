// SPDX-License-Identifier: Apache-2.0
//
// The language of what a subcommand writes for people. Without the option it is English, whatever the locale, so that
// scripts read the same everywhere.
#pragma once

#include "app/cli/arguments.h"
#include "core/base/language.h"

namespace synscope::cli {

/// --language CODE.
[[nodiscard]] Option languageOption();
/// English where the command has no such option.
[[nodiscard]] Language languageOf(const Arguments& arguments);

} // namespace synscope::cli
