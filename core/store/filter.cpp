// SPDX-License-Identifier: Apache-2.0
//
// Runs a compiled filter on one connection. Whatever the row itself can answer is answered from the row:
// addresses are looked up, and text made, only by the tests that need them.
#include "core/store/filter.h"

#include "core/store/filter_program.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace synscope {
namespace {

constexpr std::array<Side, 2> kSides{Side::Initiator, Side::Responder};

struct Subject {
    const Snapshot& snapshot;
    ConnectionId id;
    const ConnectionRow& row;
};

template <typename Value>
bool compare(FilterOp op, Value left, Value right) {
    switch (op) {
    case FilterOp::Equal:
    case FilterOp::Contains:
        return left == right;
    case FilterOp::NotEqual:
        return left != right;
    case FilterOp::Greater:
        return left > right;
    case FilterOp::GreaterEqual:
        return left >= right;
    case FilterOp::Less:
        return left < right;
    case FilterOp::LessEqual:
        return left <= right;
    }
    return false;
}

bool asks(FilterSides sides, Side side) {
    return sides == FilterSides::Either || (sides == FilterSides::Client) == (side == Side::Initiator);
}

/// Whether `holds(side)` for a side that the test asks.
template <typename Holds>
bool anySide(const FilterTest& test, Holds holds) {
    return std::any_of(kSides.begin(), kSides.end(), [&](Side side) { return asks(test.sides, side) && holds(side); });
}

/// The row's port without its address.
std::uint16_t portOf(const Subject& subject, Side side) {
    const FlowKey& key = subject.snapshot.flows[indexOf(subject.row.flow)];
    const bool wantsLow = (side == Side::Initiator) == (subject.row.initiatorIsLow != 0);
    return wantsLow ? key.lowPort : key.highPort;
}

bool isWithin(const IpAddress& address, const AddressPattern& pattern) {
    if (address.isV6 != pattern.address.isV6)
        return false;
    const std::size_t whole = pattern.prefixBits / 8;
    const unsigned rest = pattern.prefixBits % 8;
    if (!std::equal(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                    pattern.address.bytes.begin()))
        return false;
    return rest == 0 || ((address.bytes[whole] ^ pattern.address.bytes[whole]) >> (8 - rest)) == 0;
}

/// "10.0.0.1:80" in `buffer`; an IPv4 address costs no allocation.
std::string_view addressText(const SocketAddress& address, std::string& buffer) {
    if (address.address.isV6)
        return buffer = toText(address);
    buffer.resize(24);
    char* place = buffer.data();
    char* const end = place + buffer.size();
    for (std::size_t i = 0; i < 4; ++i) {
        place = std::to_chars(place, end, address.address.bytes[i]).ptr;
        *place++ = i < 3 ? '.' : ':';
    }
    place = std::to_chars(place, end, address.port).ptr;
    return {buffer.data(), static_cast<std::size_t>(place - buffer.data())};
}

bool textHolds(const Subject& subject, const FilterTest& test, Side side) {
    std::string buffer;
    const SocketAddress address = subject.snapshot.addressOf(subject.row, side);
    return addressText(address, buffer).find(test.text) != std::string_view::npos;
}

bool addressHolds(const Subject& subject, const FilterTest& test) {
    if (test.op == FilterOp::Contains)
        return anySide(test, [&](Side side) { return textHolds(subject, test, side); });
    const bool isEqual = anySide(test, [&](Side side) {
        const SocketAddress address = subject.snapshot.addressOf(subject.row, side);
        return isWithin(address.address, test.address) && (!test.address.port || *test.address.port == address.port);
    });
    return isEqual == (test.op == FilterOp::Equal);
}

bool portHolds(const Subject& subject, const FilterTest& test) {
    const bool isNegated = test.op == FilterOp::NotEqual;
    const FilterOp op = isNegated ? FilterOp::Equal : test.op;
    return isNegated !=
           anySide(test, [&](Side side) { return compare<std::int64_t>(op, portOf(subject, side), test.number); });
}

bool stateHolds(const Subject& subject, const FilterTest& test) {
    const bool isNegated = test.op == FilterOp::NotEqual;
    return isNegated != anySide(test, [&](Side side) { return test.states.has(subject.row.stateOf(side)); });
}

bool possibleHolds(const Subject& subject, const FilterTest& test) {
    const bool isNegated = test.op == FilterOp::NotEqual;
    return isNegated !=
           anySide(test, [&](Side side) { return !test.states.both(subject.row.possibleOf(side)).empty(); });
}

std::int64_t ambiguousSides(const Subject& subject) {
    return std::count_if(kSides.begin(), kSides.end(),
                         [&](Side side) { return !subject.row.possibleOf(side).isCertain(); });
}

/// How long the side has been in its present state: walks back to its newest transition.
Duration stateAge(const Subject& subject, Side side) {
    const Transition* newest = subject.snapshot.newestTransition(subject.row, side);
    return subject.snapshot.end - (newest == nullptr ? subject.row.first : newest->time());
}

/// The higher, the more a state deserves a look: who owes something comes first, what is over last.
int urgency(State state) {
    switch (state) {
    case State::CloseWait:
        return 11;
    case State::LastAck:
        return 10;
    case State::Closing:
        return 9;
    case State::FinWait1:
        return 8;
    case State::FinWait2:
        return 7;
    case State::SynReceived:
        return 6;
    case State::SynSent:
        return 5;
    case State::Established:
        return 4;
    case State::TimeWait:
        return 3;
    case State::Unknown:
        return 2;
    case State::Listen:
        return 1;
    case State::Closed:
        return 0;
    }
    return 0;
}

Duration worstAge(const Subject& subject) {
    const int client = urgency(subject.row.stateOf(Side::Initiator));
    const int server = urgency(subject.row.stateOf(Side::Responder));
    if (client != server)
        return stateAge(subject, client > server ? Side::Initiator : Side::Responder);
    return std::max(stateAge(subject, Side::Initiator), stateAge(subject, Side::Responder));
}

bool stateAgeHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) {
        return test.states.has(subject.row.stateOf(side)) &&
               compare<std::int64_t>(test.op, stateAge(subject, side).count(), test.number);
    });
}

std::int64_t retransmissions(const Subject& subject) {
    if (subject.row.anomalies == kNoAnomaly)
        return 0;
    const AnomalyCounters& counters = subject.snapshot.anomalies[indexOf(subject.row.anomalies)];
    return std::int64_t{counters.side[0].retransmissions} + counters.side[1].retransmissions;
}

bool wordHolds(FilterOp op, std::string_view word, std::string_view wanted) {
    return op == FilterOp::Contains ? word.find(wanted) != std::string_view::npos : word == wanted;
}

bool findingHolds(const Subject& subject, const FilterTest& test) {
    const std::vector<Finding> findings = findingsOf(subject.snapshot, subject.id, DiagnosePolicy{});
    const bool isNegated = test.op == FilterOp::NotEqual;
    return isNegated != std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
               return wordHolds(test.op, finding.kind, test.text);
           });
}

bool freeTextHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) {
        return test.states.has(subject.row.stateOf(side)) || (!test.text.empty() && textHolds(subject, test, side));
    });
}

/// The number that a counting test compares.
std::int64_t numberOf(const Subject& subject, FilterSubject what) {
    const ConnectionRow& row = subject.row;
    switch (what) {
    case FilterSubject::Age:
        return worstAge(subject).count();
    case FilterSubject::Lifetime:
        return (row.last - row.first).count();
    case FilterSubject::Packets:
        return static_cast<std::int64_t>(row.packets());
    case FilterSubject::Bytes:
        return static_cast<std::int64_t>(row.bytes[0] + row.bytes[1]);
    case FilterSubject::Retransmissions:
        return retransmissions(subject);
    case FilterSubject::Resets:
        return row.rst;
    case FilterSubject::Reused:
        return row.incarnation > 0 ? 1 : 0;
    case FilterSubject::Incarnation:
        return row.incarnation;
    case FilterSubject::Stream:
        return indexOf(subject.id);
    case FilterSubject::Ambiguous:
        return ambiguousSides(subject);
    case FilterSubject::Address:
    case FilterSubject::Port:
    case FilterSubject::State:
    case FilterSubject::Possible:
    case FilterSubject::StateAge:
    case FilterSubject::Origin:
    case FilterSubject::Finding:
    case FilterSubject::FreeText:
        break;
    }
    return 0;
}

bool testHolds(const Subject& subject, const FilterTest& test) {
    switch (test.subject) {
    case FilterSubject::Address:
        return addressHolds(subject, test);
    case FilterSubject::Port:
        return portHolds(subject, test);
    case FilterSubject::State:
        return stateHolds(subject, test);
    case FilterSubject::Possible:
        return possibleHolds(subject, test);
    case FilterSubject::StateAge:
        return stateAgeHolds(subject, test);
    case FilterSubject::Origin:
        return (test.op == FilterOp::NotEqual) !=
               wordHolds(test.op, toText(static_cast<Origin>(subject.row.origin)), test.text);
    case FilterSubject::Finding:
        return findingHolds(subject, test);
    case FilterSubject::FreeText:
        return freeTextHolds(subject, test);
    case FilterSubject::Age:
    case FilterSubject::Lifetime:
    case FilterSubject::Packets:
    case FilterSubject::Bytes:
    case FilterSubject::Retransmissions:
    case FilterSubject::Resets:
    case FilterSubject::Reused:
    case FilterSubject::Incarnation:
    case FilterSubject::Stream:
    case FilterSubject::Ambiguous:
        return compare(test.op, numberOf(subject, test.subject), test.number);
    }
    return false;
}

/// Depth is bounded by the parser.
bool nodeHolds(const Subject& subject, const FilterProgram& program, std::uint32_t index) {
    const FilterNode& node = program.nodes[index];
    switch (node.kind) {
    case FilterNode::Kind::Test:
        return testHolds(subject, program.tests[node.left]);
    case FilterNode::Kind::Not:
        return !nodeHolds(subject, program, node.left);
    case FilterNode::Kind::And:
        return nodeHolds(subject, program, node.left) && nodeHolds(subject, program, node.right);
    case FilterNode::Kind::Or:
        return nodeHolds(subject, program, node.left) || nodeHolds(subject, program, node.right);
    }
    return false;
}

} // namespace

Result<Filter> Filter::parse(std::string_view text) {
    Result<std::shared_ptr<const FilterProgram>> program = compileFilter(text);
    if (!program)
        return program.error();
    return Filter(std::move(program).value());
}

bool Filter::matches(const Snapshot& snapshot, ConnectionId id) const {
    return m_program == nullptr || nodeHolds({snapshot, id, snapshot.row(id)}, *m_program, m_program->root);
}

} // namespace synscope
