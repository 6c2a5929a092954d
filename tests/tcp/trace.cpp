// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/trace.h"

#include "tests/tcp/expectations.h"
#include "tests/tcp/trace_names.h"
#include "tests/tcp/trace_segment.h"
#include "tests/tcp/traced_table.h"

#include <sstream>
#include <stdexcept>

namespace synscope::test {
namespace {

using Words = std::vector<std::string>;

const char* nameOf(Side side) {
    return side == Side::Initiator ? "initiator" : "responder";
}

Words wordsOf(const std::string& line) {
    std::istringstream in(line);
    Words words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

/// Feeds a table line by line and writes down what it answers.
class Runner {
public:
    /// Answers the failed expectation, if any.
    std::optional<std::string> line(const Words& words) {
        if (words.empty() || words[0][0] == '#')
            return std::nullopt;
        if (words[0] == "expect")
            return expect({words.begin() + 1, words.end()});
        if (words[0] == "timewait" && words.size() == 2)
            m_traced = TracedTable(timeOf(words[1]).time_since_epoch());
        else if (words[0] == "end" && words.size() == 2)
            m_traced.advance(timeOf(words[1]));
        else if (words[0] == "known")
            m_traced.addKnown(knownOf(words));
        else if (words[0] == "kernel" && words.size() == 4)
            m_traced.heedKernel(words[1] == "client", statesNamed(words[2]).at(0), timeOf(words[3]));
        else
            segment(words);
        writeNewTransitions();
        return std::nullopt;
    }

    std::string finish() {
        for (std::size_t i = 0; i < table().rows().size(); ++i) {
            const ConnectionRow& row = table().row(ConnectionId{static_cast<std::uint32_t>(i)});
            m_out << "c" << i << " ends " << toText(row.state[0]) << " " << toText(row.state[1]) << ", "
                  << row.segments[0] << "+" << row.segments[1] << " segments, " << row.bytes[0] << "+" << row.bytes[1]
                  << " bytes" << (row.refused != 0 ? ", refused" : "") << "\n";
        }
        return m_out.str();
    }

    [[nodiscard]] std::size_t expectations() const { return m_expectations; }

private:
    FlowTable& table() { return m_traced.table(); }

    std::optional<std::string> expect(const Words& words) {
        ++m_expectations;
        return unmet(words, m_traced.snapshot(), m_traced.fates());
    }

    void segment(const Words& words) {
        const SegmentFate fate = m_traced.track(segmentOf(words));
        for (int bit = 0; bit < kMarkCount; ++bit) {
            const auto mark = static_cast<Mark>(1U << bit);
            if (fate.marks.has(mark))
                m_out << "#" << m_traced.fates().size() << " c" << indexOf(fate.owner) << " " << toText(mark) << "\n";
        }
    }

    void writeNewTransitions() {
        for (; m_written < table().transitions().size(); ++m_written) {
            const Transition& t = table().transitions()[m_written];
            m_out << (t.segment() == kNoSegment ? std::string(toText(t.basis()))
                                                : "#" + std::to_string(indexOf(t.segment()) + 1))
                  << " c" << ownerOf(m_written) << " " << nameOf(t.side()) << " " << toText(t.from()) << " -> "
                  << toText(t.to()) << " (" << toText(t.basis()) << ")\n";
        }
    }

    /// The connection whose chain holds the transition.
    std::size_t ownerOf(std::size_t wanted) {
        for (std::size_t i = 0; i < table().rows().size(); ++i) {
            const ConnectionRow& row = table().row(ConnectionId{static_cast<std::uint32_t>(i)});
            for (TransitionId t = row.lastTransition; t != kNoTransition;
                 t = table().transitions()[indexOf(t)].previous()) {
                if (indexOf(t) == wanted)
                    return i;
            }
        }
        throw std::logic_error("a transition in no chain");
    }

    TracedTable m_traced;
    std::size_t m_written = 0;
    std::size_t m_expectations = 0;
    std::ostringstream m_out;
};

} // namespace

TraceReport runTrace(std::string_view trace, const std::string& name) {
    TraceReport report;
    Runner runner;
    std::istringstream lines{std::string(trace)};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::string place = name + ":" + std::to_string(++number) + ": ";
        try {
            if (const std::optional<std::string> found = runner.line(wordsOf(line)))
                report.failures.push_back(place + line + ", but there was " + *found);
        } catch (const std::invalid_argument& error) {
            report.failures.push_back(place + line + ": " + error.what());
        }
    }
    report.moves = runner.finish();
    report.expectations = runner.expectations();
    return report;
}

} // namespace synscope::test
