// SPDX-License-Identifier: Apache-2.0
//
// Sentences that are made where nobody knows the reader's language: by readers of files, by workers, by the capturing
// program. They are English texts, which say again, in whatever language, what template they were made from.
#pragma once

#include "core/base/say.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace synscope {

/// The template in English, as say() fills it.
[[nodiscard]] std::string told(std::string_view english, std::initializer_list<std::string_view> arguments = {});

/// A sentence that told() made, in the language; so are arguments that are such sentences. As it is where no template
/// fits. Cost: the table's length; for what a reader sees.
[[nodiscard]] std::string retold(Language language, std::string_view sentence);

} // namespace synscope
