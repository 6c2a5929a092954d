// SPDX-License-Identifier: Apache-2.0
//
// Texts for people in their language. The English template is the key, as with gettext; the Chinese ones stand in
// tables of core/base/chinese_*.cpp, which tests/check_words.py holds to the templates in the code. No locale and no
// global: whoever wants a text says in which language.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace synscope {

enum class Language : std::uint8_t { English, Chinese };

/// The template in the language, its placeholders {0} to {9} replaced by `arguments`; in English where it has no
/// translation. A template is a whole sentence or label, since the order of words differs. A placeholder without an
/// argument stays as it is.
[[nodiscard]] std::string say(Language language, std::string_view english,
                              std::initializer_list<std::string_view> arguments = {});

/// The template in the language, its placeholders untouched.
[[nodiscard]] std::string_view templateIn(Language language, std::string_view english);

/// An Error whose message is the template, in English; `english` must last.
[[nodiscard]] Error errorSaying(std::string_view english, std::initializer_list<std::string_view> arguments = {});
/// The error's message in the language; retold() where it was made without a template. So are arguments that are
/// templates themselves.
[[nodiscard]] std::string messageIn(Language language, const Error& error);

/// Marks a template that stands in a table and reaches say() later, so that it is found for translation.
[[nodiscard]] constexpr std::string_view phrase(std::string_view english) {
    return english;
}

} // namespace synscope
