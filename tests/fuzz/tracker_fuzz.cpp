// SPDX-License-Identifier: Apache-2.0
//
// Any segments in any order, the clock and the kernel between them: what the tracker promises has to hold, and whoever
// tracks the same again, at once, in two halves or one 4-tuple alone, has to come to the same.
#include "core/tcp/transitions.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/segment_script.h"
#include "tests/store/first_pass.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace synscope::test {
namespace {

/// What kernel_watch.cpp would tell the tracker.
bool isNews(const ConnectionRow& row, const KernelWord& word) {
    constexpr Duration kReadingTakes = std::chrono::milliseconds(200);
    const State thought = row.stateOf(word.side);
    const bool isOver = thought == State::Closed && row.possibleOf(word.side).isCertain();
    const bool isOfClocks = (word.says == State::TimeWait && thought == State::Closed) ||
                            (word.says == State::Closed && thought == State::TimeWait);
    const bool isBesidePacket = row.packets() > 0 && row.last + kReadingTakes > word.when;
    return row.isKnownToKernel(word.side) && !isOver && word.says != thought && !isOfClocks && !isBesidePacket;
}

/// Plays a script, piece by piece.
class Player {
public:
    void play(std::span<const ScriptStep> steps) {
        for (const ScriptStep& step : steps)
            std::visit([this](const auto& one) { take(one); }, step);
    }
    [[nodiscard]] FirstPass& pass() { return m_pass; }

private:
    void take(const Segment& segment) { m_pass.track(segment); }
    void take(const ClockStep& step) { m_pass.advance(step.now); }
    /// The table is read before the first packet.
    void take(const KnownConnection& known) {
        if (!m_pass.segments().empty())
            return;
        if (const ConnectionId id = m_pass.addKnown(known); id != kNoConnection)
            m_known.push_back(id);
    }
    void take(const KernelWord& word) {
        if (m_known.empty())
            return;
        const ConnectionId id = m_known[word.connection % m_known.size()];
        if (isNews(m_pass.table().row(id), word))
            m_pass.heedKernel(id, word.side, word.says, word.when);
    }

    FirstPass m_pass;
    std::vector<ConnectionId> m_known;
};

bool isInTable(const Transition& transition) {
    return std::any_of(kTransitionRules.begin(), kTransitionRules.end(), [&](const TransitionRule& rule) {
        return rule.from == transition.from() && rule.to == transition.to();
    });
}

/// A listener that refuses, or opens itself, was none: LISTEN becomes CLOSED without a transition.
bool follows(State before, State after) {
    return before == after || (before == State::Listen && after == State::Closed);
}

void checkTransition(const Transition& transition, std::size_t segments) {
    const bool isBeginning = transition.from() == State::Unknown;
    require(isBeginning || transition.basis() == Basis::Kernel || isInTable(transition),
            "every transition is in the table, or the kernel's");
    const auto isThere = [segments](SegmentId id) { return id == kNoSegment || indexOf(id) < segments; };
    require(isThere(transition.segment()), "the packet that caused a transition is there");
    require(isThere(transition.proof()), "the packet that proves a transition is there");
    const bool wantsPacket = transition.basis() == Basis::Sent || transition.basis() == Basis::Received;
    require(!wantsPacket || transition.segment() != kNoSegment, "a transition has the packet it rests on");
}

/// Transitions of one connection; returns how many.
std::size_t checkConnection(const FlowTable& table, ConnectionId id, std::size_t segments) {
    const ConnectionRow& row = table.row(id);
    std::size_t count = 0;
    std::array<std::optional<Transition>, 2> after{}; // the newest first
    for (TransitionId t = row.lastTransition; t != kNoTransition; ++count) {
        const Transition transition = table.transitions()[indexOf(t)];
        t = transition.previous();
        checkTransition(transition, segments);
        if (transition.isDisproved())
            continue;
        const auto side = static_cast<std::size_t>(transition.side());
        const std::optional<Transition> later = std::exchange(after[side], transition);
        require(follows(transition.to(), later ? later->from() : row.state[side]), "states follow each other");
        require(!later || transition.timeNs() <= later->timeNs(), "an end never goes back in time");
    }
    for (const Side side : {Side::Initiator, Side::Responder})
        require(row.possibleOf(side).has(row.stateOf(side)), "the likeliest state is a possible one");
    return count;
}

void checkTable(const FirstPass& pass) {
    const FlowTable& table = pass.table();
    const std::size_t segments = pass.segments().size();
    std::uint64_t packets = 0;
    std::size_t transitions = 0;
    for (std::uint32_t i = 0; i < table.rows().size(); ++i) {
        packets += table.row(ConnectionId{i}).packets();
        transitions += checkConnection(table, ConnectionId{i}, segments);
    }
    require(packets == segments, "every segment is one connection's");
    require(transitions == table.transitions().size(), "every transition is one connection's");
    for (std::size_t i = 0; i < table.incidents().size(); ++i)
        require(indexOf(table.incidents()[i].segment) < segments || table.incidents()[i].segment == kNoSegment,
                "the packet of an incident is there");
}

/// What a reader saw then.
std::string statesOf(const Snapshot& snapshot) {
    std::string text;
    for (const ConnectionId id : snapshot.connections())
        for (const Side side : {Side::Initiator, Side::Responder})
            text += std::to_string(snapshot.row(id).packets()) +
                    toText(snapshot.row(id).stateOf(side), snapshot.row(id).possibleOf(side)) + " ";
    return text;
}

void checkAgainstHalves(const std::vector<ScriptStep>& steps, const std::string& atOnce) {
    const std::span<const ScriptStep> all(steps);
    Player player;
    player.play(all.first(all.size() / 2));
    const Snapshot half = player.pass().snapshot();
    const std::string then = statesOf(half);
    player.play(all.subspan(all.size() / 2));
    require(statesOf(half) == then, "what a reader holds stays as it is");
    require(rowsOf(player.pass()) == atOnce, "two halves make the whole");
}

} // namespace
} // namespace synscope::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope::test;
    FuzzInput input(data, size);
    const std::vector<ScriptStep> steps = readScript(input);
    Player player;
    player.play(steps);
    checkTable(player.pass());
    const std::vector<std::string> differences = rowDisagreements(player.pass());
    require(differences.empty(), "replay of a 4-tuple says what the first pass said:\n" +
                                     (differences.empty() ? std::string() : differences.front()));
    checkAgainstHalves(steps, rowsOf(player.pass()));
    return 0;
}
