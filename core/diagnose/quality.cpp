// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/quality.h"

#include "core/diagnose/words.h"

namespace synscope {
namespace {

bool isMidstream(const ConnectionRow& row) {
    return static_cast<Origin>(row.origin) == Origin::Midstream;
}

bool areRolesGuessed(const ConnectionRow& row) {
    return row.rolesGuessed != 0;
}

template <QualityBit Bit>
bool has(const ConnectionRow& row) {
    return row.has(Bit);
}

struct QualityRule {
    bool (*holds)(const ConnectionRow& row);
    std::string_view key;
    QualityTopic topic;
    std::string_view text;      ///< "{0}" stands for the side that it is about: "the server"
    std::string_view shortText; ///< as in `text`, without the article
    Side about = Side::Initiator;
};

constexpr std::string_view kMissedText =
    phrase("Packets that {0} sent were not captured; its states and counts may lack something.");
constexpr std::string_view kMissedShort = phrase("{0}'s packets missing");

constexpr QualityRule kRules[] = {
    {isOneDirection, "one-direction", QualityTopic::Capture,
     phrase("Only one side's packets were captured; what the other side did is read from the acknowledgements it got."),
     phrase("one direction only")},
    {has<QualityBit::MissedFromInitiator>, "missed-from-a", QualityTopic::Capture, kMissedText, kMissedShort,
     Side::Initiator},
    {has<QualityBit::MissedFromResponder>, "missed-from-b", QualityTopic::Capture, kMissedText, kMissedShort,
     Side::Responder},
    {has<QualityBit::CutHeaders>, "cut-headers", QualityTopic::Capture,
     phrase("The capture cut TCP headers or options short; window scales and timestamps may be unknown."),
     phrase("headers cut")},
    {isMidstream, "midstream", QualityTopic::Beginning,
     phrase("The capture began after the connection had been opened; window scales are unknown."),
     phrase("opening not seen")},
    {areRolesGuessed, "roles-guessed", QualityTopic::Roles,
     phrase("No opening was seen, so who opened the connection is a guess."), phrase("roles guessed")},
    {has<QualityBit::ClockBackwards>, "clock-backwards", QualityTopic::Capture,
     phrase("The capture's clock went backwards here; times and the order of packets are uncertain."),
     phrase("times go backwards")},
    {has<QualityBit::DuplicateFrames>, "duplicate-frames", QualityTopic::Capture,
     phrase("Frames were captured twice, as mirror ports do; the copies count as nothing."),
     phrase("frames captured twice")},
    {has<QualityBit::SuperSegments>, "super-segments", QualityTopic::Capture,
     phrase(
         "Packets are larger than the network carries: they were captured before the network card split them or after "
         "it joined them, so there were more on the wire."),
     phrase("segments joined")},
};

} // namespace

bool isOneDirection(const ConnectionRow& row) {
    const bool oneIsSilent = row.segments[0] == 0 || row.segments[1] == 0;
    return oneIsSilent && row.packets() > std::uint64_t{row.syn} + row.rst;
}

std::vector<QualityNote> qualityOf(const ConnectionRow& row, Language language) {
    std::vector<QualityNote> notes;
    for (const QualityRule& rule : kRules) {
        if (!rule.holds(row))
            continue;
        const std::string_view name = theRole(static_cast<Origin>(row.origin), rule.about);
        notes.push_back({rule.key, rule.topic, say(language, rule.text, {templateIn(language, name)}),
                         say(language, rule.shortText, {templateIn(language, withoutArticle(name))})});
    }
    return notes;
}

} // namespace synscope
