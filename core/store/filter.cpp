// SPDX-License-Identifier: Apache-2.0
//
// Runs a compiled filter on one connection. Whatever the row itself can answer is answered from the row:
// addresses are looked up, and text made, only by the tests that need them.
#include "core/store/filter.h"

#include "core/store/filter_program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace synscope {
namespace {

constexpr std::array<Side, 2> kSides{Side::Initiator, Side::Responder};

struct Subject {
    const Snapshot& snapshot;
    ConnectionId id;
    const ConnectionRow& row;
};

bool compare(FilterOp op, std::int64_t left, std::int64_t right) {
    switch (op) {
    case FilterOp::Equal:
    case FilterOp::NotEqual:
    case FilterOp::Contains:
    case FilterOp::Matches:
    case FilterOp::Within:
        return left == right;
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

bool isNumberRight(const FilterTest& test, std::int64_t number) {
    if (test.op == FilterOp::Within)
        return number >= test.number && number <= test.upper;
    return compare(test.op, number, test.number);
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

/// The numbers from 0 to 255 in digits.
struct OctetText {
    std::array<char, 3> digits{};
    std::uint8_t length = 0;
};

constexpr std::array<OctetText, 256> octetTexts() {
    std::array<OctetText, 256> texts{};
    for (unsigned octet = 0; octet < 256; ++octet) {
        OctetText& text = texts[octet];
        if (octet >= 100)
            text.digits[text.length++] = static_cast<char>('0' + octet / 100);
        if (octet >= 10)
            text.digits[text.length++] = static_cast<char>('0' + octet / 10 % 10);
        text.digits[text.length++] = static_cast<char>('0' + octet % 10);
    }
    return texts;
}

/// "10.0.0.1:80"; of an IPv4 address without allocation, since a filter may ask for it a million times.
class AddressText {
public:
    explicit AddressText(const SocketAddress& address) {
        if (address.address.isV6) {
            m_long = toText(address);
            m_addressLength = m_long.rfind(']') - 1;
            return;
        }
        static constexpr std::array<OctetText, 256> kOctets = octetTexts();
        char* place = m_short.data();
        for (std::size_t i = 0; i < 4; ++i) {
            const OctetText& octet = kOctets[address.address.bytes[i]];
            place = std::copy(octet.digits.begin(), octet.digits.end(), place) - octet.digits.size() + octet.length;
            *place++ = i < 3 ? '.' : ':';
        }
        m_addressLength = static_cast<std::size_t>(place - m_short.data()) - 1;
        m_port = address.port;
    }

    [[nodiscard]] std::string_view withPort() {
        if (!m_long.empty())
            return m_long;
        const char* const end =
            std::to_chars(m_short.data() + m_addressLength + 1, m_short.data() + m_short.size(), m_port).ptr;
        return {m_short.data(), static_cast<std::size_t>(end - m_short.data())};
    }
    /// Without the port and the brackets before it.
    [[nodiscard]] std::string_view address() const {
        return m_long.empty() ? std::string_view(m_short.data(), m_addressLength)
                              : std::string_view(m_long).substr(1, m_addressLength);
    }

private:
    std::array<char, 24> m_short{};
    std::string m_long; ///< of an IPv6 address
    std::size_t m_addressLength = 0;
    std::uint16_t m_port = 0; ///< of an IPv4 address
};

bool textHolds(const Subject& subject, const FilterTest& test, Side side) {
    AddressText text(subject.snapshot.addressOf(subject.row, side));
    if (test.pattern == nullptr)
        return text.withPort().find(test.text) != std::string_view::npos;
    return test.pattern->isIn(test.isInAddress ? text.address() : text.withPort());
}

/// The address alone: patterns have ends, and a port would hide that of the address.
bool addressMatches(const Subject& subject, const FilterTest& test, Side side) {
    return test.pattern->isIn(AddressText(subject.snapshot.addressOf(subject.row, side)).address());
}

bool addressHolds(const Subject& subject, const FilterTest& test) {
    if (test.op == FilterOp::Contains)
        return anySide(test, [&](Side side) { return textHolds(subject, test, side); });
    if (test.op == FilterOp::Matches)
        return anySide(test, [&](Side side) { return addressMatches(subject, test, side); });
    return anySide(test, [&](Side side) {
        const SocketAddress address = subject.snapshot.addressOf(subject.row, side);
        return isWithin(address.address, test.address) && (!test.address.port || *test.address.port == address.port);
    });
}

bool portHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) { return isNumberRight(test, portOf(subject, side)); });
}

bool stateHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) { return test.states.has(subject.row.stateOf(side)); });
}

bool possibleHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) { return !test.states.both(subject.row.possibleOf(side)).empty(); });
}

/// The present state, or one that a transition left or led to; what was disproved never was.
bool everHolds(const Subject& subject, const FilterTest& test) {
    return stateHolds(subject, test) || anySide(test, [&](Side side) {
               return !test.states.both(subject.row.visited[static_cast<std::size_t>(side)]).empty();
           });
}

std::int64_t ambiguousSides(const Subject& subject) {
    return std::count_if(kSides.begin(), kSides.end(),
                         [&](Side side) { return !subject.row.possibleOf(side).isCertain(); });
}

/// How long the side has been in its present state: walks back to its newest transition.
Duration stateAge(const Subject& subject, Side side) {
    const std::optional<Transition> newest = subject.snapshot.newestTransition(subject.row, side);
    return subject.snapshot.end - (newest ? newest->time() : subject.row.first);
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

/// A state began between the connection's first packet and its last, but that TIME_WAIT ran out later: mostly that
/// settles the question, and the transitions stay where they are.
bool worstAgeHolds(const Subject& subject, const FilterTest& test) {
    const ConnectionRow& row = subject.row;
    const bool isOrder = test.op == FilterOp::Greater || test.op == FilterOp::GreaterEqual ||
                         test.op == FilterOp::Less || test.op == FilterOp::LessEqual;
    if (isOrder && row.kernelKnows == 0 && !row.has(QualityBit::ClockBackwards)) {
        const bool mayHaveRunOut =
            row.stateOf(Side::Initiator) == State::Closed && row.stateOf(Side::Responder) == State::Closed;
        const Timestamp latest = mayHaveRunOut ? subject.snapshot.end : row.last;
        const bool holds = isNumberRight(test, (subject.snapshot.end - row.first).count());
        if (holds == isNumberRight(test, (subject.snapshot.end - latest).count()))
            return holds;
    }
    return isNumberRight(test, worstAge(subject).count());
}

bool stateAgeHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) {
        return test.states.has(subject.row.stateOf(side)) && isNumberRight(test, stateAge(subject, side).count());
    });
}

using Counter = std::uint32_t AnomalyCounters::PerSide::*;

constexpr std::array<Counter, 7> kCounters{
    &AnomalyCounters::PerSide::retransmissions, &AnomalyCounters::PerSide::outOfOrder,
    &AnomalyCounters::PerSide::duplicateAcks,   &AnomalyCounters::PerSide::zeroWindows,
    &AnomalyCounters::PerSide::keepAlives,      &AnomalyCounters::PerSide::lostSegments,
    &AnomalyCounters::PerSide::staleSegments};

/// The sum of the sides asked.
template <typename Values>
std::int64_t sumOf(const FilterTest& test, const Values& bySide) {
    std::int64_t sum = 0;
    for (const Side side : kSides)
        sum += asks(test.sides, side) ? static_cast<std::int64_t>(bySide[static_cast<std::size_t>(side)]) : 0;
    return sum;
}

std::int64_t counted(const Subject& subject, const FilterTest& test, Counter counter) {
    if (subject.row.anomalies == kNoAnomaly)
        return 0;
    const auto& side = subject.snapshot.anomalies[indexOf(subject.row.anomalies)].side;
    return sumOf(test, std::array{side[0].*counter, side[1].*counter});
}

std::int64_t countedInAll(const Subject& subject, const FilterTest& test) {
    std::int64_t sum = 0;
    for (const Counter counter : kCounters)
        sum += counted(subject, test, counter);
    return sum;
}

/// The packet numbers that the test lets through, both ends included.
std::pair<std::int64_t, std::int64_t> framesMeant(const FilterTest& test) {
    constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
    switch (test.op) {
    case FilterOp::Within:
        return {test.number, test.upper};
    case FilterOp::Greater:
        return {test.number == kLast ? kLast : test.number + 1, kLast};
    case FilterOp::GreaterEqual:
        return {test.number, kLast};
    case FilterOp::Less:
        return {0, test.number - 1};
    case FilterOp::LessEqual:
        return {0, test.number};
    case FilterOp::Equal:
    case FilterOp::NotEqual:
    case FilterOp::Contains:
    case FilterOp::Matches:
        break;
    }
    return {test.number, test.number};
}

/// Whether a packet between the connection's first and last on its 4-tuple has such a number. Cost: the segments of
/// the 4-tuple, where the first and the last do not settle it.
bool frameHolds(const Subject& subject, const FilterTest& test) {
    const auto [from, to] = framesMeant(test);
    const auto& segments = subject.snapshot.segments;
    const auto numberOf = [&](SegmentId id) { return static_cast<std::int64_t>(indexOf(segments.packetOf(id))); };
    if (subject.row.firstSegment == kNoSegment || numberOf(subject.row.firstSegment) > to)
        return false;
    for (SegmentId id = subject.row.lastSegment; id != kNoSegment && id >= subject.row.firstSegment;
         id = segments.previousOf(id)) {
        const std::int64_t number = numberOf(id);
        if (number < from)
            return false;
        if (number <= to)
            return true;
    }
    return false;
}

/// Bits as in filterChoices.
std::uint64_t flagsSeen(const ConnectionRow& row) {
    constexpr std::uint64_t kFin = 1;
    constexpr std::uint64_t kSyn = 2;
    constexpr std::uint64_t kRst = 4 | 8;
    return (row.fin > 0 ? kFin : 0) | (row.syn > 0 ? kSyn : 0) | (row.rst > 0 ? kRst : 0);
}

bool nameFits(const FilterTest& test, std::string_view name, std::string_view commandLine) {
    switch (test.op) {
    case FilterOp::Contains:
        return lowerCase(name).find(test.text) != std::string::npos ||
               lowerCase(commandLine).find(test.text) != std::string::npos;
    case FilterOp::Matches:
        return test.pattern->isIn(name) || test.pattern->isIn(commandLine);
    default: // equality: nothing else goes with text
        return lowerCase(name) == test.text;
    }
}

bool isOfProcess(const FilterTest& test, const SocketOwner& owner) {
    using Holder = SocketOwner::Holder;
    if (test.subject == FilterSubject::ProcessId)
        return isNumberRight(test, owner.pid) ||
               std::ranges::any_of(owner.also, [&](const Holder& one) { return isNumberRight(test, one.pid); });
    return nameFits(test, owner.name, owner.commandLine) ||
           std::ranges::any_of(owner.also, [&](const Holder& one) { return nameFits(test, one.name, {}); });
}

bool processHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) {
        const SocketOwner* const owner = subject.snapshot.owners.of(subject.id, side);
        return owner != nullptr && owner->isKnown() && isOfProcess(test, *owner);
    });
}

bool freeTextHolds(const Subject& subject, const FilterTest& test) {
    return anySide(test, [&](Side side) {
        return test.states.has(subject.row.stateOf(side)) || (!test.text.empty() && textHolds(subject, test, side));
    });
}

std::int64_t momentOf(const FilterTest& test, Timestamp time) {
    constexpr std::int64_t kDayNs = 86'400'000'000'000;
    const std::int64_t ns = nsSinceEpoch(time);
    return test.isTimeOfDay ? (ns % kDayNs + kDayNs) % kDayNs : ns;
}

/// The number that a test of figures compares.
std::int64_t numberOf(const Subject& subject, const FilterTest& test) {
    const ConnectionRow& row = subject.row;
    switch (test.subject) {
    case FilterSubject::Lifetime:
        return (row.last - row.first).count();
    case FilterSubject::Start:
        return momentOf(test, row.first);
    case FilterSubject::End:
        return momentOf(test, row.last);
    case FilterSubject::Packets:
        return sumOf(test, row.segments);
    case FilterSubject::Bytes:
        return sumOf(test, row.bytes);
    case FilterSubject::Syns:
        return row.syn;
    case FilterSubject::Fins:
        return row.fin;
    case FilterSubject::Resets:
        return row.rst;
    case FilterSubject::Retransmissions:
    case FilterSubject::OutOfOrder:
    case FilterSubject::DuplicateAcks:
    case FilterSubject::ZeroWindows:
    case FilterSubject::KeepAlives:
    case FilterSubject::LostSegments:
    case FilterSubject::StaleSegments:
        return counted(subject, test,
                       kCounters[static_cast<std::size_t>(test.subject) -
                                 static_cast<std::size_t>(FilterSubject::Retransmissions)]);
    case FilterSubject::Anomalies:
        return countedInAll(subject, test);
    case FilterSubject::WasReset:
        return row.resetSeen;
    case FilterSubject::Refused:
        return row.refused;
    case FilterSubject::Reused:
        return row.incarnation > 0 ? 1 : 0;
    case FilterSubject::Incarnation:
        return row.incarnation;
    case FilterSubject::Stream:
        return indexOf(subject.id);
    case FilterSubject::Ambiguous:
        return ambiguousSides(subject);
    default: // the others compare no figure
        return 0;
    }
}

bool subjectHolds(const Subject& subject, const FilterTest& test) {
    switch (test.subject) {
    case FilterSubject::Address:
        return addressHolds(subject, test);
    case FilterSubject::Port:
        return portHolds(subject, test);
    case FilterSubject::State:
        return stateHolds(subject, test);
    case FilterSubject::Possible:
        return possibleHolds(subject, test);
    case FilterSubject::Ever:
        return everHolds(subject, test);
    case FilterSubject::Age:
        return worstAgeHolds(subject, test);
    case FilterSubject::StateAge:
        return stateAgeHolds(subject, test);
    case FilterSubject::Frame:
        return frameHolds(subject, test);
    case FilterSubject::Origin:
        return (test.choices >> subject.row.origin & 1U) != 0;
    case FilterSubject::ClosedFirst:
        return (test.choices >> subject.row.closedFirst & 1U) != 0;
    case FilterSubject::SegmentFlags:
        return (test.choices & flagsSeen(subject.row)) != 0;
    case FilterSubject::Finding:
        return !bareFindings(subject.snapshot, subject.id, subject.snapshot.policy, test.choices).empty();
    case FilterSubject::Process:
    case FilterSubject::ProcessId:
        return processHolds(subject, test);
    case FilterSubject::FreeText:
        return freeTextHolds(subject, test);
    default: // figures
        return isNumberRight(test, numberOf(subject, test));
    }
}

bool testHolds(const Subject& subject, const FilterTest& test) {
    return subjectHolds(subject, test) != test.isNegated;
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

bool Filter::isDisjunction() const {
    return m_program != nullptr && m_program->nodes[m_program->root].kind == FilterNode::Kind::Or;
}

bool Filter::matches(const Snapshot& snapshot, ConnectionId id) const {
    return m_program == nullptr || nodeHolds({snapshot, id, snapshot.row(id)}, *m_program, m_program->root);
}

} // namespace synscope
