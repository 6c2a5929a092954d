// SPDX-License-Identifier: Apache-2.0
#include "core/store/filter_values.h"

#include "core/diagnose/detectors.h"

#include <algorithm>
#include <array>
#include <utility>

namespace synscope {
namespace {

FilterTest testOf(const FilterFieldRow& row, FilterOp op) {
    FilterTest test;
    test.subject = row.subject;
    test.sides = row.sides;
    test.isNegated = op == FilterOp::NotEqual;
    test.op = test.isNegated ? FilterOp::Equal : op;
    return test;
}

/// `message` has the value as {0}.
Error valueError(const FilterWord& value, std::string_view message) {
    return errorAt(value.place, message, {value.text});
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words)
        text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

/// The pattern; its error lies inside the value.
Result<TextPattern> patternOf(const FilterWord& value) {
    Result<TextPattern> pattern = TextPattern::compile(value.text);
    if (pattern)
        return pattern;
    const std::size_t inside = pattern.error().byteOffset.value_or(0) + (value.isQuoted ? 1 : 0);
    return errorAt(value.place + inside, "in the pattern: {0}", {pattern.error().message});
}

Result<FilterTest> textTest(FilterTest test, const FilterWord& value) {
    if (test.op != FilterOp::Matches) {
        test.text = lowerCase(value.text);
        return test;
    }
    Result<TextPattern> pattern = patternOf(value);
    if (!pattern)
        return pattern.error();
    test.pattern = std::make_shared<const TextPattern>(std::move(pattern).value());
    return test;
}

Result<FilterTest> addressTest(FilterTest test, const FilterWord& value) {
    if (test.op == FilterOp::Matches)
        return textTest(std::move(test), value);
    if (test.op == FilterOp::Contains) {
        if (Result<TextPattern> pattern = TextPattern::compile(TextPattern::literally(value.text)))
            test.pattern = std::make_shared<const TextPattern>(std::move(pattern).value());
        test.isInAddress =
            value.text.find('.') != std::string::npos && value.text.find_first_of(":]") == std::string::npos;
        return textTest(std::move(test), value);
    }
    const std::optional<AddressPattern> pattern = parseAddressPattern(value.text);
    if (!pattern)
        return valueError(value, "'{0}' is no address, network (10.0.0.0/8) or address with a port (10.0.0.1:80)");
    test.address = *pattern;
    return test;
}

Result<FilterTest> portTest(FilterTest test, const FilterWord& value) {
    constexpr std::int64_t kHighestPort = 65535;
    const std::optional<std::int64_t> port = isDigits(value.text) ? parseFilterNumber(value.text) : std::nullopt;
    if (!port || *port > kHighestPort)
        return valueError(value, "'{0}' is no port from 0 to 65535");
    test.number = *port;
    return test;
}

StateSet statesMatching(const TextPattern& pattern) {
    StateSet states;
    for (std::size_t i = 0; i < kStateCount; ++i)
        if (const auto state = static_cast<State>(i); pattern.isIn(toText(state)) || pattern.isIn(toShortText(state)))
            states.add(state);
    return states;
}

Result<FilterTest> stateTest(FilterTest test, const FilterWord& value) {
    if (test.op == FilterOp::Contains) {
        test.states = statesContaining(value.text);
    } else if (test.op == FilterOp::Matches) {
        const Result<TextPattern> pattern = patternOf(value);
        if (!pattern)
            return pattern.error();
        test.states = statesMatching(pattern.value());
    } else if (const std::optional<State> state = stateFromName(value.text)) {
        test.states.add(*state);
    }
    if (test.states.empty())
        return valueError(value, "'{0}' is no TCP state; states are named as in CLOSE_WAIT, ESTAB, FIN_WAIT_2");
    return test;
}

Result<FilterTest> durationTest(FilterTest test, const FilterWord& value) {
    const std::optional<Duration> duration = parseFilterDuration(value.text);
    if (!duration)
        return valueError(value, "'{0}' is no length of time such as 30s, 5m, 1h30m or 250ms");
    test.number = duration->count();
    return test;
}

/// What is written to the minute equals the whole minute, begins with it, and is over after it.
Result<FilterTest> momentTest(FilterTest test, const FilterWord& value) {
    const std::optional<FilterMoment> moment = parseFilterMoment(value.text);
    if (!moment)
        return valueError(value, "'{0}' is no time such as \"2026-11-28 17:00\", 2026-11-28 or 17:00:05 (UTC)");
    test.isTimeOfDay = moment->isTimeOfDay;
    test.number = moment->ns;
    test.upper = moment->ns + moment->length - 1;
    if (test.op == FilterOp::Equal)
        test.op = FilterOp::Within;
    if (test.op == FilterOp::Greater || test.op == FilterOp::LessEqual)
        test.number = test.upper;
    return test;
}

Result<FilterTest> numberTest(FilterTest test, const FilterWord& value) {
    const std::optional<std::int64_t> number = parseFilterNumber(value.text);
    if (!number)
        return valueError(value, "'{0}' is no number such as 12, 10k, 1.5M or 64KiB");
    test.number = *number;
    return test;
}

/// The test for a count being above zero, or not.
FilterTest flagTest(FilterTest test, bool wanted) {
    test.isNegated = false;
    test.op = wanted ? FilterOp::Greater : FilterOp::Equal;
    test.number = 0;
    return test;
}

Result<FilterTest> flagValueTest(const FilterTest& test, const FilterWord& value) {
    const std::string word = lowerCase(value.text);
    const bool isTrue = word == "1" || word == "true" || word == "yes";
    if (!isTrue && word != "0" && word != "false" && word != "no")
        return valueError(value, "'{0}' is no truth value: true or false");
    return flagTest(test, isTrue != test.isNegated);
}

Error choiceError(const FilterFieldRow& row, const FilterWord& value, const std::vector<std::string_view>& words) {
    const std::vector<std::string_view> near = nearestWords(value.text, words);
    if (!near.empty())
        return errorAt(value.place, "'{0}' is no value of '{1}'; did you mean {2}?",
                       {value.text, row.field.name, joined(near)});
    return errorAt(value.place, "'{0}' is no value of '{1}'; there are {2}",
                   {value.text, row.field.name, joined(words)});
}

Result<FilterTest> choiceTest(const FilterFieldRow& row, FilterTest test, const FilterWord& value) {
    std::optional<TextPattern> pattern;
    if (test.op == FilterOp::Matches) {
        Result<TextPattern> compiled = patternOf(value);
        if (!compiled)
            return compiled.error();
        pattern = std::move(compiled).value();
    }
    std::string wanted = lowerCase(value.text);
    std::replace(wanted.begin(), wanted.end(), '_', '-');
    const std::vector<std::string_view> words = filterChoices(row);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool isMeant = pattern                         ? pattern->isIn(words[i])
                             : test.op == FilterOp::Contains ? words[i].find(wanted) != std::string_view::npos
                                                             : words[i] == wanted;
        test.choices |= std::uint64_t{isMeant} << i;
    }
    if (test.choices == 0)
        return choiceError(row, value, words);
    return test;
}

bool isSoSevere(FilterOp op, Severity severity, Severity wanted) {
    switch (op) {
    case FilterOp::Greater:
        return severity > wanted;
    case FilterOp::GreaterEqual:
        return severity >= wanted;
    case FilterOp::Less:
        return severity < wanted;
    case FilterOp::LessEqual:
        return severity <= wanted;
    case FilterOp::Equal:
    case FilterOp::NotEqual:
    case FilterOp::Contains:
    case FilterOp::Matches:
    case FilterOp::Within:
        return severity == wanted;
    }
    return false;
}

Result<FilterTest> severityTest(const FilterFieldRow& row, FilterTest test, const FilterWord& value) {
    const std::vector<std::string_view> words = filterChoices(row);
    const auto found = std::find(words.begin(), words.end(), lowerCase(value.text));
    if (found == words.end())
        return choiceError(row, value, words);
    const auto wanted = static_cast<Severity>(found - words.begin());
    for (std::size_t i = 0; i < detectors().size(); ++i)
        test.choices |= std::uint64_t{isSoSevere(test.op, detectors()[i].severity, wanted)} << i;
    return test;
}

/// The value without regard to what may go with which operator.
Result<FilterTest> writtenTest(const FilterFieldRow& row, FilterTest test, const FilterWord& value) {
    switch (row.value) {
    case FilterValue::Address:
        return addressTest(std::move(test), value);
    case FilterValue::Port:
        return portTest(std::move(test), value);
    case FilterValue::State:
        return stateTest(std::move(test), value);
    case FilterValue::Time:
        return durationTest(std::move(test), value);
    case FilterValue::Moment:
        return momentTest(std::move(test), value);
    case FilterValue::Number:
    case FilterValue::Count:
        return numberTest(std::move(test), value);
    case FilterValue::Flag:
        return flagValueTest(test, value);
    case FilterValue::Choice:
        return choiceTest(row, std::move(test), value);
    case FilterValue::Severity:
        return severityTest(row, std::move(test), value);
    case FilterValue::Text:
        return textTest(std::move(test), value);
    }
    return test;
}

} // namespace

Result<FilterTest> valueTest(const FilterFieldRow& row, FilterOp op, const FilterWord& value) {
    return writtenTest(row, testOf(row, op), value);
}

Result<FilterTest> rangeTest(const FilterFieldRow& row, const FilterWord& first, const FilterWord& last) {
    const bool isOrdered = isAllowed(row.value, FilterOp::Greater) && row.value != FilterValue::Severity;
    if (!isOrdered)
        return errorAt(first.place, "values of '{0}' have no order: a range means nothing", {row.field.name});
    Result<FilterTest> from = valueTest(row, FilterOp::GreaterEqual, first);
    const Result<FilterTest> to = from ? valueTest(row, FilterOp::LessEqual, last) : from;
    if (!to)
        return to.error();
    FilterTest test = std::move(from).value();
    if (to.value().number < test.number || to.value().isTimeOfDay != test.isTimeOfDay)
        return errorAt(last.place, "this range ends before it begins");
    test.op = FilterOp::Within;
    test.upper = to.value().number;
    return test;
}

Result<FilterTest> bareFieldTest(const FilterFieldRow& row, const FilterWord& word) {
    if (row.value == FilterValue::Flag || row.value == FilterValue::Count)
        return flagTest(testOf(row, FilterOp::Greater), true);
    if (row.subject != FilterSubject::Finding)
        return errorAt(word.place, "'{0}' needs an operator and a value", {word.text});
    FilterTest test = testOf(row, FilterOp::Equal);
    test.choices = ~std::uint64_t{0};
    return test;
}

FilterTest presentStateTest(FilterSides sides, State state) {
    FilterTest test;
    test.subject = FilterSubject::State;
    test.sides = sides;
    test.states.add(state);
    return test;
}

} // namespace synscope
