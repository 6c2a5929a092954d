// SPDX-License-Identifier: Apache-2.0
#include "core/base/say.h"

#include "core/base/phrases.h"
#include "core/base/told.h"

#include <array>
#include <span>
#include <unordered_map>
#include <vector>

namespace synscope {
namespace {

using Dictionary = std::unordered_map<std::string_view, std::string_view>;

Dictionary makeChinese() {
    const std::array tables{chineseCommonPhrases(),         chineseExplainOpeningPhrases(), chineseExplainDataPhrases(),
                            chineseExplainClosingPhrases(), chineseFindingPhrases(),        chineseDiagramPhrases(),
                            chineseErrorPhrases()};
    Dictionary dictionary;
    for (const std::span<const Phrase> table : tables)
        for (const Phrase& entry : table)
            dictionary.emplace(entry.english, entry.chinese);
    return dictionary;
}

} // namespace

std::string_view templateIn(Language language, std::string_view english) {
    if (language == Language::English)
        return english;
    static const Dictionary chinese = makeChinese(); // constant; made when first asked for
    const auto found = chinese.find(english);
    return found == chinese.end() ? english : found->second;
}

namespace {

std::string filled(std::string_view pattern, std::span<const std::string_view> arguments) {
    std::string text;
    text.reserve(pattern.size());
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool isPlaceholder = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                                   pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
        const auto index = isPlaceholder ? static_cast<std::size_t>(pattern[i + 1] - '0') : arguments.size();
        if (index >= arguments.size()) {
            text += pattern[i];
            continue;
        }
        text += arguments[index];
        i += 2;
    }
    return text;
}

} // namespace

std::string say(Language language, std::string_view english, std::initializer_list<std::string_view> arguments) {
    return filled(templateIn(language, english), arguments);
}

Error errorSaying(std::string_view english, std::initializer_list<std::string_view> arguments) {
    Error error{say(Language::English, english, arguments), {}, {}, english, {}};
    error.arguments.assign(arguments.begin(), arguments.end());
    return error;
}

std::string messageIn(Language language, const Error& error) {
    if (error.english.empty())
        return retold(language, error.message);
    std::vector<std::string_view> arguments;
    for (const std::string& argument : error.arguments)
        arguments.push_back(templateIn(language, argument));
    return filled(templateIn(language, error.english), arguments);
}

} // namespace synscope
