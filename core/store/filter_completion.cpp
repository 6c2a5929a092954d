// SPDX-License-Identifier: Apache-2.0
#include "core/store/filter_completion.h"

#include "core/store/filter_reader.h"
#include "core/store/filter_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostSuggestions = 100;

/// What is to come, and the word that has been begun.
struct Expected {
    enum class What : std::uint8_t { Term, Operator, Value };
    What what = What::Term;
    const FilterFieldRow* field = nullptr; ///< of Operator and Value; null for how long a state has lasted
    bool inSet = false;
    std::size_t begin = 0;
    std::string prefix; ///< in lower case
};

/// Reads the text before the cursor, as far as it can be understood.
class Walk {
public:
    explicit Walk(std::string_view text) : m_text(text), m_reader(text) {}

    Expected run() {
        while (!m_reader.atEnd() && !m_isBegun)
            step();
        if (!m_isBegun)
            m_now.begin = m_text.size();
        return m_now;
    }

private:
    using What = Expected::What;

    void step() {
        if (takeJoin() || takeBracket())
            return;
        const bool mayCompare = m_now.what == What::Operator;
        if (mayCompare && isOperator())
            return;
        const std::size_t start = m_reader.place();
        const Result<FilterWord> word = m_reader.takeWord();
        if (!word)
            return begin(start, lowerCase(m_text.substr(start + 1)));
        if (word.value().text.empty() && !word.value().isQuoted) {
            m_reader.moveTo(start + 1); // a sign that means nothing here
            return;
        }
        takeWord(word.value());
    }

    bool takeJoin() {
        for (const std::string_view sign : {"&&", "||", ",", "!="}) {
            if (sign == "!=" && m_now.what == What::Operator)
                continue;
            if (m_reader.take(sign)) {
                m_now.what = m_now.inSet ? What::Value : What::Term;
                return true;
            }
        }
        if (m_now.what != What::Operator && m_reader.take("!")) {
            m_now.what = What::Term;
            return true;
        }
        return false;
    }

    bool takeBracket() {
        const bool isEver = m_now.field != nullptr && m_now.field->subject == FilterSubject::Ever;
        if (m_reader.take("{") || (m_now.what == What::Operator && isEver && m_reader.take("("))) {
            m_now.inSet = true;
            m_now.what = What::Value;
            return true;
        }
        if (m_reader.take("}") || m_reader.take(")") || m_reader.take("(")) {
            m_now.inSet = false;
            m_now.what = What::Term;
            return true;
        }
        return false;
    }

    /// A sign, or a word with something behind it.
    bool isOperator() {
        const std::size_t before = m_reader.place();
        if (!m_reader.takeOperator(true) && !m_reader.takeKeyword("in") && !m_reader.takeKeyword("not"))
            return false;
        const bool isWord = m_text[before] >= 'A';
        if (isWord && m_reader.lastEnd() == m_text.size()) {
            m_reader.moveTo(before);
            return false;
        }
        m_now.what = What::Value;
        return true;
    }

    void takeWord(const FilterWord& word) {
        const std::size_t colon = word.isQuoted ? std::string::npos : word.text.find(':');
        const FilterFieldRow* head = colon == std::string::npos ? nullptr : findFilterField(word.text.substr(0, colon));
        if (head != nullptr && m_now.what != What::Value) {
            m_now.field = head;
            m_now.what = What::Value;
            m_reader.moveTo(word.place + colon + 1);
            if (m_reader.lastEnd() == m_text.size())
                begin(m_text.size(), {});
            return;
        }
        if (m_reader.lastEnd() == m_text.size() && !word.isQuoted)
            return begin(word.place, lowerCase(word.text));
        if (m_now.what == What::Value) {
            m_now.what = m_now.inSet ? What::Value : What::Term;
            return;
        }
        m_now.field = findFilterField(word.text);
        m_now.what = m_now.field != nullptr || stateFromName(word.text) ? What::Operator : What::Term;
    }

    void begin(std::size_t place, std::string prefix) {
        m_now.begin = place;
        m_now.prefix = std::move(prefix);
        m_isBegun = true;
    }

    std::string_view m_text;
    FilterReader m_reader;
    Expected m_now;
    bool m_isBegun = false;
};

class Suggestions {
public:
    Suggestions(const Expected& expected, const FilterValues& values) : m_expected(expected), m_values(values) {}

    std::vector<FilterSuggestion> make(bool isAsked) {
        const bool isBegun = isAsked || !m_expected.prefix.empty();
        switch (m_expected.what) {
        case Expected::What::Term:
            if (isBegun)
                addTerms();
            break;
        case Expected::What::Operator:
            addOperators();
            if (isBegun)
                addTerms();
            break;
        case Expected::What::Value:
            addValues();
        }
        const bool isWritten = m_found.size() == 1 && lowerCase(m_found[0].text) == m_expected.prefix;
        return isWritten ? std::vector<FilterSuggestion>() : std::move(m_found);
    }

private:
    [[nodiscard]] bool begins(std::string_view text) const {
        return lowerCase(text.substr(0, m_expected.prefix.size())) == m_expected.prefix;
    }

    void add(std::string_view text, std::string_view note) {
        if (m_found.size() < kMostSuggestions && begins(text))
            m_found.push_back({std::string(text), std::string(note)});
    }

    void addTerms() {
        for (const FilterField& field : filterFields())
            add(field.name, field.description);
        addStates("a state; with > 30s, how long it has lasted");
    }

    void addStates(std::string_view note) {
        for (std::size_t i = 0; i + 1 < kStateCount; ++i) // all but Unknown
            add(lowerCase(toText(static_cast<State>(i))), note);
    }

    void addOperators() {
        using Row = std::pair<std::string_view, std::string_view>;
        constexpr std::array<std::pair<FilterOp, Row>, 8> kOperators{{
            {FilterOp::Equal, {"==", "equals"}},
            {FilterOp::NotEqual, {"!=", "does not equal, on either side"}},
            {FilterOp::Greater, {">", "more than"}},
            {FilterOp::GreaterEqual, {">=", "at least"}},
            {FilterOp::Less, {"<", "less than"}},
            {FilterOp::LessEqual, {"<=", "at most"}},
            {FilterOp::Contains, {"contains", "holds the text"}},
            {FilterOp::Matches, {"matches", "fits the regular expression"}},
        }};
        const FilterValue kind = m_expected.field != nullptr ? m_expected.field->value : FilterValue::Time;
        for (const auto& [op, row] : kOperators)
            if (isAllowed(kind, op))
                add(row.first, row.second);
        if (kind != FilterValue::Flag)
            add("in", "is one of: {a, b}");
    }

    void addValues() {
        const FilterFieldRow* field = m_expected.field;
        switch (field != nullptr ? field->value : FilterValue::Time) {
        case FilterValue::Address:
            return addAll(m_values.addresses);
        case FilterValue::Port:
            return addAll(m_values.ports);
        case FilterValue::State:
            return addStates({});
        case FilterValue::Flag:
            return addAll(std::array{"true", "false"});
        case FilterValue::Choice:
        case FilterValue::Severity:
            return addAll(filterChoices(*field));
        case FilterValue::Time:
            return addAll(std::array{"1s", "10s", "30s", "1m", "5m", "1h"});
        case FilterValue::Text:
            return addTexts(m_values.processes);
        case FilterValue::Moment:
        case FilterValue::Number:
        case FilterValue::Count:
            return;
        }
    }

    /// Between quotation marks where they must be.
    void addTexts(const std::vector<std::string>& texts) {
        for (const std::string& text : texts)
            if (m_found.size() < kMostSuggestions && begins(text))
                m_found.push_back({filterValueText(text), {}});
    }

    template <typename Texts>
    void addAll(const Texts& texts) {
        for (const std::string_view text : texts)
            add(text, {});
    }

    const Expected& m_expected;
    const FilterValues& m_values;
    std::vector<FilterSuggestion> m_found;
};

template <typename Key>
std::vector<Key> mostFrequent(const std::map<Key, std::size_t>& counts) {
    constexpr std::size_t kMost = 20;
    std::vector<std::pair<Key, std::size_t>> ordered(counts.begin(), counts.end());
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<Key> keys;
    for (std::size_t i = 0; i < std::min(ordered.size(), kMost); ++i)
        keys.push_back(ordered[i].first);
    return keys;
}

} // namespace

FilterValues commonValues(const Snapshot& snapshot) {
    constexpr std::size_t kMostRows = 20'000;
    std::map<SocketAddress, std::size_t> addresses; // with port 0
    std::map<std::uint16_t, std::size_t> ports;
    std::map<std::string, std::size_t> processes;
    const ConnectionIds ids = snapshot.connections();
    const std::size_t step = ids.size() / kMostRows + 1;
    for (std::size_t i = 0; i < ids.size(); i += step) {
        const ConnectionRow& row = snapshot.row(ids.at(i));
        for (const Side side : {Side::Initiator, Side::Responder})
            if (const SocketOwner* const owner = snapshot.owners.of(ids.at(i), side); owner && owner->isKnown())
                ++processes[owner->name];
        for (const Side side : {Side::Initiator, Side::Responder})
            ++addresses[{snapshot.addressOf(row, side).address, 0}];
        ++ports[snapshot.addressOf(row, Side::Responder).port];
    }
    FilterValues values;
    for (const SocketAddress& one : mostFrequent(addresses))
        values.addresses.push_back(toText(one.address));
    for (const std::uint16_t port : mostFrequent(ports))
        values.ports.push_back(std::to_string(port));
    values.processes = mostFrequent(processes);
    return values;
}

FilterCompletion completeFilter(std::string_view text, std::size_t cursor, const FilterValues& values, bool isAsked) {
    const Expected expected = Walk(text.substr(0, cursor)).run();
    return {expected.begin, Suggestions(expected, values).make(isAsked)};
}

} // namespace synscope
