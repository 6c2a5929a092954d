// SPDX-License-Identifier: Apache-2.0
#include "core/store/text_pattern.h"

#include "core/base/say.h"

#include <array>
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

Result<TextPattern> TextPattern::compile(std::string_view pattern) {
    return PatternCompiler(pattern).run();
}

bool TextPattern::isIn(std::string_view text) const {
    Threads first;
    Threads second;
    Threads* now = &first;
    Threads* after = &second;
    for (std::size_t place = 0;; ++place) {
        now->add(0);                                    // a match may begin anywhere
        for (std::size_t i = 0; i < now->size(); ++i) { // grows while it is walked over
            const Step& step = m_steps[(*now)[i]];
            const auto following = static_cast<std::uint16_t>((*now)[i] + 1);
            switch (step.action) {
            case Action::Accept:
                return true;
            case Action::Fork:
                now->add(step.next);
                now->add(step.branch);
                break;
            case Action::Jump:
                now->add(step.next);
                break;
            case Action::Begin:
                if (place == 0)
                    now->add(following);
                break;
            case Action::End:
                if (place == text.size())
                    now->add(following);
                break;
            case Action::Take:
                if (place < text.size() && m_sets[step.branch][byteOf(text[place])])
                    after->add(following);
                break;
            }
        }
        if (place == text.size())
            return false;
        std::swap(now, after);
        after->clear();
    }
}

} // namespace synscope
