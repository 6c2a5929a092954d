// SPDX-License-Identifier: Apache-2.0
//
// A connection prepared for being told: the rare segments found in one pass, and the words that every chapter needs.
// Internal to core/explain.
#pragma once

#include "core/diagram/ladder_facts.h"
#include "core/explain/explanation.h"
#include "core/tcp/marks.h"

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

class Story {
public:
    Story(const ConnectionDetail& detail, Language language);

    const ConnectionDetail& detail;
    const std::vector<DetailSegment>& segments;
    const Language language;
    const ConversationFacts facts;

    /// Segments with the mark, in order.
    [[nodiscard]] const std::vector<std::size_t>& marked(Mark mark) const;
    /// SYN, FIN and RST segments, in order.
    [[nodiscard]] const std::vector<std::size_t>& controls() const { return m_controls; }
    /// The side's first accepted data.
    [[nodiscard]] std::optional<std::size_t> firstData(Side side) const {
        return m_firstData[static_cast<std::size_t>(side)];
    }
    /// The first incident of the kind, null when there is none.
    [[nodiscard]] const DetailIncident* incident(IncidentKind kind) const;
    /// The endpoint's first move into the state; null when there is none.
    [[nodiscard]] const DetailTransition* firstInto(Side side, State state) const;
    /// The segment of the packet, or the newest before it; empty where all are later.
    [[nodiscard]] std::optional<std::size_t> segmentAt(PacketNumber packet) const;
    /// The first later segment of the peer that acknowledges all of this one.
    [[nodiscard]] std::optional<std::size_t> acknowledgementOf(std::size_t segment) const;
    /// It was opened by two SYNs that crossed.
    [[nodiscard]] bool isSimultaneousOpen() const { return incident(IncidentKind::SimultaneousOpen) != nullptr; }
    /// The SYN that began it turned out to be a late copy of an earlier one.
    [[nodiscard]] bool beganWithOldSyn() const;
    /// Some segments of the side were captured.
    [[nodiscard]] bool wasSeen(Side side) const { return facts.sent[static_cast<std::size_t>(side)] > 0; }
    [[nodiscard]] Duration between(std::size_t earlier, std::size_t later) const {
        return segments[later].time - segments[earlier].time;
    }
    [[nodiscard]] const EndpointView& end(Side side) const { return detail.endpoint[static_cast<std::size_t>(side)]; }

    /// "the client", and "The client" at the beginning of a sentence.
    [[nodiscard]] std::string who(Side side) const;
    [[nodiscard]] std::string whoFirst(Side side) const;
    /// "once", "twice", "7 times".
    [[nodiscard]] std::string times(std::size_t count) const;
    /// The number of the segment's packet.
    [[nodiscard]] std::string packet(std::size_t segment) const;

private:
    void note(std::size_t i);

    std::array<std::vector<std::size_t>, kMarkCount> m_marked;
    std::vector<std::size_t> m_controls;
    std::array<std::optional<std::size_t>, 2> m_firstData;
};

/// It counted for the receiver, as far as was seen.
[[nodiscard]] bool isAccepted(const DetailSegment& segment);
/// The first sequence number after the segment.
[[nodiscard]] SeqNum endOf(const DetailSegment& segment);
/// How far apart two numbers lie, whichever comes first: "4 100".
[[nodiscard]] std::string distanceText(SeqNum one, SeqNum another);

/// An explanation at a segment that rests on the segment's packet.
[[nodiscard]] Explanation explanationAt(const Story& story, ExplanationKind kind, std::size_t segment,
                                        std::optional<Side> side = std::nullopt);
[[nodiscard]] Explanation explanationAtEnd(ExplanationKind kind, std::optional<Side> side = std::nullopt);
[[nodiscard]] Explanation explanationAtBeginning(ExplanationKind kind, std::optional<Side> side = std::nullopt);
/// One more packet that it rests on; none is ignored.
void restOn(Explanation& explanation, PacketNumber packet);
void restOn(const Story& story, Explanation& explanation, std::optional<std::size_t> segment);

using Explanations = std::vector<Explanation>;

// The chapters, each of which adds what it has to tell.
void tellCapture(const Story& story, Explanations& told);
void tellPorts(const Story& story, Explanations& told);
void tellLateSegments(const Story& story, Explanations& told);
void tellOpening(const Story& story, Explanations& told);
void tellOpeningTrouble(const Story& story, Explanations& told);
void tellAgreement(const Story& story, Explanations& told);
void tellData(const Story& story, Explanations& told);
void tellRetransmissions(const Story& story, Explanations& told);
void tellWaiting(const Story& story, Explanations& told);
void tellClosing(const Story& story, Explanations& told);
void tellClosingTrouble(const Story& story, Explanations& told);
void tellTimeWait(const Story& story, Explanations& told);
void tellResets(const Story& story, Explanations& told);
void tellChallenges(const Story& story, Explanations& told);
void tellEnd(const Story& story, Explanations& told);

} // namespace synscope
