// SPDX-License-Identifier: Apache-2.0
#include "core/export/plantuml.h"

#include "core/diagram/certainty_text.h"
#include "core/diagram/theme.h"
#include "core/export/escape.h"
#include "core/export/ladder_words.h"

#include <string>
#include <string_view>

namespace synscope {
namespace {

constexpr std::array<std::string_view, 2> kNames{"A", "B"};
constexpr double kOwnHeight = 34; ///< px of a message, which space in true time comes on top of

class PlantumlWriter {
public:
    PlantumlWriter(std::ostream& out, const ConnectionDetail& detail, LadderOptions options)
        : m_out(out),
          m_detail(detail),
          m_options(std::move(options)),
          m_plan(placedPlan(detail, m_options)),
          m_claims(stateClaims(detail)) {}

    void write() {
        m_out << "@startuml\ntitle " << escapePlantuml(summaryText(m_detail, m_plan.facts)) << '\n';
        for (std::size_t side = 0; side < 2; ++side)
            m_out << "participant \"" << escapePlantuml(toText(m_detail.endpoint[side].address)) << "\\n"
                  << roleText(m_detail, static_cast<Side>(side)) << "\" as " << kNames[side] << '\n';
        writeStates(claimsAtStart(m_claims));
        double y = m_plan.rows.empty() ? 0 : m_plan.rows.front().y;
        for (const LadderRow& row : m_plan.rows) {
            if (const auto px = static_cast<int>(row.y - y - kOwnHeight); px > 0)
                m_out << "||" << px << "||\n";
            y = row.y;
            writeRow(row);
        }
        writeStates(claimsBegunAtEnd(m_claims, m_detail));
        for (const std::string& line : footnotes(m_detail, m_claims))
            m_out << "... " << escapePlantuml(line) << " ...\n";
        m_out << "... " << endText(m_detail) << " ...\n@enduml\n";
    }

private:
    void writeStates(const BegunClaims& begun) {
        for (std::size_t side = 0; side < 2; ++side) {
            if (begun[side] != nullptr)
                m_out << "hnote over " << kNames[side] << ' ' << hexText(colourOf(begun[side]->state, Theme::Light))
                      << " : " << claimText(*begun[side], m_detail.language) << '\n';
        }
    }

    void writeMessage(Side sender, std::string_view arrow, const std::string& text) {
        const auto from = static_cast<std::size_t>(sender);
        m_out << kNames[from] << ' ' << arrow << ' ' << kNames[1 - from] << " : " << escapePlantuml(text) << '\n';
    }

    void writeRow(const LadderRow& row) {
        switch (row.kind) {
        case LadderRowKind::Segment:
            writeSegment(row);
            return;
        case LadderRowKind::FoldedRun:
        case LadderRowKind::Gap:
            m_out << "... " << escapePlantuml(oneLine(*row.text, m_detail.language)) << " ...\n";
            return;
        case LadderRowKind::Missing:
            writeMessage(row.side, row.attention ? "-[#e2571e]->>" : "-[#9a5b00]->>", *row.text);
            return;
        case LadderRowKind::Note:
            writeNote(m_plan.notes[row.note]);
            return;
        case LadderRowKind::Remark:
            m_out << "note over " << kNames[static_cast<std::size_t>(row.side)] << " : "
                  << escapePlantuml(remarkWords(m_plan.remarks[row.note], m_detail.language)) << '\n';
            return;
        }
    }

    void writeSegment(const LadderRow& row) {
        const DetailSegment& segment = m_detail.segments[row.firstSegment];
        const std::string line = isRepeated(segment) ? "--" : "-";
        writeMessage(segment.sender, line + (isDiscarded(segment) ? ">x" : ">"),
                     segmentWords(segment, m_options, m_detail.language) + " · " + timeWords(m_detail, segment));
        writeStates(claimsBegunBy(m_claims, m_detail, row));
    }

    void writeNote(const LadderNote& note) {
        m_out << "note over A, B\n" << escapePlantuml(note.title) << '\n';
        for (const std::string* part : {&note.body, &note.figure}) {
            if (!part->empty())
                m_out << escapePlantuml(*part) << '\n';
        }
        m_out << "end note\n";
    }

    std::ostream& m_out;
    const ConnectionDetail& m_detail;
    LadderOptions m_options;
    LadderPlan m_plan;
    StateClaims m_claims;
};

} // namespace

void writePlantuml(std::ostream& out, const ConnectionDetail& detail, const LadderCards& cards,
                   const LadderOptions& shown) {
    PlantumlWriter(out, detail, textOptions(cards, shown)).write();
}

} // namespace synscope
