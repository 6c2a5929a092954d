// SPDX-License-Identifier: Apache-2.0
//
// What packets prove of moves that were written long before them.
#include "core/tcp/flow_table.h"
#include "tests/tcp/trace_segment.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

/// Tracks the lines of a trace.
FlowTable tableAfter(std::initializer_list<const char*> lines) {
    FlowTable table(std::chrono::seconds(60));
    std::uint32_t number = 0;
    for (const char* const line : lines) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;)
            words.push_back(word);
        table.track(segmentOf(words), SegmentId{number++});
    }
    return table;
}

std::optional<Transition> moveOf(const FlowTable& table, Side side, State from, State to) {
    for (std::size_t i = 0; i < table.transitions().size(); ++i) {
        const Transition move = table.transitions()[i];
        if (move.side() == side && move.from() == from && move.to() == to && !move.isDisproved())
            return move;
    }
    return std::nullopt;
}

TEST(Proofs, reachBackToEveryMoveThatWasReceived) {
    const FlowTable table =
        tableAfter({"0.000 > S seq=1000", "0.010 < SA seq=5000 ack=1001", "0.011 > A seq=1001 ack=5001",
                    "0.020 > FA seq=1001 ack=5001", "0.030 < A seq=5001 ack=1002", "0.040 < FA seq=5001 ack=1002",
                    "0.050 > A seq=1002 ack=5002"});
    const auto halfClosed = moveOf(table, Side::Initiator, State::FinWait1, State::FinWait2);
    const auto closed = moveOf(table, Side::Initiator, State::FinWait2, State::TimeWait);
    ASSERT_TRUE(halfClosed && closed);
    EXPECT_EQ(halfClosed->proof(), SegmentId{6});
    EXPECT_EQ(closed->proof(), SegmentId{6});
}

/// A FIN was assumed, and was none: what it was to prove lies behind it.
TEST(Proofs, passOverWhatWasDisproved) {
    const FlowTable table =
        tableAfter({"0.000 > S seq=1000 len=10", "0.013 < SA seq=5000 ack=1008", "0.035 < FA seq=5001 ack=1012",
                    "0.040 > A seq=1011 ack=5002", "0.112 > FA seq=1003 ack=5002", "0.116 < R seq=5002",
                    "0.170 < RA seq=5009 ack=1011", "0.194 > FA seq=1022 ack=5009"});
    const auto opened = moveOf(table, Side::Initiator, State::SynSent, State::Established);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->basis(), Basis::Proven);
    EXPECT_EQ(opened->proof(), SegmentId{7});
}

} // namespace
} // namespace synscope::test
