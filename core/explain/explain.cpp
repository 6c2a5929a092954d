// SPDX-License-Identifier: Apache-2.0
#include "core/explain/explain.h"

#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

namespace synscope {
namespace {

using Chapter = void (*)(const Story&, Explanations&);

/// In the order in which things of one step are told.
constexpr std::array kChapters{
    tellCapture,        tellOpeningTrouble, tellOpening,         tellAgreement,  tellPorts,
    tellLateSegments,   tellData,           tellRetransmissions, tellWaiting,    tellClosing,
    tellClosingTrouble, tellTimeWait,       tellResets,          tellChallenges, tellEnd,
};

constexpr std::size_t kCardColumns = 230; ///< a second sentence only where both have room in that

/// Letters of the text; Chinese ones are twice as wide.
std::size_t columnsOf(std::string_view text) {
    std::size_t columns = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80U)
            ++columns;
        else if (byte >= 0xe3U)
            columns += 2;
    }
    return columns;
}

LadderCard cardOf(const Explanation& explanation) {
    LadderCard card;
    card.isAtEnd = explanation.place == StepPlace::End;
    card.next = explanation.place == StepPlace::Segment ? explanation.segment + 1 : 0;
    card.side = explanation.side.value_or(Side::Initiator);
    card.title = explanation.title;
    for (const std::string& sentence : explanation.sentences) {
        if (!card.body.empty() && columnsOf(card.body) + columnsOf(sentence) > kCardColumns)
            break;
        // Chinese sentences stand side by side without a space.
        const bool isAscii = card.body.empty() || static_cast<unsigned char>(card.body.back()) < 0x80U;
        card.body += (card.body.empty() || !isAscii ? "" : " ") + sentence;
    }
    return card;
}

} // namespace

std::vector<Explanation> explain(const ConnectionDetail& detail, const ExplainOptions& options) {
    const Story story(detail, options.language);
    Explanations told;
    for (const Chapter tell : kChapters)
        tell(story, told);
    std::stable_sort(told.begin(), told.end(), [](const Explanation& a, const Explanation& b) {
        return std::tuple(a.place, a.segment) < std::tuple(b.place, b.segment);
    });
    return told;
}

std::optional<std::size_t> explanationOf(const std::vector<Explanation>& explanations, std::size_t segment) {
    const auto after = std::partition_point(explanations.begin(), explanations.end(), [segment](const Explanation& e) {
        return e.place == StepPlace::Beginning || (e.place == StepPlace::Segment && e.segment <= segment);
    });
    if (after == explanations.begin())
        return std::nullopt;
    auto found = std::prev(after);
    while (found != explanations.begin() && std::prev(found)->place == StepPlace::Segment &&
           std::prev(found)->segment == found->segment && found->place == StepPlace::Segment)
        --found; // several belong to one step: the first of them
    return static_cast<std::size_t>(found - explanations.begin());
}

LadderCards cardsOf(const std::vector<Explanation>& explanations) {
    auto cards = std::make_shared<std::vector<LadderCard>>();
    for (const Explanation& explanation : explanations)
        cards->push_back(cardOf(explanation));
    return cards;
}

std::vector<KnowledgeLine> knowledgeLines(const ConnectionDetail& detail, const Explanation& explanation,
                                          Language language) {
    std::vector<KnowledgeLine> lines;
    if (!explanation.knows)
        return lines;
    const std::array<Knowledge, 2>& knows = *explanation.knows;
    for (std::size_t side = 0; side < 2; ++side) {
        const std::string who = say(language, theRole(detail, static_cast<Side>(side)));
        lines.push_back({say(language, "{0} can send", {who}), {knows[0].canSend[side], knows[1].canSend[side]}});
        lines.push_back({say(language, "{0} can hear", {who}), {knows[0].canHear[side], knows[1].canHear[side]}});
    }
    lines.push_back({say(language, "the path works both ways"), {knows[0].pathWorks(), knows[1].pathWorks()}});
    return lines;
}

std::string explanationText(const ConnectionDetail& detail, const Explanation& explanation, Language language) {
    std::string text = explanation.title + '\n';
    for (const std::string& sentence : explanation.sentences)
        text += sentence + '\n';
    const std::array<std::string, 2> who{say(language, theRole(detail, Side::Initiator)),
                                         say(language, theRole(detail, Side::Responder))};
    for (const KnowledgeLine& line : knowledgeLines(detail, explanation, language)) {
        if (line.known[0] && line.known[1])
            text += say(language, "{0}: both know it", {line.fact}) + '\n';
        else if (line.known[0] || line.known[1])
            text += say(language, "{0}: only {1} knows it", {line.fact, who[line.known[0] ? 0 : 1]}) + '\n';
        else
            text += say(language, "{0}: nobody knows it yet", {line.fact}) + '\n';
    }
    for (const AgreedTerm& term : explanation.agreed)
        text += term.name + ": " + who[0] + ' ' + term.offered[0] + ", " + who[1] + ' ' + term.offered[1] +
                (term.outcome.empty() ? "" : " (" + term.outcome + ")") + '\n';
    if (!explanation.rfc.empty())
        text += std::string(explanation.rfc) + '\n';
    return text;
}

} // namespace synscope
