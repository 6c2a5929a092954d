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

using Fit = std::array<std::string_view, kMostArguments>; ///< the arguments

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

/// What a sentence says in the language.
struct Reading {
    std::string text;
    std::size_t letters = 0;    ///< that templates have in it as they are, also those inside of arguments
    std::size_t ownLetters = 0; ///< of the outermost template alone
    [[nodiscard]] bool saysMoreThan(const Reading& other) const {
        return letters != other.letters ? letters > other.letters : ownLetters > other.ownLetters;
    }
};

/// An argument may hold what follows it in the template (a file's name has ": " in it), so there can be many ways to
/// read a sentence. The one counts that templates explain most of; of equal ones, that of the shortest first arguments.
class Retelling {
public:
    explicit Retelling(Language language) : m_language(language) {}

    Reading read(std::string_view sentence, int depth) {
        Reading best{std::string(sentence)};
        if (m_language == Language::English || depth == kDeepest)
            return best;
        for (const Phrase& phrase : chineseToldPhrases()) {
            Fit fit;
            eachFit(firstPieceOf(phrase.english), sentence, fit, [&] {
                Reading reading = readAs(phrase, fit, depth);
                if (reading.saysMoreThan(best))
                    best = std::move(reading);
            });
        }
        return best;
    }

private:
    template <typename Visit>
    void eachFit(const Piece& piece, std::string_view sentence, Fit& fit, const Visit& visit) {
        if (!sentence.starts_with(piece.letters))
            return;
        sentence.remove_prefix(piece.letters.size());
        if (!piece.argument) {
            if (sentence.empty())
                visit();
            return;
        }
        std::string_view& argument = fit[*piece.argument];
        const Piece next = firstPieceOf(piece.rest);
        if (!next.argument) {
            argument = sentence.substr(0, sentence.size() - std::min(sentence.size(), next.letters.size()));
            if (!argument.empty() && sentence.ends_with(next.letters))
                visit();
            return;
        }
        std::size_t end = sentence.find(next.letters, 1);
        for (; end != std::string_view::npos && m_tries > 0; end = sentence.find(next.letters, end + 1)) {
            --m_tries;
            argument = sentence.substr(0, end);
            eachFit(next, sentence.substr(end), fit, visit);
        }
    }

    Reading readAs(const Phrase& phrase, const Fit& fit, int depth) {
        Reading reading;
        std::size_t last = 0;
        for (Piece piece = firstPieceOf(phrase.english);; piece = firstPieceOf(piece.rest)) {
            reading.ownLetters += piece.letters.size();
            if (!piece.argument)
                break;
            last = *piece.argument;
        }
        reading.letters = reading.ownLetters;
        Piece piece = firstPieceOf(phrase.chinese);
        for (; piece.argument; piece = firstPieceOf(piece.rest)) {
            const std::string_view words = fit[*piece.argument];
            const Reading argument = *piece.argument == last ? read(words, depth + 1) : readWhole(words);
            reading.letters += argument.letters;
            reading.text.append(piece.letters).append(argument.text);
        }
        reading.text.append(piece.letters);
        return reading;
    }

    /// What stands before the last argument is a name or a few fixed words; a name may look like a sentence.
    static Reading readWhole(std::string_view words) {
        const auto phrases = chineseToldPhrases();
        const auto found =
            std::find_if(phrases.begin(), phrases.end(), [&](const Phrase& phrase) { return phrase.english == words; });
        return found == phrases.end() ? Reading{std::string(words)}
                                      : Reading{std::string(found->chinese), words.size(), words.size()};
    }

    Language m_language;
    int m_tries = 2000; ///< names may be made to have no end of readings
};

} // namespace

std::string told(std::string_view english, std::initializer_list<std::string_view> arguments) {
    return say(Language::English, english, arguments);
}

std::string retold(Language language, std::string_view sentence) {
    return Retelling(language).read(sentence, 0).text;
}

} // namespace synscope
