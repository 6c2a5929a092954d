// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_rows.h"

#include "core/diagram/ladder_notes.h"
#include "core/diagram/ladder_remarks.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <limits>

namespace synscope {
namespace {

constexpr std::size_t kRunLead = 2; ///< segments of a long run that are drawn before the rest is folded
constexpr std::int64_t kPartsOfLife = 50;
/// Rows beside the segments' that most diagrams have: one in so many, and a few.
constexpr std::size_t kNotesShare = 16;
constexpr std::size_t kFewNotes = 64;

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// Marks that do not keep a segment out of a run.
constexpr Marks foldableMarks() {
    Marks marks;
    for (const Mark mark : {Mark::DuplicateAck, Mark::KeepAlive, Mark::KeepAliveAck, Mark::WindowUpdate})
        marks.add(mark);
    return marks;
}

bool foldable(const std::vector<DetailSegment>& segments, std::size_t i) {
    const DetailSegment& segment = segments[i];
    if (segment.flags.syn() || segment.flags.fin() || segment.flags.rst() || segment.isLost)
        return false;
    if ((segment.marks.bits & ~foldableMarks().bits) != 0)
        return false;
    return i > 0 && segment.stateAfter == segments[i - 1].stateAfter &&
           segment.possibleAfter == segments[i - 1].possibleAfter;
}

/// Builds the rows in one walk over the segments.
class Planner {
public:
    Planner(const ConnectionDetail& detail, const LadderOptions& options)
        : m_detail(detail), m_segments(detail.segments), m_options(options) {
        m_plan.facts = factsOf(detail);
        if (options.showNotes)
            m_remarks = remarksOf(detail);
        if (!m_segments.empty())
            m_longQuiet =
                std::max(m_plan.facts.quiet, (m_segments.back().time - m_segments.front().time) / kPartsOfLife);
    }

    LadderPlan plan() {
        assert(m_segments.size() <= std::numeric_limits<std::uint32_t>::max());
        if (!m_options.foldRuns)
            m_plan.rows.reserve(m_segments.size() + m_segments.size() / kNotesShare + m_detail.seenElsewhere.size() +
                                kFewNotes);
        addCardsBefore(0);
        for (std::size_t i = 0; i < m_segments.size();) {
            const std::size_t end = m_options.foldRuns ? runEnd(i) : i;
            if (end - i > std::max(m_options.foldOver, kRunLead)) {
                addSegments(i, i + kRunLead);
                addRun(i + kRunLead, end);
            } else {
                addSegments(i, std::max(end, i + 1));
            }
            i = std::max(end, i + 1);
        }
        const std::size_t before = m_plan.rows.size();
        addEnd();
        for (; m_nextCard < cards().size(); ++m_nextCard)
            addCard(m_segments.size(), cards()[m_nextCard]);
        for (std::size_t row = before; row < m_plan.rows.size(); ++row)
            m_plan.rows[row].isAtEnd = true;
        return std::move(m_plan);
    }

private:
    /// One past the last segment of the run that begins at `begin`; `begin` when none does.
    std::size_t runEnd(std::size_t begin) const {
        std::size_t end = begin;
        while (end < m_segments.size() && foldable(m_segments, end) && !isRemarked(end) && !hasCardAfter(end)) {
            if (end > begin && m_segments[end].time - m_segments[end - 1].time >= m_longQuiet && !isKeepAlive(end))
                break;
            ++end;
        }
        return end;
    }

    [[nodiscard]] bool isTrueTime() const { return m_options.time == LadderTime::True; }

    bool isRemarked(std::size_t i) const {
        const auto isBefore = [](const PlacedRemark& r, PacketNumber packet) { return r.packet < packet; };
        const auto found = std::lower_bound(m_remarks.begin(), m_remarks.end(), m_segments[i].packet, isBefore);
        return found != m_remarks.end() && found->packet == m_segments[i].packet;
    }

    const std::vector<LadderCard>& cards() const {
        static const std::vector<LadderCard> kNone;
        return m_options.cards ? *m_options.cards : kNone;
    }

    bool hasCardAfter(std::size_t i) const {
        const auto stands = [](const LadderCard& card, std::size_t next) { return !card.isAtEnd && card.next < next; };
        const auto found = std::lower_bound(cards().begin(), cards().end(), i + 1, stands);
        return found != cards().end() && !found->isAtEnd && found->next == i + 1;
    }

    bool hasCardAtEnd() const { return !cards().empty() && cards().back().isAtEnd; }

    /// Keep-alives are rare by nature: the silence before one is no reason to end a run of them.
    bool isKeepAlive(std::size_t i) const { return m_segments[i].marks.has(Mark::KeepAlive); }

    void addSegments(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            addGapBefore(i);
            addMissingBefore(i);
            advance(m_segments[i]);
            m_plan.rows.push_back(row(LadderRowKind::Segment, i, 1));
            addRemarksTo(i);
            addNotesAfter(i);
            addCardsBefore(i + 1);
        }
    }

    void addRun(std::size_t begin, std::size_t end) {
        std::array<std::uint64_t, 2> bytes{};
        std::size_t keepAlives = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const DetailSegment& segment = m_segments[i];
            bytes[at(segment.sender)] += segment.payloadBytes;
            keepAlives += segment.marks.has(Mark::KeepAlive) || segment.marks.has(Mark::KeepAliveAck) ? 1 : 0;
            advance(segment);
        }
        const Duration took = m_segments[end - 1].time - m_segments[begin].time;
        LadderRow run = row(LadderRowKind::FoldedRun, begin, end - begin);
        run.text.set(
            "⋮ " +
            say(m_detail.language, "{0} in {1}", {segmentsText(end - begin, m_detail.language), durationText(took)}) +
            '\n' + contentText(bytes, keepAlives == end - begin));
        m_plan.rows.push_back(std::move(run));
        addRemarksTo(end - 1);
        addCardsBefore(end);
    }

    void addCardsBefore(std::size_t next) {
        for (; m_nextCard < cards().size() && !cards()[m_nextCard].isAtEnd && cards()[m_nextCard].next <= next;
             ++m_nextCard)
            addCard(next, cards()[m_nextCard]);
    }

    void addCard(std::size_t next, const LadderCard& card) {
        addNote(next, card.side, {NoteTone::Card, card.title, card.body, {}});
    }

    std::string contentText(const std::array<std::uint64_t, 2>& bytes, bool onlyKeepAlives) const {
        if (onlyKeepAlives)
            return say(m_detail.language, "keep-alives and their answers");
        std::string text;
        for (const Side side : {Side::Initiator, Side::Responder}) {
            if (bytes[at(side)] > 0)
                text.append(text.empty() ? "" : separatorIn(m_detail.language))
                    .append(say(m_detail.language, "{0} from {1}",
                                {byteCountText(bytes[at(side)]), theRole(m_detail, side)}));
        }
        return text.empty() ? say(m_detail.language, "no data") : text;
    }

    void addGapBefore(std::size_t i) {
        if (i == 0) {
            if (m_detail.part && m_detail.part->first > 0)
                addGap(0, "⋮ " + say(m_detail.language, "{0} before",
                                     {segmentsText(m_detail.part->first, m_detail.language)}));
            return;
        }
        if (isTrueTime()) // there the axis tells
            return;
        const ConversationFacts& facts = m_plan.facts;
        const bool secondFin = facts.closedFirst && facts.fin[at(other(*facts.closedFirst))] == i;
        if (secondFin && facts.finAnswer && *facts.finAnswer < i) {
            const Duration waited = m_segments[i].time - m_segments[*facts.finAnswer].time;
            addGap(i, "⋮ " + say(m_detail.language, "{0}, the program's time", {durationText(waited)}));
            return;
        }
        const Duration idle = m_segments[i].time - m_segments[i - 1].time;
        if (idle >= facts.quiet)
            addGap(i, "⋮ " + say(m_detail.language, "{0} quiet", {durationText(idle)}));
    }

    /// What only the other capture saw, until then. Answers whose segments these are, by Side.
    std::array<bool, 2> addElsewhere(std::size_t next, Timestamp until) {
        std::array<bool, 2> told{};
        for (; m_nextElsewhere < m_detail.seenElsewhere.size(); ++m_nextElsewhere) {
            const DetailSegment& segment = m_detail.seenElsewhere[m_nextElsewhere];
            if (segment.time > until)
                break;
            told[at(segment.sender)] = true;
            const std::string flags = flagsText(segment.flags, m_detail.language);
            addMissing(next, segment.sender,
                       segment.isLost ? say(m_detail.language, "{0} lost on its way", {flags})
                                      : say(m_detail.language, "{0} in the other capture only", {flags}));
        }
        return told;
    }

    void addMissingBefore(std::size_t i) {
        const DetailSegment& segment = m_segments[i];
        const std::array<bool, 2> isTold = addElsewhere(i, segment.time);
        if (segment.marks.has(Mark::PreviousLost) && !isTold[at(segment.sender)]) {
            const std::int32_t lost =
                m_seen[at(segment.sender)] ? segment.seq.distanceFrom(m_next[at(segment.sender)]) : 0;
            addMissing(i, segment.sender,
                       lost > 0 ? say(m_detail.language, "{0} B not captured",
                                      {groupedNumber(static_cast<std::uint64_t>(lost))})
                                : say(m_detail.language, "segment not captured"));
        }
        if (segment.marks.has(Mark::AckedUnseen) && !isTold[at(other(segment.sender))])
            addMissing(i, other(segment.sender), say(m_detail.language, "acked, not captured"));
    }

    /// Those that belong to the segment, or to a packet before it that is not shown.
    void addRemarksTo(std::size_t i) {
        for (; m_nextRemark < m_remarks.size() && m_remarks[m_nextRemark].packet <= m_segments[i].packet;
             ++m_nextRemark)
            addRemark(i + 1, m_remarks[m_nextRemark]);
    }

    void addNotesAfter(std::size_t i) {
        if (!m_options.showNotes || hasCardAfter(i))
            return;
        if (m_plan.facts.opened == i && !isTrueTime()) // there it would part what belongs together
            addNote(i + 1, Side::Initiator, openedNote(m_detail, m_plan.facts));
        if (m_plan.facts.reset == i)
            addNote(i + 1, m_segments[i].sender, resetNote(m_detail, m_plan.facts));
    }

    void addEnd() {
        const std::size_t end = m_segments.size();
        addElsewhere(end, m_detail.captureEnd);
        for (; m_nextRemark < m_remarks.size(); ++m_nextRemark)
            addRemark(end, m_remarks[m_nextRemark]);
        if (m_detail.omittedSegments > 0)
            addGap(end, "⋮ " + say(m_detail.language, "{0} more, beyond the limit",
                                   {segmentsText(m_detail.omittedSegments, m_detail.language)}));
        if (m_detail.part && m_detail.part->last + 1 < m_detail.part->of) { // what is open here may close later
            addGap(end, "⋮ " + say(m_detail.language, "{0} after",
                                   {segmentsText(m_detail.part->of - m_detail.part->last - 1, m_detail.language)}));
            return;
        }
        auto closing = closingNote(m_detail, m_plan.facts, m_detail.timeWait);
        const bool isToldByCard = hasCardAtEnd() && closing && closing->note.tone != NoteTone::Attention;
        if (closing && m_options.showNotes && !isToldByCard)
            addNote(end, closing->side, std::move(closing->note));
        if (closing && closing->awaitsFin) {
            addMissing(end, closing->side, say(m_detail.language, "FIN not seen"));
            m_plan.rows.back().attention = true;
        }
        const bool ended = m_detail.endpoint[0].state == State::Closed || m_detail.endpoint[1].state == State::Closed;
        if (closing || ended || end == 0 || m_detail.omittedSegments > 0 || isTrueTime())
            return;
        const Duration idle = m_detail.captureEnd - m_segments.back().time;
        if (idle >= m_plan.facts.quiet)
            addGap(end, "⋮ " + say(m_detail.language, "{0} quiet", {durationText(idle)}));
    }

    static LadderRow row(LadderRowKind kind, std::size_t first, std::size_t count) {
        LadderRow made;
        made.kind = kind;
        made.firstSegment = static_cast<std::uint32_t>(first);
        made.segmentCount = static_cast<std::uint32_t>(count);
        return made;
    }

    void addGap(std::size_t next, std::string text) {
        m_plan.rows.push_back(row(LadderRowKind::Gap, next, 0));
        m_plan.rows.back().text.set(std::move(text));
    }

    void addMissing(std::size_t next, Side sender, std::string text) {
        m_plan.rows.push_back(row(LadderRowKind::Missing, next, 0));
        m_plan.rows.back().side = sender;
        m_plan.rows.back().text.set(std::move(text));
    }

    void addNote(std::size_t next, Side side, LadderNote note) {
        LadderRow made = row(LadderRowKind::Note, next, 0);
        made.side = side;
        made.note = static_cast<std::uint32_t>(m_plan.notes.size());
        made.text.set(note.title);
        m_plan.rows.push_back(std::move(made));
        m_plan.notes.push_back(std::move(note));
    }

    void addRemark(std::size_t next, PlacedRemark& placed) {
        LadderRow made = row(LadderRowKind::Remark, next, 0);
        made.side = placed.side;
        made.note = static_cast<std::uint32_t>(m_plan.remarks.size());
        made.text.set(placed.remark.sentence);
        m_plan.rows.push_back(std::move(made));
        m_plan.remarks.push_back(std::move(placed.remark));
    }

    /// Keeps the highest sequence number seen of each side, to say how much a capture missed.
    void advance(const DetailSegment& segment) {
        const std::size_t side = at(segment.sender);
        const SeqNum end =
            segment.seq + segment.payloadBytes + (segment.flags.syn() ? 1U : 0U) + (segment.flags.fin() ? 1U : 0U);
        if (segment.marks.has(Mark::Stale) || segment.marks.has(Mark::Discarded))
            return;
        if (!m_seen[side] || end.after(m_next[side]))
            m_next[side] = end;
        m_seen[side] = true;
    }

    const ConnectionDetail& m_detail;
    const std::vector<DetailSegment>& m_segments;
    const LadderOptions& m_options;
    LadderPlan m_plan;
    Duration m_longQuiet{};
    std::vector<PlacedRemark> m_remarks; ///< by packet
    std::size_t m_nextRemark = 0;
    std::size_t m_nextElsewhere = 0;
    std::size_t m_nextCard = 0;
    std::array<SeqNum, 2> m_next;
    std::array<bool, 2> m_seen{};
};

} // namespace

LadderPlan planLadder(const ConnectionDetail& detail, const LadderOptions& options) {
    return Planner(detail, options).plan();
}

} // namespace synscope
