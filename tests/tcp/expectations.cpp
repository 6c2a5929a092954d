// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/expectations.h"

#include "tests/tcp/trace_names.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace synscope::test {
namespace {

using Words = std::vector<std::string>;

/// Whether it holds, and what was there, in words.
struct Outcome {
    bool holds = false;
    std::string found;
};

/// One line's question and where to look.
struct Question {
    const Snapshot& snapshot;
    std::span<const SegmentFate> fates;
    Words words; ///< behind the keyword
    std::optional<ConnectionId> only;

    [[nodiscard]] const std::string& word(std::size_t i) const {
        if (i >= words.size())
            throw std::invalid_argument("a word is missing");
        return words[i];
    }
    [[nodiscard]] ConnectionId connection() const {
        const std::size_t count = snapshot.size();
        if (count == 0 || (only && indexOf(*only) >= count))
            throw std::invalid_argument("there are " + std::to_string(count) + " connections");
        return only ? *only : ConnectionId{static_cast<std::uint32_t>(count - 1)};
    }
    [[nodiscard]] ConnectionRow row() const { return snapshot.row(connection()); }
    /// The client's address is the lower one.
    [[nodiscard]] Side sideOf(const std::string& name, const ConnectionRow& of) const {
        if (name != "client" && name != "server")
            throw std::invalid_argument("neither client nor server: " + name);
        return (name == "client") == (of.initiatorIsLow != 0) ? Side::Initiator : Side::Responder;
    }
    [[nodiscard]] const SegmentFate& fateOf(const std::string& number) const {
        const std::size_t k = numberAfter('#', number);
        if (k == 0 || k > fates.size())
            throw std::invalid_argument("no such segment: " + number);
        return fates[k - 1];
    }
};

std::string stateText(const Question& question, const ConnectionRow& row, Side side) {
    std::string text = toPipedText(row.stateOf(side), row.possibleOf(side));
    const std::optional<Transition> newest = question.snapshot.newestTransition(row, side);
    return newest && newest->basis() == Basis::Received ? text + "*" : text;
}

bool stateHolds(const Question& question, const ConnectionRow& row, Side side, std::string wanted) {
    if (wanted == "?")
        return true;
    const bool likeliestOnly = wanted.back() == '+';
    const bool unproven = wanted.back() == '*';
    const bool anyOrder = wanted.find(',') != std::string::npos;
    if (likeliestOnly || unproven)
        wanted.pop_back();
    const std::vector<State> states = statesNamed(wanted);
    StateSet set;
    for (const State state : states)
        set.add(state);
    if (!anyOrder && row.stateOf(side) != states.front())
        return false;
    const std::optional<Transition> newest = question.snapshot.newestTransition(row, side);
    if (unproven && (!newest || newest->basis() != Basis::Received))
        return false;
    return likeliestOnly || row.possibleOf(side) == set;
}

Outcome checkStates(const Question& question) {
    const ConnectionRow& row = question.row();
    const Side client = question.sideOf("client", row);
    const bool clientHolds = stateHolds(question, row, client, question.word(0));
    const bool serverHolds = stateHolds(question, row, other(client), question.word(1));
    return {clientHolds && serverHolds,
            stateText(question, row, client) + " " + stateText(question, row, other(client))};
}

Outcome checkConnections(const Question& question) {
    const std::string count = std::to_string(question.snapshot.size());
    return {count == question.word(0), count};
}

Outcome checkMark(const Question& question) {
    const Marks marks = question.fateOf(question.word(0)).marks;
    return {marks.has(markNamed(question.word(1))), toText(marks)};
}

Outcome checkOwner(const Question& question) {
    const ConnectionId owner = question.fateOf(question.word(0)).owner;
    return {indexOf(owner) == numberAfter('c', question.word(1)), "c" + std::to_string(indexOf(owner))};
}

/// What every connection in question has, and whether the one named in the first word is there. `all` gives a
/// connection's as pairs of name and side.
template <typename All>
Outcome findNamed(const Question& question, std::size_t first, std::size_t last, All all) {
    Outcome outcome;
    for (std::size_t i = first; i <= last; ++i) {
        const ConnectionId id{static_cast<std::uint32_t>(i)};
        const ConnectionRow& row = question.snapshot.row(id);
        for (const auto& [name, side] : all(id)) {
            const bool isClient = side == question.sideOf("client", row);
            outcome.found += (outcome.found.empty() ? "" : ", ") + ("c" + std::to_string(i) + " ") + std::string(name) +
                             (isClient ? " client" : " server");
            const bool sameSide = question.words.size() < 2 || side == question.sideOf(question.words[1], row);
            outcome.holds = outcome.holds || (name == question.word(0) && sameSide);
        }
    }
    if (outcome.found.empty())
        outcome.found = "none";
    return outcome;
}

using Named = std::vector<std::pair<std::string_view, Side>>;

Outcome checkIncident(const Question& question) {
    requireIncidentName(question.word(0));
    const std::size_t newest = indexOf(question.connection());
    return findNamed(question, question.only ? newest : 0, newest, [&](ConnectionId id) {
        Named named;
        for (const Incident& incident : question.snapshot.incidentsOf(id))
            named.emplace_back(toText(incident.kind), incident.side);
        return named;
    });
}

Outcome checkFinding(const Question& question) {
    const std::size_t id = indexOf(question.connection());
    return findNamed(question, id, id, [&](ConnectionId of) {
        Named named;
        for (const Finding& finding : findingsOf(question.snapshot, of, DiagnosePolicy{}))
            named.emplace_back(finding.kind, finding.endpoint);
        return named;
    });
}

Outcome checkTransition(const Question& question, Verdict verdict) {
    const Side side = question.sideOf(question.word(0), question.row());
    const State from = statesNamed(question.word(1)).front();
    const State to = statesNamed(question.word(2)).front();
    Outcome outcome;
    for (TransitionId t = question.row().lastTransition; t != kNoTransition;
         t = question.snapshot.transitions[indexOf(t)].previous()) {
        const Transition& one = question.snapshot.transitions[indexOf(t)];
        if (one.side() != side)
            continue;
        outcome.found = std::string(toText(one.from())) + " -> " + std::string(toText(one.to())) + " (" +
                        std::string(one.isDisproved() ? "disproved" : toText(one.basis())) + ")" +
                        (outcome.found.empty() ? "" : ", ") + outcome.found;
        const bool proven = verdict == Verdict::Proven && !one.isDisproved() && one.basis() == Basis::Proven;
        const bool same = proven || one.verdict() == verdict;
        outcome.holds = outcome.holds || (one.from() == from && one.to() == to && same);
    }
    return outcome;
}

Outcome checkProven(const Question& question) {
    return checkTransition(question, Verdict::Proven);
}

Outcome checkDisproved(const Question& question) {
    return checkTransition(question, Verdict::Disproved);
}

Outcome checkReuse(const Question& question) {
    const std::string_view reason = toText(static_cast<ReuseReason>(question.row().reuse));
    return {reason == question.word(0), std::string(reason)};
}

Outcome checkInitiator(const Question& question) {
    const Side side = question.sideOf(question.word(0), question.row());
    return {side == Side::Initiator, question.row().initiatorIsLow != 0 ? "client" : "server"};
}

Outcome checkRoles(const Question& question) {
    const std::string roles = question.row().rolesGuessed != 0 ? "guessed" : "known";
    return {roles == question.word(0), roles};
}

Outcome checkOrigin(const Question& question) {
    const std::string_view origin = toText(static_cast<Origin>(question.row().origin));
    return {origin == question.word(0), std::string(origin)};
}

Outcome checkCount(const Question& question) {
    const Side side = question.sideOf(question.word(0), question.row());
    const std::string count = std::to_string(counterNamed(question.word(1), question.snapshot, question.row(), side));
    return {count == question.word(2), count};
}

Outcome checkFlag(const Question& question) {
    const std::string& name = question.word(0);
    if (name != "refused" && name != "reset-seen")
        throw std::invalid_argument("unknown flag of a connection: " + name);
    const bool set = name == "refused" ? question.row().refused != 0 : question.row().resetSeen != 0;
    return {set, set ? "set" : "not set"};
}

Outcome checkQuality(const Question& question) {
    const bool clientOpened = question.row().initiatorIsLow != 0;
    return {question.row().has(qualityNamed(question.word(0), clientOpened)),
            "bits " + std::to_string(question.row().quality)};
}

struct Check {
    Outcome (*judge)(const Question&) = nullptr;
    std::size_t mostWords = 0; ///< behind the keyword
};

constexpr Check kStates{checkStates, 2};
constexpr Check kMark{checkMark, 2};

const std::map<std::string, Check>& checks() {
    static const std::map<std::string, Check> kChecks{
        {"connections", {checkConnections, 1}},
        {"mark", kMark},
        {"owner", {checkOwner, 2}},
        {"incident", {checkIncident, 2}},
        {"finding", {checkFinding, 2}},
        {"proven", {checkProven, 3}},
        {"disproved", {checkDisproved, 3}},
        {"reuse", {checkReuse, 1}},
        {"initiator", {checkInitiator, 1}},
        {"roles", {checkRoles, 1}},
        {"origin", {checkOrigin, 1}},
        {"count", {checkCount, 3}},
        {"flag", {checkFlag, 1}},
        {"quality", {checkQuality, 1}},
    };
    return kChecks;
}

/// Takes the first word off.
std::string takeFirst(Words& words) {
    std::string first = words.empty() ? std::string() : words.front();
    if (!words.empty())
        words.erase(words.begin());
    return first;
}

bool namesConnection(const std::string& word) {
    return word.size() > 1 && word[0] == 'c' &&
           std::all_of(word.begin() + 1, word.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::optional<std::string> unmet(std::vector<std::string> words, const Snapshot& snapshot,
                                 std::span<const SegmentFate> fates) {
    std::optional<ConnectionId> only;
    if (!words.empty() && namesConnection(words.front()))
        only = ConnectionId{static_cast<std::uint32_t>(numberAfter('c', takeFirst(words)))};
    const bool turned = !words.empty() && words.front() == "no";
    if (turned)
        takeFirst(words);
    Check check = kStates;
    if (const auto named = words.empty() ? checks().end() : checks().find(words.front()); named != checks().end()) {
        check = named->second;
        takeFirst(words);
    } else if (turned && !words.empty() && words.back()[0] == '#') { // `no NAME #K`
        std::reverse(words.begin(), words.end());
        check = kMark;
    }
    if (words.size() > check.mostWords)
        throw std::invalid_argument("a word too many");
    const Outcome outcome = check.judge({snapshot, fates, words, only});
    if (outcome.holds != turned)
        return std::nullopt;
    return outcome.found;
}

} // namespace synscope::test
