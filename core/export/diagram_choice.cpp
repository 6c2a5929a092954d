// SPDX-License-Identifier: Apache-2.0
#include "core/export/diagram_choice.h"

#include "core/diagram/ladder_text.h"
#include "core/explain/explain.h"
#include "core/export/anonymised_detail.h"
#include "core/store/detail_part.h"

#include <string>
#include <utility>
#include <vector>

namespace synscope {
namespace {

/// The cards that stand within the part, at their places in it.
LadderCards cardsWithin(const LadderCards& all, const SegmentPart& part) {
    std::vector<LadderCard> cards;
    for (LadderCard card : *all) {
        const std::size_t least = part.first == 0 ? 0 : part.first + 1; // a card stands behind the segment it tells of
        if (card.isAtEnd ? part.last + 1 < part.of : card.next < least || card.next > part.last + 1)
            continue;
        card.next -= card.isAtEnd ? 0 : part.first;
        cards.push_back(std::move(card));
    }
    return std::make_shared<const std::vector<LadderCard>>(std::move(cards));
}

} // namespace

Result<ChosenDiagram> chooseDiagram(const ConnectionDetail& detail, const DiagramChoice& choice,
                                    AnonymisedAddresses& addresses) {
    const std::size_t count = detail.segments.size();
    if (choice.segments.first > 0 && choice.segments.first >= count)
        return Error{"the connection has no segment " + groupedNumber(choice.segments.first + 1) + ": it has " +
                         groupedNumber(count) + ", counted from 1",
                     std::nullopt, std::nullopt};
    const ConnectionDetail whole = choice.anonymises ? anonymisedDetail(detail, addresses) : detail;
    ChosenDiagram chosen;
    chosen.shown = choice.shown;
    if (choice.explains)
        chosen.cards = cardsOf(explain(whole, {choice.language}));
    chosen.detail =
        std::make_shared<const ConnectionDetail>(detailPart(whole, choice.segments.first, choice.segments.last));
    if (chosen.cards && chosen.detail->part)
        chosen.cards = cardsWithin(chosen.cards, *chosen.detail->part);
    return chosen;
}

} // namespace synscope
