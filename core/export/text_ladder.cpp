// SPDX-License-Identifier: Apache-2.0
#include "core/export/text_ladder.h"

#include "core/diagram/certainty_text.h"
#include "core/export/escape.h"
#include "core/export/ladder_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kPacketColumns = 8;
constexpr std::size_t kTimeColumns = 15;  ///< up to 100 days with six decimals
constexpr std::size_t kStateColumns = 14; ///< with two before it that only "SYN_RECEIVED?" and its like need
constexpr std::size_t kLaneColumns = 45;  ///< between the two lifelines
constexpr double kLetterSize = 10;        ///< any: Latin letters of Face::Numbers are equally wide
constexpr double kLineHeight = 20;        ///< px of true time that a line stands for
static_assert(kPacketColumns + kTimeColumns + 2 * kStateColumns + kLaneColumns + 4 <= kTextLadderColumns);

/// Columns that a text takes: its code points, of which those of Chinese (from U+3000 on) are two wide.
std::size_t columnsOf(std::string_view text) {
    std::size_t columns = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0U) != 0x80U)
            columns += byte >= 0xe3U ? 2 : 1;
    }
    return columns;
}

/// For wrapText(). A Chinese letter is narrower than two Latin ones there, but takes two columns here.
double wrapWidth(std::size_t columns, Language language) {
    if (language == Language::Chinese)
        return static_cast<double>(columns) * kLetterSize / 2;
    return estimateTextWidth(std::string(columns, '0'), Face::Numbers, kLetterSize);
}

std::string spaces(std::size_t count) {
    return std::string(count, ' ');
}

std::string rightAligned(const std::string& text, std::size_t columns) {
    return spaces(columns - std::min(columns, columnsOf(text))) + text;
}

std::string centred(const std::string& text) {
    const std::size_t free = kLaneColumns - std::min(kLaneColumns, columnsOf(text));
    return spaces(free / 2) + text + spaces(free - free / 2);
}

/// The arrow's line, `columns` long, drawn so that equal dashes meet whatever the start.
std::string stroke(std::size_t columns, std::string_view pattern) {
    std::string line;
    while (line.size() < columns)
        line += pattern;
    line.resize(columns);
    return line;
}

std::string arrow(Side sender, const std::string& label, std::string_view pattern, char head) {
    const std::string words = label.empty() ? "" : ' ' + label + ' ';
    const std::size_t free = kLaneColumns - 1 - std::min(kLaneColumns - 1, columnsOf(words));
    const std::string before = stroke(free / 2, pattern);
    const std::string after = stroke(free - free / 2, pattern);
    if (sender == Side::Initiator)
        return before + words + after + (head == 'x' ? 'x' : '>');
    return (head == 'x' ? 'x' : '<') + before + words + after;
}

std::string labelOf(const DetailSegment& segment, Language language) {
    const auto text = [](const SegmentLabel& label) {
        std::string words = label.flags;
        for (const std::string* part : {&label.marks, &label.figures}) {
            if (!part->empty())
                words += ' ' + *part;
        }
        return words;
    };
    constexpr std::size_t kRoom = kLaneColumns - 9; // some line is to be seen on both sides
    return cleanText(text(segmentLabel(
        segment, true, [&](const SegmentLabel& label) { return columnsOf(text(label)) <= kRoom; }, language)));
}

class TextWriter {
public:
    TextWriter(std::ostream& out, const ConnectionDetail& detail, LadderOptions options)
        : m_out(out),
          m_detail(detail),
          m_options(std::move(options)),
          m_plan(placedPlan(detail, m_options)),
          m_claims(stateClaims(detail)) {}

    void write() {
        for (std::size_t side = 0; side < 2; ++side)
            m_out << toText(m_detail.endpoint[side].address) << "  " << roleText(m_detail, static_cast<Side>(side))
                  << '\n';
        m_out << summaryText(m_detail, m_plan.facts) << "\n\n";
        writeClaims(say(m_detail.language, "packet"), say(m_detail.language, "seconds"), claimsAtStart(m_claims),
                    spaces(kLaneColumns));
        double y = m_plan.rows.empty() ? 0 : m_plan.rows.front().y;
        for (const LadderRow& row : m_plan.rows) {
            for (auto lines = static_cast<int>((row.y - y) / kLineHeight); lines > 1; --lines)
                writeLine("", "", {}, spaces(kLaneColumns));
            y = row.y;
            writeRow(row);
        }
        writeClaims("", "", claimsBegunAtEnd(m_claims, m_detail), centred(endText(m_detail)));
        writeFootnotes();
    }

private:
    void writeFootnotes() {
        const double width = wrapWidth(kTextLadderColumns, m_detail.language);
        std::string_view before = "\n";
        for (const std::string& note : footnotes(m_detail, m_claims)) {
            for (const std::string& line : wrapText(note, Face::Numbers, kLetterSize, width))
                m_out << std::exchange(before, "") << line << '\n';
        }
    }

    /// A line with the states that begin, and below it what they may be instead.
    void writeClaims(const std::string& packet, const std::string& time, const BegunClaims& begun,
                     const std::string& lane) {
        const auto name = [](const StateClaim* claim) { return claim == nullptr ? "" : claimName(*claim); };
        writeLine(packet, time, {name(begun[0]), name(begun[1])}, lane);
        const std::array<std::vector<std::string>, 2> more{othersOf(begun[0]), othersOf(begun[1])};
        const auto at = [](const std::vector<std::string>& lines, std::size_t i) {
            return i < lines.size() ? lines[i] : std::string();
        };
        for (std::size_t i = 0; i < std::max(more[0].size(), more[1].size()); ++i)
            writeLine("", "", {at(more[0], i), at(more[1], i)}, spaces(kLaneColumns));
    }

    /// "or CLOSE_WAIT", one a line.
    std::vector<std::string> othersOf(const StateClaim* claim) const {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < kStateCount && claim != nullptr; ++i) {
            const auto state = static_cast<State>(i);
            if (state != claim->state && claim->possible.has(state))
                lines.push_back(say(m_detail.language, "or {0}", {toShortText(state)}));
        }
        return lines;
    }

    void writeLine(const std::string& packet, const std::string& time, const std::array<std::string, 2>& states,
                   const std::string& lane) {
        std::string line = rightAligned(packet, kPacketColumns) + ' ' + rightAligned(time, kTimeColumns) +
                           rightAligned(states[0], kStateColumns) + " |" + lane + "| " + states[1];
        line.erase(line.find_last_not_of(' ') + 1);
        m_out << line << '\n';
    }

    void writeRow(const LadderRow& row) {
        switch (row.kind) {
        case LadderRowKind::Segment:
            writeSegment(row);
            return;
        case LadderRowKind::FoldedRun:
        case LadderRowKind::Gap:
            writeWords(*row.text);
            return;
        case LadderRowKind::Missing:
            writeLine("", "", {}, arrow(row.side, *row.text, "- ", '>'));
            return;
        case LadderRowKind::Note:
            writeNote(m_plan.notes[row.note]);
            return;
        case LadderRowKind::Remark:
            writeRemark(row);
            return;
        }
    }

    void writeSegment(const LadderRow& row) {
        const DetailSegment& segment = m_detail.segments[row.firstSegment];
        const std::string_view pattern =
            segment.flags.rst() && !isRepeated(segment) ? styleOf(Look::Reset).textStroke : styleOf(segment).textStroke;
        writeClaims(
            std::to_string(indexOf(segment.packet)), secondsText(segment.time - m_detail.segments.front().time),
            claimsBegunBy(m_claims, m_detail, row),
            arrow(segment.sender, labelOf(segment, m_detail.language), pattern, isDiscarded(segment) ? 'x' : '>'));
        if (const std::string extras = segmentExtras(segment, m_options, m_detail.language); !extras.empty())
            writeWords(extras);
    }

    /// Lines of a text, wrapped to the lane.
    void writeWords(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const double width = wrapWidth(kLaneColumns - 4, m_detail.language);
            for (const std::string& line : wrapText(text.substr(0, end), Face::Numbers, kLetterSize, width))
                writeLine("", "", {}, centred(line));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    void writeNote(const LadderNote& note) {
        if (note.tone == NoteTone::Card) {
            writeCard(note);
            return;
        }
        writeLine("", "", {}, spaces(kLaneColumns));
        writeWords(note.tone == NoteTone::Attention ? "*** " + note.title + " ***" : note.title);
        writeWords(note.body);
        writeWords(note.figure);
        writeLine("", "", {}, spaces(kLaneColumns));
    }

    /// Indented below the step, as wide as the lane and both columns of states.
    void writeCard(const LadderNote& card) {
        constexpr std::size_t kIndent = kPacketColumns + kTimeColumns + 3;
        const double width = wrapWidth(kTextLadderColumns - kIndent - 2, m_detail.language);
        m_out << '\n';
        for (const std::string& line : wrapText(card.title, Face::Numbers, kLetterSize, width))
            m_out << spaces(kIndent) << line << '\n';
        for (const std::string& line : wrapText(card.body, Face::Numbers, kLetterSize, width))
            m_out << spaces(kIndent + 2) << line << '\n';
        m_out << '\n';
    }

    /// At the side it is about.
    void writeRemark(const LadderRow& row) {
        const double width = wrapWidth(kLaneColumns - 4, m_detail.language);
        bool isFirst = true;
        for (const std::string& words :
             wrapText(remarkWords(m_plan.remarks[row.note], m_detail.language), Face::Numbers, kLetterSize, width)) {
            const std::string line = (isFirst ? "! " : "  ") + words;
            const std::string free = spaces(kLaneColumns - 1 - std::min(kLaneColumns - 1, columnsOf(line)));
            writeLine("", "", {}, row.side == Side::Initiator ? ' ' + line + free : free + line + ' ');
            isFirst = false;
        }
    }

    std::ostream& m_out;
    const ConnectionDetail& m_detail;
    LadderOptions m_options;
    LadderPlan m_plan;
    StateClaims m_claims;
};

} // namespace

void writeTextLadder(std::ostream& out, const ConnectionDetail& detail, const LadderCards& cards,
                     const LadderOptions& shown) {
    TextWriter(out, detail, textOptions(cards, shown)).write();
}

} // namespace synscope
