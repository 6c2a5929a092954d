// SPDX-License-Identifier: Apache-2.0
#include "core/export/plantuml.h"

#include "core/diagram/theme.h"
#include "core/export/escape.h"
#include "core/export/ladder_words.h"

#include <string>
#include <string_view>

namespace synscope {
namespace {

constexpr std::array<std::string_view, 2> kNames{"A", "B"};

class PlantumlWriter {
public:
    PlantumlWriter(std::ostream& out, const ConnectionDetail& detail)
        : m_out(out), m_detail(detail), m_plan(planLadder(detail, LadderOptions{})) {}

    void write() {
        m_out << "@startuml\ntitle " << escapePlantuml(summaryText(m_detail, m_plan.facts)) << '\n';
        for (std::size_t side = 0; side < 2; ++side)
            m_out << "participant \"" << escapePlantuml(toText(m_detail.endpoint[side].address)) << "\\n"
                  << roleText(m_detail, static_cast<Side>(side)) << "\" as " << kNames[side] << '\n';
        writeStates({m_detail.initialState[0], m_detail.initialState[1]});
        for (const LadderRow& row : m_plan.rows)
            writeRow(row);
        writeStates(statesBegunAtEnd(m_detail));
        m_out << "... end of capture " << clockText(m_detail.captureEnd) << " ...\n@enduml\n";
    }

private:
    void writeStates(const std::array<std::optional<State>, 2>& states) {
        for (std::size_t side = 0; side < 2; ++side) {
            if (states[side])
                m_out << "hnote over " << kNames[side] << ' ' << hexText(colourOf(*states[side], Theme::Light)) << " : "
                      << toText(*states[side]) << '\n';
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
            m_out << "... " << escapePlantuml(oneLine(row.text)) << " ...\n";
            return;
        case LadderRowKind::Missing:
            writeMessage(row.side, row.attention ? "-[#e2571e]->>" : "-[#9a5b00]->>", row.text);
            return;
        case LadderRowKind::Note:
            writeNote(m_plan.notes[row.note]);
            return;
        }
    }

    void writeSegment(const LadderRow& row) {
        const DetailSegment& segment = m_detail.segments[row.firstSegment];
        const std::string line = isRepeated(segment) ? "--" : "-";
        writeMessage(segment.sender, line + (isDiscarded(segment) ? ">x" : ">"),
                     segmentWords(segment) + " · " + timeWords(m_detail, segment));
        writeStates(statesBegunBy(m_detail, row));
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
    LadderPlan m_plan;
};

} // namespace

void writePlantuml(std::ostream& out, const ConnectionDetail& detail) {
    PlantumlWriter(out, detail).write();
}

} // namespace synscope
