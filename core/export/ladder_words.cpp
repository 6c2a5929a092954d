// SPDX-License-Identifier: Apache-2.0
#include "core/export/ladder_words.h"

namespace synscope {

std::array<std::optional<State>, 2> statesBegunBy(const ConnectionDetail& detail, const LadderRow& row) {
    std::array<std::optional<State>, 2> begun;
    if (row.segmentCount == 0)
        return begun;
    const auto& segments = detail.segments;
    const auto& before = row.firstSegment > 0 ? segments[row.firstSegment - 1].stateAfter : detail.initialState;
    const auto& after = segments[row.firstSegment + row.segmentCount - 1].stateAfter;
    for (std::size_t side = 0; side < 2; ++side) {
        if (after[side] != before[side])
            begun[side] = after[side];
    }
    return begun;
}

std::array<std::optional<State>, 2> statesBegunAtEnd(const ConnectionDetail& detail) {
    std::array<std::optional<State>, 2> begun;
    const auto& before = detail.segments.empty() ? detail.initialState : detail.segments.back().stateAfter;
    for (std::size_t side = 0; side < 2; ++side) {
        if (detail.endpoint[side].state != before[side])
            begun[side] = detail.endpoint[side].state;
    }
    return begun;
}

std::string segmentWords(const DetailSegment& segment) {
    const SegmentLabel label = segmentLabel(segment, true, [](const SegmentLabel&) { return true; });
    std::string words = label.flags;
    if (!label.marks.empty())
        words += " (" + label.marks + ")";
    if (!label.figures.empty())
        words += ' ' + label.figures;
    return words;
}

std::string oneLine(const std::string& text) {
    std::string line;
    for (const char c : text) {
        if (c == '\n')
            line += ", ";
        else
            line += c;
    }
    return line;
}

std::string timeWords(const ConnectionDetail& detail, const DetailSegment& segment) {
    return secondsText(segment.time - detail.segments.front().time) + " s";
}

bool isDiscarded(const DetailSegment& segment) {
    return segment.marks.has(Mark::Stale) || segment.marks.has(Mark::Discarded);
}

bool isRepeated(const DetailSegment& segment) {
    return segment.marks.has(Mark::Retransmission) || segment.marks.has(Mark::DuplicateFrame);
}

} // namespace synscope
