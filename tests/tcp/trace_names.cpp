// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/trace_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace synscope::test {
namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view name) {
    throw std::invalid_argument("unknown " + std::string(what) + ": " + std::string(name));
}

State stateNamed(std::string_view name) {
    for (std::size_t i = 0; i < kStateCount; ++i) {
        if (toText(static_cast<State>(i)) == name)
            return static_cast<State>(i);
    }
    refuse("state", name);
}

} // namespace

std::vector<State> statesNamed(std::string_view names) {
    std::vector<State> states;
    for (std::size_t from = 0; from <= names.size();) {
        const std::size_t to = std::min(names.find_first_of("|,", from), names.size());
        states.push_back(stateNamed(names.substr(from, to - from)));
        from = to + 1;
    }
    return states;
}

std::string toPipedText(State likeliest, StateSet possible) {
    std::string text(toText(likeliest));
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        if (state != likeliest && possible.has(state))
            text += "|" + std::string(toText(state));
    }
    return text;
}

Mark markNamed(std::string_view name) {
    for (int bit = 0; bit < kMarkCount; ++bit) {
        const auto mark = static_cast<Mark>(1U << bit);
        if (toText(mark) == name)
            return mark;
    }
    refuse("mark", name);
}

std::string toText(Marks marks) {
    std::string text;
    for (int bit = 0; bit < kMarkCount; ++bit) {
        const auto mark = static_cast<Mark>(1U << bit);
        if (marks.has(mark))
            text += (text.empty() ? "" : ", ") + std::string(toText(mark));
    }
    return text.empty() ? "none" : text;
}

void requireIncidentName(std::string_view name) {
    for (int kind = 0; kind < kIncidentKindCount; ++kind) {
        if (toText(static_cast<IncidentKind>(kind)) == name)
            return;
    }
    refuse("incident", name);
}

std::string_view toText(ReuseReason reason) {
    static constexpr std::array<std::string_view, 7> kNames{
        "none", "after-close", "after-reset", "higher-isn", "newer-timestamp", "answered-syn", "next-attempt"};
    return kNames.at(static_cast<std::size_t>(reason));
}

QualityBit qualityNamed(std::string_view name, bool clientOpened) {
    if (name == "missed-from-client")
        return clientOpened ? QualityBit::MissedFromInitiator : QualityBit::MissedFromResponder;
    if (name == "missed-from-server")
        return clientOpened ? QualityBit::MissedFromResponder : QualityBit::MissedFromInitiator;
    if (name == "duplicate-frames")
        return QualityBit::DuplicateFrames;
    if (name == "cut-headers")
        return QualityBit::CutHeaders;
    if (name == "super-segments")
        return QualityBit::SuperSegments;
    if (name == "clock-backwards")
        return QualityBit::ClockBackwards;
    refuse("quality", name);
}

std::uint64_t counterNamed(const std::string& name, const Snapshot& snapshot, const ConnectionRow& row, Side side) {
    using PerSide = AnomalyCounters::PerSide;
    static const std::map<std::string, std::uint32_t PerSide::*> kFields{
        {"retransmissions", &PerSide::retransmissions}, {"outOfOrder", &PerSide::outOfOrder},
        {"duplicateAcks", &PerSide::duplicateAcks},     {"zeroWindows", &PerSide::zeroWindows},
        {"keepAlives", &PerSide::keepAlives},           {"lostSegments", &PerSide::lostSegments},
        {"staleSegments", &PerSide::staleSegments},
    };
    const auto s = static_cast<std::size_t>(side);
    if (name == "bytes")
        return row.bytes[s];
    if (name == "segments")
        return row.segments[s];
    const auto field = kFields.find(name);
    if (field == kFields.end())
        refuse("counter", name);
    return row.anomalies == kNoAnomaly ? 0 : snapshot.anomalies[indexOf(row.anomalies)].side[s].*field->second;
}

std::size_t numberAfter(char letter, const std::string& word) {
    if (word.size() < 2 || word[0] != letter)
        throw std::invalid_argument("not " + std::string(1, letter) + " and a number: " + word);
    return std::stoul(word.substr(1));
}

} // namespace synscope::test
