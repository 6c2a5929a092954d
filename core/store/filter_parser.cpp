// SPDX-License-Identifier: Apache-2.0
//
// From the text of a filter to its program, by recursive descent: or < and < not < term. Values are parsed
// here, once, so that a compiled filter has nothing left that could be wrong.
#include "core/store/filter_program.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostTerms = 1000;
constexpr int kMostNesting = 100;

struct Word {
    std::string_view text;
    std::size_t place = 0;
    bool isQuoted = false;
};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool endsWord(char c) {
    return isSpace(c) || std::string_view("()!=<>~&|\"").find(c) != std::string_view::npos;
}

bool isDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether the word could be part of "10.0.0.1:80" or "[2001:db8::1]:80".
bool isAddressLike(std::string_view text) {
    return text.find_first_not_of("0123456789abcdefABCDEF.:[]") == std::string_view::npos;
}

Error errorAt(std::size_t place, std::string message) {
    Error error;
    error.message = std::move(message);
    error.byteOffset = place;
    return error;
}

std::string quoted(std::string_view text) {
    return "'" + std::string(text) + "'";
}

/// Cuts the text into words and signs.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    [[nodiscard]] std::size_t place() {
        skipSpace();
        return m_place;
    }
    [[nodiscard]] bool atEnd() { return place() == m_text.size(); }
    [[nodiscard]] char next() { return atEnd() ? '\0' : m_text[m_place]; }
    void moveTo(std::size_t place) { m_place = place; }

    bool take(std::string_view sign) {
        if (m_text.substr(place(), sign.size()) != sign)
            return false;
        m_place += sign.size();
        return true;
    }

    /// A word like `and`, in any case, standing alone.
    bool takeKeyword(std::string_view keyword) {
        const std::size_t before = place();
        if (lowerCase(takeBare()) == keyword)
            return true;
        m_place = before;
        return false;
    }

    Result<Word> takeWord() {
        const std::size_t start = place();
        if (next() != '"')
            return Word{takeBare(), start, false};
        const std::size_t end = m_text.find('"', start + 1);
        if (end == std::string_view::npos)
            return errorAt(start, "the quotation that begins here does not end");
        m_place = end + 1;
        return Word{m_text.substr(start + 1, end - start - 1), start, true};
    }

    /// `withColon`: a ':' counts as an operator. `!` alone never does.
    std::optional<FilterOp> takeOperator(bool withColon) {
        constexpr std::array<std::pair<std::string_view, FilterOp>, 8> kOperators{{
            {"==", FilterOp::Equal},
            {"!=", FilterOp::NotEqual},
            {">=", FilterOp::GreaterEqual},
            {"<=", FilterOp::LessEqual},
            {"=", FilterOp::Equal},
            {">", FilterOp::Greater},
            {"<", FilterOp::Less},
            {"~", FilterOp::Contains},
        }};
        for (const auto& [sign, op] : kOperators)
            if (take(sign))
                return op;
        return withColon && take(":") ? std::optional(FilterOp::Equal) : std::nullopt;
    }

private:
    void skipSpace() {
        while (m_place < m_text.size() && isSpace(m_text[m_place]))
            ++m_place;
    }

    std::string_view takeBare() {
        const std::size_t start = place();
        while (m_place < m_text.size() && !endsWord(m_text[m_place]))
            ++m_place;
        return m_text.substr(start, m_place - start);
    }

    std::string_view m_text;
    std::size_t m_place = 0;
};

bool isEquality(FilterOp op) {
    return op == FilterOp::Equal || op == FilterOp::NotEqual;
}

Error valueError(const Word& value, std::string_view wanted) {
    return errorAt(value.place, quoted(value.text) + " is no " + std::string(wanted));
}

Result<FilterTest> addressTest(FilterTest test, const Word& value) {
    if (test.op == FilterOp::Contains) {
        test.text = lowerCase(value.text);
        return test;
    }
    const std::optional<AddressPattern> pattern = parseAddressPattern(value.text);
    if (!pattern)
        return valueError(value, "address, network (10.0.0.0/8) or address with a port (10.0.0.1:80)");
    test.address = *pattern;
    return test;
}

Result<FilterTest> portTest(FilterTest test, const Word& value) {
    constexpr std::int64_t kHighestPort = 65535;
    const std::optional<std::int64_t> port = isDigits(value.text) ? parseFilterNumber(value.text) : std::nullopt;
    if (!port || *port > kHighestPort)
        return valueError(value, "port from 0 to 65535");
    test.number = *port;
    return test;
}

Result<FilterTest> stateTest(FilterTest test, const Word& value) {
    if (test.op == FilterOp::Contains)
        test.states = statesContaining(value.text);
    else if (const std::optional<State> state = stateFromName(value.text))
        test.states.add(*state);
    if (test.states.empty())
        return valueError(value, "TCP state; states are named as in CLOSE_WAIT, ESTAB, FIN_WAIT_2");
    return test;
}

Result<FilterTest> durationTest(FilterTest test, const Word& value) {
    const std::optional<Duration> duration = parseFilterDuration(value.text);
    if (!duration)
        return valueError(value, "length of time such as 30s, 5m, 1h30m or 250ms");
    test.number = duration->count();
    return test;
}

Result<FilterTest> numberTest(FilterTest test, const Word& value) {
    const std::optional<std::int64_t> number = parseFilterNumber(value.text);
    if (!number)
        return valueError(value, "number such as 12, 10k or 3M");
    test.number = *number;
    return test;
}

/// The test for a count being above zero, or not.
FilterTest flagTest(FilterTest test, bool wanted) {
    test.op = wanted ? FilterOp::Greater : FilterOp::Equal;
    test.number = 0;
    return test;
}

Result<FilterTest> flagValueTest(const FilterTest& test, const Word& value) {
    const std::string word = lowerCase(value.text);
    const bool isTrue = word == "1" || word == "true" || word == "yes";
    if (!isTrue && word != "0" && word != "false" && word != "no")
        return valueError(value, "truth value: true or false");
    return flagTest(test, isTrue == (test.op == FilterOp::Equal));
}

Result<FilterTest> originTest(FilterTest test, const Word& value) {
    constexpr std::array kOrigins{Origin::Handshake, Origin::Midstream, Origin::SocketTable};
    test.text = lowerCase(value.text);
    const bool isKnown =
        std::any_of(kOrigins.begin(), kOrigins.end(), [&](Origin o) { return toText(o) == test.text; });
    if (test.op != FilterOp::Contains && !isKnown)
        return valueError(value, "origin; there are handshake, midstream and socket-table");
    return test;
}

Result<FilterTest> findingTest(FilterTest test, const Word& value) {
    test.text = lowerCase(value.text);
    std::replace(test.text.begin(), test.text.end(), '_', '-');
    return test;
}

bool isAllowed(FilterValue kind, FilterOp op) {
    switch (kind) {
    case FilterValue::Address:
    case FilterValue::State:
    case FilterValue::Origin:
    case FilterValue::Finding:
        return isEquality(op) || op == FilterOp::Contains;
    case FilterValue::Flag:
        return isEquality(op);
    case FilterValue::Port:
    case FilterValue::Time:
    case FilterValue::Number:
        return op != FilterOp::Contains;
    }
    return false;
}

std::string_view allowedOperators(FilterValue kind) {
    if (isAllowed(kind, FilterOp::Greater))
        return "== != > >= < <=";
    return isAllowed(kind, FilterOp::Contains) ? "== != ~" : "== !=";
}

Result<FilterTest> valueTest(const FilterFieldRow& row, FilterOp op, const Word& value) {
    FilterTest test;
    test.subject = row.subject;
    test.sides = row.sides;
    test.op = op;
    switch (row.value) {
    case FilterValue::Address:
        return addressTest(std::move(test), value);
    case FilterValue::Port:
        return portTest(std::move(test), value);
    case FilterValue::State:
        return stateTest(std::move(test), value);
    case FilterValue::Time:
        return durationTest(std::move(test), value);
    case FilterValue::Number:
        return numberTest(std::move(test), value);
    case FilterValue::Flag:
        return flagValueTest(test, value);
    case FilterValue::Origin:
        return originTest(std::move(test), value);
    case FilterValue::Finding:
        return findingTest(std::move(test), value);
    }
    return test;
}

Error unknownField(const Word& word) {
    const std::string near = nearestFilterFields(word.text);
    return errorAt(word.place, "there is no field " + quoted(word.text) +
                                   (near.empty() ? "; fields are such as state, age, ip, port, finding"
                                                 : "; did you mean " + near + "?"));
}

Error unknownWord(const Word& word) {
    const std::string near = nearestFilterFields(word.text);
    return errorAt(word.place, quoted(word.text) + " is no state, address, port or field" +
                                   (near.empty() ? "" : "; did you mean the field " + near + "?"));
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_reader(text) {}

    Result<std::shared_ptr<const FilterProgram>> parse() {
        if (m_reader.atEnd())
            return std::shared_ptr<const FilterProgram>();
        const std::optional<std::uint32_t> root = parseOr();
        if (!root)
            return m_error;
        if (!m_reader.atEnd())
            return errorAt(m_reader.place(),
                           m_reader.next() == ')' ? "this ')' closes nothing" : "one '|' means nothing; or is '||'");
        m_program.root = *root;
        return std::make_shared<const FilterProgram>(std::move(m_program));
    }

private:
    using Node = std::optional<std::uint32_t>; ///< empty: m_error says why

    Node fail(Error error) {
        m_error = std::move(error);
        return std::nullopt;
    }

    std::uint32_t append(FilterNode::Kind kind, std::uint32_t left, std::uint32_t right) {
        m_program.nodes.push_back({kind, left, right});
        return static_cast<std::uint32_t>(m_program.nodes.size() - 1);
    }

    Node parseOr() {
        Node left = parseAnd();
        while (left && (m_reader.take("||") || m_reader.takeKeyword("or"))) {
            const Node right = parseAnd();
            left = right ? Node(append(FilterNode::Kind::Or, *left, *right)) : right;
        }
        return left;
    }

    /// Whether another term of a conjunction follows; takes the sign between, if any.
    bool takeAnd() {
        if (m_reader.take("&&") || m_reader.takeKeyword("and"))
            return true;
        if (m_reader.atEnd() || m_reader.next() == ')' || m_reader.next() == '|')
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
            left = right ? Node(append(FilterNode::Kind::And, *left, *right)) : right;
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
            return inner ? Node(append(FilterNode::Kind::Not, *inner, 0)) : inner;
        }
        if (!m_reader.take("("))
            return parseTerm();
        const Node inner = parseOr();
        if (inner && !m_reader.take(")"))
            return fail(errorAt(start, "this '(' is not closed"));
        return inner;
    }

    Node parseTerm() {
        if (m_program.tests.size() == kMostTerms)
            return fail(errorAt(m_reader.place(), "the filter has more than 1000 terms"));
        Result<FilterTest> test = readTest();
        if (!test)
            return fail(test.error());
        m_program.tests.push_back(std::move(test).value());
        return append(FilterNode::Kind::Test, static_cast<std::uint32_t>(m_program.tests.size() - 1), 0);
    }

    Result<FilterTest> readTest() {
        Result<Word> taken = m_reader.takeWord();
        if (!taken)
            return taken.error();
        const Word word = splitAtColon(taken.value());
        if (word.isQuoted)
            return freeText(word);
        if (word.text.empty())
            return errorAt(word.place, "a term is missing here");
        const FilterFieldRow* row = findFilterField(word.text);
        const std::optional<FilterOp> op = m_reader.takeOperator(row != nullptr);
        if (op)
            return readComparison(word, row, *op);
        return row != nullptr ? bareField(word, *row) : bareWord(word);
    }

    /// `port:443` is a field, an operator and a value; `fe80::1` and `10.0.0.1:80` are words.
    Word splitAtColon(Word word) {
        const std::size_t colon = word.isQuoted ? std::string_view::npos : word.text.find(':');
        if (colon == std::string_view::npos)
            return word;
        const std::string_view head = word.text.substr(0, colon);
        if (isAddressLike(head))
            return word;
        m_reader.moveTo(word.place + colon);
        word.text = head;
        return word;
    }

    Result<FilterTest> readComparison(const Word& word, const FilterFieldRow* row, FilterOp op) {
        const std::optional<State> state = row != nullptr ? std::nullopt : stateFromName(word.text);
        if (row == nullptr && !state)
            return unknownField(word);
        const FilterFieldRow ageOfState{{}, FilterSubject::StateAge, FilterSides::Either, FilterValue::Time};
        const FilterFieldRow& field = row != nullptr ? *row : ageOfState;
        if (!isAllowed(field.value, op))
            return errorAt(word.place, quoted(word.text) + " can be compared with " +
                                           std::string(allowedOperators(field.value)) + " only");
        const Result<Word> value = m_reader.takeWord();
        if (!value)
            return value.error();
        if (value.value().text.empty())
            return errorAt(value.value().place, "a value for " + quoted(word.text) + " is missing here");
        Result<FilterTest> test = valueTest(field, op, value.value());
        if (test && state)
            test.value().states.add(*state);
        return test;
    }

    static Result<FilterTest> bareField(const Word& word, const FilterFieldRow& row) {
        if (row.value != FilterValue::Flag)
            return errorAt(word.place, quoted(word.text) + " needs an operator and a value");
        FilterTest test;
        test.subject = row.subject;
        return flagTest(test, true);
    }

    static Result<FilterTest> bareWord(const Word& word) {
        FilterTest test;
        if (const std::optional<State> state = stateFromName(word.text)) {
            test.subject = FilterSubject::State;
            test.states.add(*state);
            return test;
        }
        if (const std::optional<AddressPattern> pattern = parseAddressPattern(word.text)) {
            test.subject = FilterSubject::Address;
            test.address = *pattern;
            return test;
        }
        if (isDigits(word.text)) {
            test.subject = FilterSubject::Port;
            return portTest(test, word);
        }
        return freeText(word);
    }

    /// The beginning of a state's name, or a part of "addr:port", or both.
    static Result<FilterTest> freeText(const Word& word) {
        FilterTest test;
        test.op = FilterOp::Contains;
        test.states = statesBeginning(word.text);
        if (isAddressLike(word.text))
            test.text = lowerCase(word.text);
        if (test.states.empty() && test.text.empty())
            return unknownWord(word);
        return test;
    }

    Reader m_reader;
    FilterProgram m_program;
    Error m_error;
    int m_nesting = 0;
};

} // namespace

Result<std::shared_ptr<const FilterProgram>> compileFilter(std::string_view text) {
    return Parser(text).parse();
}

} // namespace synscope
