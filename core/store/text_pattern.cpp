// SPDX-License-Identifier: Apache-2.0
#include "core/store/text_pattern.h"

#include "core/base/say.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace synscope {
namespace {

using ByteSet = std::bitset<256>;

constexpr int kMostNesting = 50;

unsigned byteOf(char c) {
    return static_cast<unsigned char>(c);
}

void addRange(ByteSet& set, unsigned from, unsigned to) {
    for (unsigned byte = from; byte <= to; ++byte)
        set.set(byte);
}

/// A letter of the set brings its other case with it.
ByteSet withBothCases(ByteSet set) {
    constexpr unsigned kCaseBit = 0x20;
    for (unsigned upper = 'A'; upper <= 'Z'; ++upper)
        if (set[upper] || set[upper | kCaseBit])
            set.set(upper).set(upper | kCaseBit);
    return set;
}

/// What `\d`, `\w`, `\s` and their opposites stand for; any other character stands for itself.
ByteSet escaped(char c) {
    ByteSet set;
    const bool isOpposite = c == 'D' || c == 'W' || c == 'S';
    switch (isOpposite ? c - 'A' + 'a' : c) {
    case 'd':
        addRange(set, '0', '9');
        break;
    case 'w':
        addRange(set, '0', '9');
        addRange(set, 'a', 'z');
        addRange(set, 'A', 'Z');
        set.set('_');
        break;
    case 's':
        addRange(set, '\t', '\r');
        set.set(' ');
        break;
    default:
        set.set(byteOf(c));
    }
    return isOpposite ? ~set : set;
}

} // namespace

/// Recursive descent: alternatives < sequence < repetition < atom. A part is a stretch at the program's end.
class PatternCompiler {
public:
    explicit PatternCompiler(std::string_view pattern) : m_pattern(pattern) {}

    Result<TextPattern> run() {
        parseAlternatives();
        if (!m_error && m_place < m_pattern.size())
            failAt(m_place, "this ')' closes nothing");
        add({TextPattern::Action::Accept});
        if (m_error)
            return *m_error;
        return std::move(m_result);
    }

private:
    using Action = TextPattern::Action;
    using Step = TextPattern::Step;

    [[nodiscard]] std::uint16_t end() const { return static_cast<std::uint16_t>(m_result.m_steps.size()); }
    [[nodiscard]] bool isOver() const { return m_error || m_place == m_pattern.size(); }
    [[nodiscard]] char next() const { return m_pattern[m_place]; }

    void failAt(std::size_t place, const char* message) {
        if (m_error)
            return;
        m_error = errorSaying(message);
        m_error->byteOffset = place;
    }

    void add(Step step) {
        if (m_result.m_steps.size() == TextPattern::kMostSteps)
            return failAt(0, "the pattern is too long");
        m_result.m_steps.push_back(step);
    }

    /// Puts a step before the part that begins at `at`.
    void insert(std::uint16_t at, Step step) {
        add({});
        auto& steps = m_result.m_steps;
        if (m_error)
            return;
        for (std::size_t i = at; i < steps.size(); ++i) { // steps before the part lead at most to its beginning
            const bool leads = steps[i].action == Action::Fork || steps[i].action == Action::Jump;
            steps[i].next = static_cast<std::uint16_t>(steps[i].next + (leads ? 1 : 0));
            if (steps[i].action == Action::Fork)
                ++steps[i].branch;
        }
        steps.insert(steps.begin() + at, step);
        steps.pop_back();
    }

    void addTake(const ByteSet& set) {
        m_result.m_sets.push_back(withBothCases(set));
        add({Action::Take, 0, static_cast<std::uint16_t>(m_result.m_sets.size() - 1)});
    }

    void parseAlternatives() {
        const std::uint16_t begin = end();
        parseSequence();
        if (isOver() || next() != '|')
            return;
        ++m_place;
        insert(begin, {Action::Fork, static_cast<std::uint16_t>(begin + 1), 0});
        const std::uint16_t jump = end();
        add({Action::Jump});
        if (m_error)
            return;
        m_result.m_steps[begin].branch = end();
        parseNested([this] { parseAlternatives(); });
        if (!m_error)
            m_result.m_steps[jump].next = end();
    }

    template <typename Parse>
    void parseNested(Parse parse) {
        if (++m_nesting > kMostNesting)
            failAt(m_place, "the pattern is nested too deeply");
        else
            parse();
        --m_nesting;
    }

    void parseSequence() {
        while (!isOver() && next() != '|' && next() != ')')
            parseRepetition();
    }

    void parseRepetition() {
        const std::uint16_t begin = end();
        parseAtom();
        while (!isOver() && (next() == '*' || next() == '+' || next() == '?'))
            repeat(begin, m_pattern[m_place++]);
    }

    void repeat(std::uint16_t begin, char sign) {
        const auto body = static_cast<std::uint16_t>(begin + 1);
        if (sign == '+') {
            add({Action::Fork, begin, static_cast<std::uint16_t>(end() + 1)});
            return;
        }
        insert(begin, {Action::Fork, body, 0});
        if (sign == '*')
            add({Action::Jump, begin, 0});
        if (!m_error)
            m_result.m_steps[begin].branch = end();
    }

    void parseAtom() {
        const std::size_t start = m_place;
        switch (const char c = m_pattern[m_place++]; c) {
        case '.':
            return addTake(ByteSet().set());
        case '^':
            return add({Action::Begin});
        case '$':
            return add({Action::End});
        case '(':
            return parseGroup(start);
        case '[':
            return parseSet(start);
        case '\\':
            return isOver() ? failAt(start, "a character is missing after this '\\'")
                            : addTake(escaped(m_pattern[m_place++]));
        case '*':
        case '+':
        case '?':
            return failAt(start, "there is nothing to repeat here");
        case '{':
            return failAt(start, "repetition with { } is not known; write \\{ for the character");
        default:
            return addTake(ByteSet().set(byteOf(c)));
        }
    }

    void parseGroup(std::size_t start) {
        if (m_pattern.substr(m_place, 2) == "?:")
            m_place += 2;
        parseNested([this] { parseAlternatives(); });
        if (m_error)
            return;
        if (isOver())
            return failAt(start, "this '(' is not closed");
        ++m_place;
    }

    void parseSet(std::size_t start) {
        const bool isOpposite = !isOver() && next() == '^';
        m_place += isOpposite ? 1 : 0;
        ByteSet set;
        for (bool isFirst = true; !isOver() && (isFirst || next() != ']'); isFirst = false)
            addMember(set, start);
        if (isOver())
            return failAt(start, "this '[' is not closed");
        ++m_place;
        set = withBothCases(set);
        addTake(isOpposite ? ~set : set);
    }

    void addMember(ByteSet& set, std::size_t start) {
        const char from = m_pattern[m_place++];
        if (from == '\\') {
            if (isOver())
                return failAt(start, "this '[' is not closed");
            set |= escaped(m_pattern[m_place++]);
            return;
        }
        const bool isRange =
            m_place + 1 < m_pattern.size() && m_pattern[m_place] == '-' && m_pattern[m_place + 1] != ']';
        if (!isRange) {
            set.set(byteOf(from));
            return;
        }
        const char to = m_pattern[m_place + 1];
        if (byteOf(to) < byteOf(from))
            return failAt(m_place - 1, "this range ends before it begins");
        addRange(set, byteOf(from), byteOf(to));
        m_place += 2;
    }

    std::string_view m_pattern;
    std::size_t m_place = 0;
    TextPattern m_result;
    std::optional<Error> m_error;
    int m_nesting = 0;
};

/// The steps at which threads wait for the next byte; each is there once.
class TextPattern::Threads {
public:
    void clear() { m_count = 0; }
    [[nodiscard]] std::size_t size() const { return m_count; }
    std::uint16_t operator[](std::size_t i) const { return m_members[i]; }

    /// False when it is there already.
    bool add(std::uint16_t step) {
        const std::uint16_t at = m_places[step];
        if (at < m_count && m_members[at] == step)
            return false;
        m_places[step] = static_cast<std::uint16_t>(m_count);
        m_members[m_count++] = step;
        return true;
    }

private:
    std::array<std::uint16_t, kMostSteps> m_members{};
    std::array<std::uint16_t, kMostSteps> m_places{};
    std::size_t m_count = 0;
};

/// Adds what the threads lead to without a byte, and one more that begins here; true once one has come through. Calls
/// `take(set, following)` for those that wait for a byte of a set.
template <typename Take>
bool TextPattern::follow(Threads& now, bool isBegin, bool isEnd, Take take) const {
    now.add(0);                                    // a match may begin anywhere
    for (std::size_t i = 0; i < now.size(); ++i) { // grows while it is walked over
        const Step& step = m_steps[now[i]];
        const auto following = static_cast<std::uint16_t>(now[i] + 1);
        switch (step.action) {
        case Action::Accept:
            return true;
        case Action::Fork:
            now.add(step.next);
            now.add(step.branch);
            break;
        case Action::Jump:
            now.add(step.next);
            break;
        case Action::Begin:
            if (isBegin)
                now.add(following);
            break;
        case Action::End:
            if (isEnd)
                now.add(following);
            break;
        case Action::Take:
            take(step.branch, following);
            break;
        }
    }
    return false;
}

/// Works out the sets of threads that there can be, each a place of the table.
class PatternTable {
public:
    explicit PatternTable(TextPattern& pattern) : m_pattern(pattern) {}

    void make() {
        sortBytes();
        m_waiting.emplace_back();
        for (std::size_t place = 0; place < m_waiting.size(); ++place) {
            add(place);
            if (m_waiting.size() > TextPattern::kMostPlaces) {
                m_pattern.m_places.clear();
                m_pattern.m_moves.clear();
                return;
            }
        }
    }

private:
    using Waiting = std::vector<std::uint16_t>; ///< steps, ascending
    using Answer = TextPattern::Place::Answer;

    /// Into classes, each with a byte that stands for it.
    void sortBytes() {
        std::map<std::vector<bool>, std::uint8_t> classes;
        for (unsigned byte = 0; byte < 256; ++byte) {
            std::vector<bool> isIn;
            for (const ByteSet& set : m_pattern.m_sets)
                isIn.push_back(set[byte]);
            const auto [known, isNew] = classes.emplace(isIn, static_cast<std::uint8_t>(classes.size()));
            if (isNew)
                m_oneOf.push_back(byte);
            m_pattern.m_classOf[byte] = known->second;
        }
        m_pattern.m_classes = m_oneOf.size();
    }

    void add(std::size_t place) {
        std::vector<std::pair<std::uint16_t, std::uint16_t>> takes;
        const auto reach = [&](bool isEnd, auto take) {
            TextPattern::Threads threads;
            for (const std::uint16_t step : m_waiting[place])
                threads.add(step);
            return m_pattern.follow(threads, place == 0, isEnd, take);
        };
        TextPattern::Place made;
        if (reach(false, [&](std::uint16_t set, std::uint16_t following) { takes.emplace_back(set, following); }))
            made.answer = Answer::Fits;
        made.fitsAtEnd = reach(true, [](std::uint16_t, std::uint16_t) {});
        bool isStuck = !made.fitsAtEnd;
        for (const unsigned byte : m_oneOf) {
            Waiting after;
            for (const auto& [set, following] : takes)
                if (m_pattern.m_sets[set][byte])
                    after.push_back(following);
            const std::size_t to = made.answer == Answer::Fits ? place : placeOf(std::move(after));
            isStuck = isStuck && to == place;
            m_pattern.m_moves.push_back(static_cast<std::uint8_t>(to));
        }
        if (isStuck && made.answer == Answer::Open)
            made.answer = Answer::Never;
        m_pattern.m_places.push_back(made);
    }

    /// The beginning is a place of its own: nothing leads back to it.
    std::size_t placeOf(Waiting waiting) {
        std::sort(waiting.begin(), waiting.end());
        waiting.erase(std::unique(waiting.begin(), waiting.end()), waiting.end());
        const auto found = std::find(m_waiting.begin() + 1, m_waiting.end(), waiting);
        const auto place = static_cast<std::size_t>(found - m_waiting.begin());
        if (found == m_waiting.end())
            m_waiting.push_back(std::move(waiting));
        return place;
    }

    TextPattern& m_pattern;
    std::vector<unsigned> m_oneOf;  ///< by class
    std::vector<Waiting> m_waiting; ///< by place
};

std::string TextPattern::literally(std::string_view text) {
    constexpr std::string_view kSpecial = "\\.[]()|*+?^${}";
    std::string pattern;
    for (const char letter : text)
        pattern.append(kSpecial.find(letter) == std::string_view::npos ? "" : "\\").append(1, letter);
    return pattern;
}

Result<TextPattern> TextPattern::compile(std::string_view pattern) {
    Result<TextPattern> compiled = PatternCompiler(pattern).run();
    if (!compiled)
        return compiled;
    TextPattern result = std::move(compiled).value();
    PatternTable(result).make();
    return result;
}

bool TextPattern::isIn(std::string_view text) const {
    if (m_places.empty())
        return isInBySteps(text);
    std::size_t place = 0;
    for (const char c : text) {
        if (m_places[place].answer != Place::Answer::Open)
            break;
        place = m_moves[place * m_classes + m_classOf[byteOf(c)]];
    }
    const Place& last = m_places[place];
    return last.answer == Place::Answer::Fits || (last.answer == Place::Answer::Open && last.fitsAtEnd);
}

bool TextPattern::isInBySteps(std::string_view text) const {
    Threads first;
    Threads second;
    Threads* now = &first;
    Threads* after = &second;
    for (std::size_t place = 0;; ++place) {
        const bool isEnd = place == text.size();
        const auto take = [&](std::uint16_t set, std::uint16_t following) {
            if (!isEnd && m_sets[set][byteOf(text[place])])
                after->add(following);
        };
        if (follow(*now, place == 0, isEnd, take))
            return true;
        if (isEnd)
            return false;
        std::swap(now, after);
        after->clear();
    }
}

} // namespace synscope
