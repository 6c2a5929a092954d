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
    std::string_view text;      ///< "{}" stands for the side that it is about: "the server"
    std::string_view shortText; ///< as in `text`, without the article
    Side about = Side::Initiator;
};

constexpr std::string_view kMissedText = "Packets that {} sent were not captured; its states and counts may lack "
                                         "something.";
constexpr std::string_view kMissedShort = "{}'s packets missing";

constexpr QualityRule kRules[] = {
    {isOneDirection, "one-direction", QualityTopic::Capture,
     "Only one side's packets were captured; what the other side did is read from the acknowledgements it got.",
     "one direction only"},
    {has<QualityBit::MissedFromInitiator>, "missed-from-a", QualityTopic::Capture, kMissedText, kMissedShort,
     Side::Initiator},
    {has<QualityBit::MissedFromResponder>, "missed-from-b", QualityTopic::Capture, kMissedText, kMissedShort,
     Side::Responder},
    {has<QualityBit::CutHeaders>, "cut-headers", QualityTopic::Capture,
     "The capture cut TCP headers or options short; window scales and timestamps may be unknown.", "headers cut"},
    {isMidstream, "midstream", QualityTopic::Beginning,
     "The capture began after the connection had been opened; window scales are unknown.", "opening not seen"},
    {areRolesGuessed, "roles-guessed", QualityTopic::Roles,
     "No opening was seen, so who opened the connection is a guess.", "roles guessed"},
    {has<QualityBit::ClockBackwards>, "clock-backwards", QualityTopic::Capture,
     "The capture's clock went backwards here; times and the order of packets are uncertain.", "times go backwards"},
    {has<QualityBit::DuplicateFrames>, "duplicate-frames", QualityTopic::Capture,
     "Frames were captured twice, as mirror ports do; the copies count as nothing.", "frames captured twice"},
    {has<QualityBit::SuperSegments>, "super-segments", QualityTopic::Capture,
     "Packets are larger than the network carries: they were captured before the network card split them or after "
     "it joined them, so there were more on the wire.",
     "segments joined"},
};

std::string filledIn(std::string_view words, std::string_view name) {
    std::string text(words);
    if (const std::size_t gap = text.find("{}"); gap != std::string::npos)
        text.replace(gap, 2, name);
    return text;
}

} // namespace

bool isOneDirection(const ConnectionRow& row) {
    const bool oneIsSilent = row.segments[0] == 0 || row.segments[1] == 0;
    return oneIsSilent && row.packets() > std::uint64_t{row.syn} + row.rst;
}

std::vector<QualityNote> qualityOf(const ConnectionRow& row) {
    std::vector<QualityNote> notes;
    for (const QualityRule& rule : kRules) {
        if (!rule.holds(row))
            continue;
        const std::string_view name = theRole(static_cast<Origin>(row.origin), rule.about);
        notes.push_back(
            {rule.key, rule.topic, filledIn(rule.text, name), filledIn(rule.shortText, withoutArticle(name))});
    }
    return notes;
}

} // namespace synscope
