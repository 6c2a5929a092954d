// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/quality.h"

namespace synscope {
namespace {

bool isMidstream(const ConnectionRow& row) {
    return static_cast<Origin>(row.origin) == Origin::Midstream;
}

template <QualityBit Bit>
bool has(const ConnectionRow& row) {
    return row.has(Bit);
}

struct QualityRule {
    bool (*holds)(const ConnectionRow& row);
    QualityNote note;
};

constexpr QualityRule kRules[] = {
    {isOneDirection,
     {"one-direction", "Only one side's packets were captured; what the other side did is read from the "
                       "acknowledgements it got."}},
    {has<QualityBit::MissedFromInitiator>,
     {"missed-from-a", "Packets of the initiator were not captured; its states and counts may lack something."}},
    {has<QualityBit::MissedFromResponder>,
     {"missed-from-b", "Packets of the responder were not captured; its states and counts may lack something."}},
    {has<QualityBit::CutHeaders>,
     {"cut-headers", "The capture cut TCP headers or options short; window scales and timestamps may be unknown."}},
    {isMidstream, {"midstream", "The capture began after the connection had been opened; window scales are unknown."}},
    {[](const ConnectionRow& row) { return row.rolesGuessed != 0; },
     {"roles-guessed", "No opening was seen, so who opened the connection is a guess."}},
    {has<QualityBit::ClockBackwards>,
     {"clock-backwards", "The capture's clock went backwards here; times and the order of packets are uncertain."}},
    {has<QualityBit::DuplicateFrames>,
     {"duplicate-frames", "Frames were captured twice, as mirror ports do; the copies count as nothing."}},
    {has<QualityBit::SuperSegments>,
     {"super-segments", "Packets are larger than the network carries: they were captured before the network card "
                        "split them or after it joined them, so there were more on the wire."}},
};

} // namespace

bool isOneDirection(const ConnectionRow& row) {
    const bool oneIsSilent = row.segments[0] == 0 || row.segments[1] == 0;
    return oneIsSilent && row.packets() > std::uint64_t{row.syn} + row.rst;
}

std::vector<QualityNote> qualityOf(const ConnectionRow& row) {
    std::vector<QualityNote> notes;
    for (const QualityRule& rule : kRules) {
        if (rule.holds(row))
            notes.push_back(rule.note);
    }
    return notes;
}

} // namespace synscope
