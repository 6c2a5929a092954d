// SPDX-License-Identifier: Apache-2.0
//
// Whatever single packet a capture misses, no state may become wrong: what the tracker holds possible of an endpoint
// must still contain where the endpoint was. The truth is what the whole capture tells in the end. Asked of every
// lesson and every scenario, after every packet from the first on in which the missing one could show: nobody can
// know of a FIN that nothing captured has answered yet.
#include "core/capture/capture_file.h"
#include "core/engine/tracker.h"
#include "core/tcp/flow_table.h"
#include "tests/tcp/trace_files.h"
#include "tests/tcp/trace_segment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

constexpr Duration kTimeWait = std::chrono::seconds(60);
constexpr std::size_t kDroppedAtMost = 400; ///< of one 4-tuple; lessons are shorter

using Segments = std::vector<Segment>;

/// The side of an end in a connection.
std::size_t sideOf(const ConnectionRow& row, bool isLow) {
    return (row.initiatorIsLow != 0) == isLow ? 0 : 1;
}

std::vector<Transition> standing(const FlowTable& table, ConnectionId id) {
    std::vector<Transition> chain;
    for (TransitionId t = table.row(id).lastTransition; t != kNoTransition;
         t = table.transitions()[indexOf(t)].previous()) {
        if (!table.transitions()[indexOf(t)].isDisproved())
            chain.push_back(table.transitions()[indexOf(t)]);
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

ConnectionId newestAt(const FlowTable& table, std::size_t connections, Timestamp time) {
    ConnectionId newest{0};
    for (std::uint32_t i = 0; i < connections; ++i) {
        if (table.row(ConnectionId{i}).first <= time)
            newest = ConnectionId{i};
    }
    return newest;
}

/// Where the side was at `time`, by all that the capture tells in the end.
State stateAt(const FlowTable& table, ConnectionId id, std::size_t side, Timestamp time) {
    const std::vector<Transition> chain = standing(table, id);
    State state = table.row(id).state[side];
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        if (static_cast<std::size_t>(it->side()) != side)
            continue;
        if (it->time() <= time)
            return it->to();
        state = it->from();
    }
    return state;
}

/// Every state the side may be in: what is possible, and what it came from where its newest move is not proven.
StateSet held(FlowTable& table, ConnectionId id, std::size_t side) {
    const ConnectionRow& row = table.row(id);
    StateSet states = row.possibleOf(static_cast<Side>(side));
    const std::vector<Transition> chain = standing(table, id);
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        if (static_cast<std::size_t>(it->side()) != side)
            continue;
        if (it->basis() != Basis::Received)
            break;
        states.add(it->from());
    }
    if (states.has(State::Unknown))
        states.remove(State::Unknown);
    if (states.has(State::Closed) || states.has(State::Listen)) // a listener has no 4-tuple: both mean no connection
        states = states.either({State::Closed, State::Listen});
    return states;
}

std::string nameOf(const Segment& segment, std::size_t place) {
    return "#" + std::to_string(place + 1) + " seq " + std::to_string(segment.seq.value()) + " flags " +
           std::to_string(segment.flags.bits);
}

/// A table fed with the packets of one 4-tuple. Ends are known by address: end 0 sent the first packet of all.
class Run {
public:
    explicit Run(const SocketAddress& firstSender) : m_firstSender(firstSender) {}

    void track(const Segment& segment) {
        const TrackedSegment tracked = m_table.track(segment, SegmentId{m_count++});
        const bool senderIsLow =
            sideOf(m_table.row(tracked.connection), true) == static_cast<std::size_t>(tracked.sender);
        m_firstIsLow = (segment.source == m_firstSender) == senderIsLow;
    }

    [[nodiscard]] FlowTable& table() { return m_table; }
    [[nodiscard]] bool isLow(std::size_t end) const { return (end == 0) == m_firstIsLow; }

private:
    SocketAddress m_firstSender;
    FlowTable m_table{kTimeWait};
    std::uint32_t m_count = 0;
    bool m_firstIsLow = true;
};

/// The packets of one 4-tuple, with and without each of them.
class DropOne {
public:
    explicit DropOne(Segments segments) : m_segments(std::move(segments)), m_whole(m_segments.front().source) {
        for (const Segment& segment : m_segments) {
            m_whole.track(segment);
            const ConnectionId newest{static_cast<std::uint32_t>(m_whole.table().rows().size() - 1)};
            std::array<StateSet, 2>& open = m_open.emplace_back();
            for (std::size_t end = 0; end < 2; ++end)
                open[end] = m_whole.table().row(newest).possibleOf(
                    static_cast<Side>(sideOf(m_whole.table().row(newest), m_whole.isLow(end))));
        }
    }

    std::string failures() {
        std::string text;
        for (std::size_t dropped = 0; dropped < std::min(m_segments.size(), kDroppedAtMost) && text.size() < 4000;
             ++dropped)
            text += without(dropped);
        return text;
    }

private:
    std::string without(std::size_t dropped) {
        Run run(m_segments.front().source);
        bool couldShow = false;
        for (std::size_t i = 0; i < m_segments.size(); ++i) {
            if (i == dropped)
                continue;
            run.track(m_segments[i]);
            couldShow = couldShow || i < dropped || shows(dropped, m_segments[i]);
            const std::string wrong = i < dropped || couldShow ? compare(run, i) : std::string();
            if (i < dropped)
                couldShow = false;
            if (!wrong.empty())
                return "without " + nameOf(m_segments[dropped], dropped) + ", after " + nameOf(m_segments[i], i) +
                       ": " + wrong + "\n";
        }
        return {};
    }

    /// A later packet tells of the one that is missing: it acknowledges its numbers, or its sender has gone on.
    [[nodiscard]] bool shows(std::size_t dropped, const Segment& later) const {
        const Segment& missing = m_segments[dropped];
        const bool same = later.source == missing.source;
        const bool saysMore = missing.sequenceLength() > 0 && !repeats(dropped);
        if (missing.flags.rst())
            return later.flags.syn(); // nothing acknowledges a RST
        if (missing.flags.syn())
            return saysMore && (same ? later.seq == missing.end() : later.flags.ack() && later.ack == missing.end());
        if (saysMore)
            return same ? later.seq.atOrAfter(missing.end()) : later.flags.ack() && later.ack.atOrAfter(missing.end());
        return same && later.flags.ack() && !later.flags.rst() && later.ack.atOrAfter(missing.ack);
    }

    /// Its numbers were seen before.
    [[nodiscard]] bool repeats(std::size_t dropped) const {
        return std::any_of(m_segments.begin(), m_segments.begin() + static_cast<std::ptrdiff_t>(dropped),
                           [&](const Segment& earlier) {
                               return earlier.source == m_segments[dropped].source && earlier.sequenceLength() > 0 &&
                                      earlier.end() == m_segments[dropped].end();
                           });
    }

    std::string compare(Run& run, std::size_t place) {
        const Timestamp now = m_segments[place].time;
        const ConnectionId truth = newestAt(m_whole.table(), m_whole.table().rows().size(), now);
        const ConnectionId newest{static_cast<std::uint32_t>(run.table().rows().size() - 1)};
        for (std::size_t end = 0; end < 2; ++end) {
            const std::size_t trueSide = sideOf(m_whole.table().row(truth), m_whole.isLow(end));
            const std::size_t side = sideOf(run.table().row(newest), run.isLow(end));
            const State was = stateAt(m_whole.table(), truth, trueSide, now);
            const StateSet states = heldOfNewest(run, newest, side, end);
            const bool sharesDoubt = !m_open[place][end].isCertain() && !m_open[place][end].both(states).empty();
            if (!states.has(was) && was != State::Unknown && !sharesDoubt)
                return (end == 0 ? "the first sender was " : "the other was ") + std::string(toText(was)) +
                       ", held possible: " + toText(run.table().row(newest).state[side], states);
        }
        return {};
    }

    /// A SYN that waits for its answer is shown beside the connection: its sender may be opening a new one.
    static StateSet heldOfNewest(Run& run, ConnectionId id, std::size_t side, std::size_t end) {
        StateSet states = held(run.table(), id, side);
        for (const bool fromLow : {true, false}) {
            if (!run.table().awaitsAnswer(id, fromLow))
                continue;
            const bool opens = fromLow == run.isLow(end);
            states = states.either(opens ? StateSet{State::SynSent, State::Established}
                                         : StateSet{State::Listen, State::SynReceived, State::Closed});
        }
        return states;
    }

    Segments m_segments;
    Run m_whole;
    std::vector<std::array<StateSet, 2>> m_open; ///< what the whole capture left possible after each packet
};

std::vector<Segments> flowsOf(const Segments& all) {
    std::map<std::string, Segments> flows;
    for (const Segment& segment : all) {
        const auto [low, high] = std::minmax(segment.source, segment.destination);
        flows[toText(low) + toText(high)].push_back(segment);
    }
    std::vector<Segments> result;
    for (auto& [key, segments] : flows)
        result.push_back(std::move(segments));
    return result;
}

Segments segmentsOfTrace(const std::string& text) {
    Segments segments;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;)
            words.push_back(word);
        if (words.size() >= 2 && (words[1] == ">" || words[1] == "<"))
            segments.push_back(segmentOf(words));
    }
    return segments;
}

Segments segmentsOfCapture(const std::string& path) {
    Segments all;
    auto source = openCapture(path, OpenOptions{});
    if (!source)
        return all;
    BatchReader reader(*source.value());
    DecodedBatch batch;
    do {
        reader.fill(batch);
        all.insert(all.end(), batch.segments.begin(), batch.segments.end());
    } while (!batch.isLast);
    return all;
}

std::vector<std::string> lessonNames() {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "resources/lessons")) {
        if (entry.path().extension() == ".pcap")
            names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string asTestName(const testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
}

class DropOneOfLesson : public testing::TestWithParam<std::string> {};

TEST_P(DropOneOfLesson, leavesEveryStateTrueOrOpen) {
    const Segments all =
        segmentsOfCapture(std::string(SYNSCOPE_SOURCE_DIR) + "/resources/lessons/" + GetParam() + ".pcap");
    ASSERT_FALSE(all.empty());
    for (Segments& flow : flowsOf(all))
        EXPECT_EQ(DropOne(std::move(flow)).failures(), "");
}

INSTANTIATE_TEST_SUITE_P(Lessons, DropOneOfLesson, testing::ValuesIn(lessonNames()), asTestName);

class DropOneOfTrace : public testing::TestWithParam<std::string> {};

TEST_P(DropOneOfTrace, leavesEveryStateTrueOrOpen) {
    Segments segments = segmentsOfTrace(contentOf(traceFolder() / (GetParam() + ".trace")));
    ASSERT_FALSE(segments.empty());
    EXPECT_EQ(DropOne(std::move(segments)).failures(), "");
}

INSTANTIATE_TEST_SUITE_P(Traces, DropOneOfTrace, testing::ValuesIn(traceNames(traceFolder())), asTestName);

} // namespace
} // namespace synscope::test
