// SPDX-License-Identifier: Apache-2.0
//
// From the text of a filter to its program, by recursive descent: or < and < not < term. Values are parsed
// here, once, so that a compiled filter has nothing left that could be wrong.
#include "core/store/filter_reader.h"
#include "core/store/filter_values.h"

#include <cstddef>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostTerms = 1000;
constexpr int kMostNesting = 100;
constexpr std::size_t kLongestText = 100'000;

Error unknownField(const FilterWord& word) {
    const std::string near = nearestFilterFields(word.text);
    if (near.empty())
        return errorAt(word.place, "there is no field '{0}'; fields are such as state, age, ip, port, finding",
                       {word.text});
    return errorAt(word.place, "there is no field '{0}'; did you mean {1}?", {word.text, near});
}

Error unknownWord(const FilterWord& word) {
    const std::string near = nearestFilterFields(word.text);
    if (near.empty())
        return errorAt(word.place, "'{0}' is no state, address, port or field", {word.text});
    return errorAt(word.place, "'{0}' is no state, address, port or field; did you mean the field {1}?",
                   {word.text, near});
}

/// A state, perhaps of one side: "close_wait", "server.close_wait".
struct SidedState {
    State state = State::Closed;
    FilterSides sides = FilterSides::Either;
};

std::optional<SidedState> sidedState(std::string_view word) {
    constexpr std::size_t kPrefix = 7;
    const std::string prefix = lowerCase(word.substr(0, kPrefix));
    FilterSides sides = FilterSides::Either;
    if (prefix == "client." || prefix == "server.") {
        sides = prefix == "client." ? FilterSides::Client : FilterSides::Server;
        word.remove_prefix(kPrefix);
    }
    const std::optional<State> state = stateFromName(word);
    return state ? std::optional(SidedState{*state, sides}) : std::nullopt;
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text), m_reader(text) {}

    Result<std::shared_ptr<const FilterProgram>> parse() {
        if (m_reader.atEnd())
            return std::shared_ptr<const FilterProgram>();
        if (m_text.size() > kLongestText)
            return errorAt(kLongestText, "the filter is longer than 100000 characters");
        const Node root = parseOr();
        if (!root)
            return m_error;
        if (!m_reader.atEnd())
            return leftOver();
        m_program.root = *root;
        return std::make_shared<const FilterProgram>(std::move(m_program));
    }

private:
    using Node = std::optional<std::uint32_t>; ///< empty: m_error says why

    Error leftOver() {
        const std::size_t place = m_reader.place();
        switch (m_reader.next()) {
        case ')':
            return errorAt(place, "this ')' closes nothing");
        case '|':
            return errorAt(place, "one '|' means nothing; or is '||'");
        case '&':
            return errorAt(place, "one '&' means nothing; and is '&&'");
        default:
            return errorAt(place, "'{0}' means nothing here", {m_text.substr(place, 1)});
        }
    }

    Node fail(Error error) {
        m_error = std::move(error);
        return std::nullopt;
    }

    Node append(FilterNode::Kind kind, std::uint32_t left, std::uint32_t right) {
        m_program.nodes.push_back({kind, left, right});
        return static_cast<std::uint32_t>(m_program.nodes.size() - 1);
    }

    Node append(Result<FilterTest> test) {
        if (!test)
            return fail(test.error());
        m_program.tests.push_back(std::move(test).value());
        return append(FilterNode::Kind::Test, static_cast<std::uint32_t>(m_program.tests.size() - 1), 0);
    }

    Node parseOr() {
        Node left = parseAnd();
        while (left && (m_reader.take("||") || m_reader.takeKeyword("or"))) {
            const Node right = parseAnd();
            left = right ? append(FilterNode::Kind::Or, *left, *right) : right;
        }
        return left;
    }

    /// Whether another term of a conjunction follows; takes the sign between, if any.
    bool takeAnd() {
        if (m_reader.take("&&") || m_reader.takeKeyword("and"))
            return true;
        if (std::string_view(")|&,{}").find(m_reader.next()) != std::string_view::npos || m_reader.atEnd())
            return false;
        const std::size_t before = m_reader.place();
        const bool isOr = m_reader.takeKeyword("or");
        m_reader.moveTo(before);
        return !isOr;
    }

    Node parseAnd() {
        Node left = parseNot();
        while (left && takeAnd()) {
            const Node right = parseNot();
            left = right ? append(FilterNode::Kind::And, *left, *right) : right;
        }
        return left;
    }

    Node parseNot() {
        const std::size_t start = m_reader.place();
        if (++m_nesting > kMostNesting)
            return fail(errorAt(start, "the filter is nested too deeply"));
        const Node node = parseUnary(start);
        --m_nesting;
        return node;
    }

    Node parseUnary(std::size_t start) {
        if (m_reader.take("!") || m_reader.takeKeyword("not")) {
            const Node inner = parseNot();
            return inner ? append(FilterNode::Kind::Not, *inner, 0) : inner;
        }
        if (!m_reader.take("("))
            return parseTerm();
        const Node inner = parseOr();
        if (inner && !m_reader.take(")"))
            return fail(m_reader.atEnd() ? errorAt(start, "this '(' is not closed") : leftOver());
        return inner;
    }

    /// Where the next term would be one too many; nothing where there is room.
    std::optional<Error> tooMany() {
        if (m_program.tests.size() < kMostTerms)
            return std::nullopt;
        return errorAt(m_reader.place(), "the filter has more than 1000 terms");
    }

    Node parseTerm() {
        if (const std::optional<Error> error = tooMany())
            return fail(*error);
        Result<FilterWord> taken = m_reader.takeWord();
        if (!taken)
            return fail(taken.error());
        const FilterWord word = splitAtColon(std::move(taken).value());
        if (word.isQuoted)
            return append(freeText(word));
        if (word.text.empty())
            return fail(errorAt(word.place, "a term is missing here"));
        const FilterFieldRow* row = findFilterField(word.text);
        if (row != nullptr && row->subject == FilterSubject::Ever && m_reader.next() == '(')
            return parseMembers(*row, '(', ')');
        if (const std::optional<bool> isIn = takeIn())
            return parseIn(word, row, *isIn);
        if (const std::optional<FilterOp> op = m_reader.takeOperator(row != nullptr))
            return append(readComparison(word, row, *op));
        return append(row != nullptr ? bareFieldTest(*row, word) : bareWord(word));
    }

    /// True for `in`, false for `not in`; empty where neither stands. Both need their '{': a word may be called "in".
    std::optional<bool> takeIn() {
        const std::size_t before = m_reader.place();
        const bool isNegated = m_reader.takeKeyword("not");
        if (m_reader.takeKeyword("in") && (m_reader.next() == '{' || m_reader.atEnd()))
            return !isNegated;
        m_reader.moveTo(before);
        return std::nullopt;
    }

    Node parseIn(const FilterWord& word, const FilterFieldRow* row, bool isIn) {
        const std::optional<FilterFieldRow> ageOfState = row == nullptr ? ageOf(word) : std::nullopt;
        if (row == nullptr && !ageOfState)
            return fail(unknownField(word));
        if (m_reader.next() != '{')
            return fail(errorAt(m_reader.place(), "a set is missing here: {80, 443} or {8000..8999}"));
        const std::size_t first = m_program.tests.size();
        const Node members = parseMembers(row != nullptr ? *row : *ageOfState, '{', '}');
        const std::optional<SidedState> state = row == nullptr ? sidedState(word.text) : std::nullopt;
        for (std::size_t i = first; state && i < m_program.tests.size(); ++i)
            m_program.tests[i].states.add(state->state);
        return members && !isIn ? append(FilterNode::Kind::Not, *members, 0) : members;
    }

    /// Values between two signs, with or without commas; one that holds is enough.
    Node parseMembers(const FilterFieldRow& row, char open, char close) {
        const std::size_t start = m_reader.place();
        m_reader.take({&open, 1});
        Node members;
        bool isFirst = true;
        while (isFirst || !m_reader.take({&close, 1})) {
            if (m_reader.atEnd())
                return fail(errorAt(start, "this '{0}' is not closed", {std::string_view(&open, 1)}));
            if (const std::optional<Error> error = tooMany())
                return fail(*error);
            const Node member = append(readMember(row));
            members = !member || isFirst ? member : append(FilterNode::Kind::Or, *members, *member);
            if (!members)
                return members;
            isFirst = false;
            m_reader.take(",");
        }
        return members;
    }

    Result<FilterTest> readMember(const FilterFieldRow& row) {
        const Result<FilterWord> first = m_reader.takeMember();
        if (!first)
            return first.error();
        if (first.value().text.empty() && !first.value().isQuoted)
            return missingValue(row.field.name);
        if (!m_reader.take(".."))
            return valueTest(row, FilterOp::Equal, first.value());
        const Result<FilterWord> last = m_reader.takeWord();
        if (!last)
            return last.error();
        if (last.value().text.empty())
            return errorAt(last.value().place, "the end of the range is missing here");
        return rangeTest(row, first.value(), last.value());
    }

    Error missingValue(std::string_view field) {
        return errorAt(m_reader.place(), "a value for '{0}' is missing here", {field});
    }

    /// `port:443` is a field, an operator and a value; `fe80::1` and `10.0.0.1:80` are words.
    FilterWord splitAtColon(FilterWord word) {
        const std::size_t colon = word.isQuoted ? std::string::npos : word.text.find(':');
        if (colon == std::string::npos || isAddressLike(std::string_view(word.text).substr(0, colon)))
            return word;
        m_reader.moveTo(word.place + colon);
        word.text.resize(colon);
        return word;
    }

    /// The field that a state's name is when it is compared: how long it has lasted.
    static std::optional<FilterFieldRow> ageOf(const FilterWord& word) {
        const std::optional<SidedState> state = sidedState(word.text);
        if (!state)
            return std::nullopt;
        return FilterFieldRow{{word.text, {}}, FilterSubject::StateAge, state->sides, FilterValue::Time};
    }

    Result<FilterTest> readComparison(const FilterWord& word, const FilterFieldRow* row, FilterOp op) {
        const std::optional<FilterFieldRow> ageOfState = row == nullptr ? ageOf(word) : std::nullopt;
        if (row == nullptr && !ageOfState)
            return unknownField(word);
        const FilterFieldRow& field = row != nullptr ? *row : *ageOfState;
        if (!isAllowed(field.value, op))
            return errorAt(word.place, "'{0}' can be compared with {1} only",
                           {word.text, allowedOperators(field.value)});
        const Result<FilterWord> value = m_reader.takeWord();
        if (!value)
            return value.error();
        if (value.value().text.empty() && !value.value().isQuoted)
            return missingValue(word.text);
        Result<FilterTest> test = valueTest(field, op, value.value());
        if (test && ageOfState)
            test.value().states.add(sidedState(word.text)->state);
        return test;
    }

    static Result<FilterTest> bareWord(const FilterWord& word) {
        if (const std::optional<SidedState> state = sidedState(word.text))
            return presentStateTest(state->sides, state->state);
        constexpr FilterFieldRow kAddress{{}, FilterSubject::Address, FilterSides::Either, FilterValue::Address};
        constexpr FilterFieldRow kPort{{}, FilterSubject::Port, FilterSides::Either, FilterValue::Port};
        if (parseAddressPattern(word.text))
            return valueTest(kAddress, FilterOp::Equal, word);
        return isDigits(word.text) ? valueTest(kPort, FilterOp::Equal, word) : freeText(word);
    }

    /// The beginning of a state's name, or a part of "addr:port", or both.
    static Result<FilterTest> freeText(const FilterWord& word) {
        FilterTest test;
        test.op = FilterOp::Contains;
        test.states = statesBeginning(word.text);
        if (isAddressLike(word.text))
            test.text = lowerCase(word.text);
        if (test.states.empty() && test.text.empty())
            return unknownWord(word);
        return test;
    }

    std::string_view m_text;
    FilterReader m_reader;
    FilterProgram m_program;
    Error m_error;
    int m_nesting = 0;
};

} // namespace

Result<std::shared_ptr<const FilterProgram>> compileFilter(std::string_view text) {
    return Parser(text).parse();
}

} // namespace synscope
