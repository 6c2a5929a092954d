// SPDX-License-Identifier: Apache-2.0
#include "core/base/told.h"

#include "core/base/phrases.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostArguments = 10;
constexpr int kDeepest = 4; ///< sentences inside of sentences

struct Fit {
    std::array<std::string_view, kMostArguments> arguments{};
    std::size_t letters = 0; ///< of the template that are in the sentence as they are
};

/// The template up to its next placeholder; what follows the placeholder and its number, if there is one.
struct Piece {
    std::string_view letters;
    std::optional<std::size_t> argument;
    std::string_view rest;
};

Piece firstPieceOf(std::string_view pattern) {
    for (std::size_t i = 0; i + 2 < pattern.size(); ++i) {
        if (pattern[i] == '{' && pattern[i + 2] == '}' && pattern[i + 1] >= '0' && pattern[i + 1] <= '9')
            return {pattern.substr(0, i), static_cast<std::size_t>(pattern[i + 1] - '0'), pattern.substr(i + 3)};
    }
    return {pattern, std::nullopt, {}};
}

/// Each argument ends where the letters after it come first, the last where the sentence's end fits.
std::optional<Fit> fitOf(std::string_view pattern, std::string_view sentence) {
    Piece piece = firstPieceOf(pattern);
    if (!sentence.starts_with(piece.letters))
        return std::nullopt;
    Fit fit{.letters = piece.letters.size()};
    sentence.remove_prefix(piece.letters.size());
    while (piece.argument) {
        const std::size_t argument = *piece.argument;
        piece = firstPieceOf(piece.rest);
        const bool isLast = !piece.argument;
        if (isLast && !sentence.ends_with(piece.letters))
            return std::nullopt;
        const std::size_t end = isLast ? sentence.size() - piece.letters.size() : sentence.find(piece.letters);
        if (end == std::string_view::npos || end == 0)
            return std::nullopt;
        fit.arguments[argument] = sentence.substr(0, end);
        fit.letters += piece.letters.size();
        sentence.remove_prefix(end + piece.letters.size());
    }
    return sentence.empty() ? std::optional(fit) : std::nullopt;
}

std::string retoldWithin(Language language, std::string_view sentence, int depth) {
    if (language == Language::English || depth == kDeepest)
        return std::string(sentence);
    const Phrase* best = nullptr;
    Fit bestFit;
    for (const Phrase& phrase : chineseToldPhrases()) {
        const std::optional<Fit> fit = fitOf(phrase.english, sentence);
        if (fit && (best == nullptr || fit->letters > bestFit.letters)) {
            best = &phrase;
            bestFit = *fit;
        }
    }
    if (best == nullptr)
        return std::string(sentence);
    std::string text;
    Piece piece = firstPieceOf(best->chinese);
    for (; piece.argument; piece = firstPieceOf(piece.rest))
        text.append(piece.letters).append(retoldWithin(language, bestFit.arguments[*piece.argument], depth + 1));
    return text.append(piece.letters);
}

} // namespace

std::string told(std::string_view english, std::initializer_list<std::string_view> arguments) {
    return say(Language::English, english, arguments);
}

std::string retold(Language language, std::string_view sentence) {
    return retoldWithin(language, sentence, 0);
}

} // namespace synscope
