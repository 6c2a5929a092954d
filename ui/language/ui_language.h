// SPDX-License-Identifier: Apache-2.0
//
// The language the window speaks: what the user chose, and the translators that make it so. Texts that core makes
// are asked for in spokenLanguage(). Only on the thread of the window.
#pragma once

#include "core/base/language.h"

#include <QString>

#include <cstdint>
#include <string>

namespace synscope::ui {

enum class LanguageChoice : std::uint8_t { System, English, Chinese };

/// What the settings hold; System where they hold nothing.
[[nodiscard]] LanguageChoice languageChoice();
void keepLanguageChoice(LanguageChoice choice);

/// System is the first language of the desktop that the program speaks, else English.
[[nodiscard]] Language languageOf(LanguageChoice choice);

/// Makes the application speak it, from the next text on: texts that widgets hold stay as they are. Qt's own dialogs
/// follow where its translations are installed.
void speak(Language language);

/// The language last made to speak; English where its translations were not built in.
[[nodiscard]] Language spokenLanguage();

/// The error's message in that language.
[[nodiscard]] QString messageOf(const Error& error);
/// A sentence that core made without knowing the language; see retold().
[[nodiscard]] QString messageOf(const std::string& sentence);

} // namespace synscope::ui
