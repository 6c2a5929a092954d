// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/trace.h"

#include "core/tcp/flow_table.h"

#include <cmath>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace synscope::test {
namespace {

Timestamp timeOf(const std::string& seconds) {
    return timestampFromNs(std::llround(std::stod(seconds) * 1e9));
}

std::uint16_t flagsOf(const std::string& letters) {
    std::uint16_t bits = 0;
    for (const char c : letters) {
        switch (c) {
        case 'F':
            bits |= 0x01;
            break;
        case 'S':
            bits |= 0x02;
            break;
        case 'R':
            bits |= 0x04;
            break;
        case 'P':
            bits |= 0x08;
            break;
        case 'A':
            bits |= 0x10;
            break;
        case '-':
            break;
        default:
            throw std::invalid_argument("unknown flag in trace: " + letters);
        }
    }
    return bits;
}

void setField(Segment& segment, const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
        throw std::invalid_argument("not name=number: " + word);
    const std::string name = word.substr(0, equals);
    const auto value = static_cast<std::uint32_t>(std::stoull(word.substr(equals + 1)));
    if (name == "seq")
        segment.seq = SeqNum(value);
    else if (name == "ack")
        segment.ack = SeqNum(value);
    else if (name == "len")
        segment.payloadBytes = value;
    else if (name == "win")
        segment.window = static_cast<std::uint16_t>(value);
    else if (name == "id")
        segment.ipId = static_cast<std::uint16_t>(value);
    else if (name == "mss") {
        segment.options.hasMss = true;
        segment.options.mss = static_cast<std::uint16_t>(value);
    } else if (name == "ws") {
        segment.options.hasWindowScale = true;
        segment.options.windowScale = static_cast<std::uint8_t>(value);
    } else if (name == "ts") {
        segment.options.hasTimestamps = true;
        segment.options.tsValue = value;
    } else
        throw std::invalid_argument("unknown field in trace: " + name);
}

const char* nameOf(Side side) {
    return side == Side::Initiator ? "initiator" : "responder";
}

/// Feeds a table line by line and writes down what it answers.
class Runner {
public:
    void line(const std::string& text) {
        std::istringstream words(text);
        std::string first;
        std::string second;
        if (!(words >> first) || first[0] == '#')
            return;
        words >> second;
        if (first == "timewait")
            m_table = FlowTable(timeOf(second).time_since_epoch());
        else if (first == "end")
            m_table.advanceClock(timeOf(second));
        else
            segment(timeOf(first), second, words);
        writeNewTransitions();
    }

    std::string finish() {
        for (std::size_t i = 0; i < m_table.rows().size(); ++i) {
            const ConnectionRow& row = m_table.row(ConnectionId{static_cast<std::uint32_t>(i)});
            m_out << "c" << i << " ends " << toText(row.state[0]) << " " << toText(row.state[1]) << ", "
                  << row.segments[0] << "+" << row.segments[1] << " segments, " << row.bytes[0] << "+" << row.bytes[1]
                  << " bytes" << (row.refused != 0 ? ", refused" : "") << "\n";
        }
        return m_out.str();
    }

private:
    void segment(Timestamp time, const std::string& direction, std::istringstream& words) {
        Segment s;
        const SocketAddress client{IpAddress::fromV4(0xc0000201), 40000};
        const SocketAddress server{IpAddress::fromV4(0xc6336401), 80};
        s.source = direction == ">" ? client : server;
        s.destination = direction == ">" ? server : client;
        s.time = time;
        s.window = 65535;
        s.packet = PacketNumber{m_segments + 1};
        std::string flags;
        words >> flags;
        s.flags.bits = flagsOf(flags);
        for (std::string word; words >> word;)
            setField(s, word);
        const TrackedSegment tracked = m_table.track(s, SegmentId{static_cast<std::uint32_t>(m_segments++)});
        for (int bit = 0; bit < kMarkCount; ++bit) {
            const auto mark = static_cast<Mark>(1U << bit);
            if (tracked.marks.has(mark))
                m_out << "#" << m_segments << " c" << indexOf(tracked.connection) << " " << toText(mark) << "\n";
        }
    }

    void writeNewTransitions() {
        for (; m_written < m_table.transitions().size(); ++m_written) {
            const Transition& t = m_table.transitions()[m_written];
            m_out << (t.segment() == kNoSegment ? std::string("timer") : "#" + std::to_string(indexOf(t.segment()) + 1))
                  << " c" << ownerOf(m_written) << " " << nameOf(t.side()) << " " << toText(t.from()) << " -> "
                  << toText(t.to()) << " (" << toText(t.basis()) << ")\n";
        }
    }

    /// The connection whose chain holds the transition.
    std::size_t ownerOf(std::size_t wanted) {
        for (std::size_t i = 0; i < m_table.rows().size(); ++i) {
            const ConnectionRow& row = m_table.row(ConnectionId{static_cast<std::uint32_t>(i)});
            for (TransitionId t = row.lastTransition; t != kNoTransition;
                 t = m_table.transitions()[indexOf(t)].previous()) {
                if (indexOf(t) == wanted)
                    return i;
            }
        }
        throw std::logic_error("a transition in no chain");
    }

    FlowTable m_table{std::chrono::seconds(60)};
    std::size_t m_segments = 0;
    std::size_t m_written = 0;
    std::ostringstream m_out;
};

} // namespace

std::string runTrace(std::string_view trace) {
    Runner runner;
    std::istringstream lines{std::string(trace)};
    for (std::string line; std::getline(lines, line);)
        runner.line(line);
    return runner.finish();
}

} // namespace synscope::test
