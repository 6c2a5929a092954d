// SPDX-License-Identifier: Apache-2.0
//
// What holds of every explanation, over all traces and in both languages; which one belongs to a segment; and cards.
#include "core/explain/explain.h"
#include "tests/diagram/conversations.h"
#include "tests/explain/detail_of.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

namespace synscope::test {
namespace {

constexpr std::size_t kMostExplanations = 40;

std::vector<ExplanationKind> kindsOf(const std::vector<Explanation>& told) {
    std::vector<ExplanationKind> kinds;
    for (const Explanation& explanation : told)
        kinds.push_back(explanation.kind);
    return kinds;
}

const Explanation* find(const std::vector<Explanation>& told, ExplanationKind kind) {
    const auto found = std::find_if(told.begin(), told.end(), [kind](const auto& e) { return e.kind == kind; });
    return found == told.end() ? nullptr : &*found;
}

/// Nothing but Latin letters and signs.
bool isAscii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

/// What is wrong with the explanation, or nothing.
std::string faultOf(const ConnectionDetail& detail, const Explanation& e, Language language) {
    static const std::regex kPlaceholder(R"(\{\d\})");
    const std::string text = explanationText(detail, e, language);
    if (e.title.empty() || e.sentences.empty() || e.sentences.size() > 4)
        return "has no title, or none or too many sentences";
    if (std::regex_search(text, kPlaceholder))
        return "has an unfilled placeholder: " + text;
    if (std::any_of(e.sentences.begin(), e.sentences.end(), [](const auto& s) { return s.empty(); }))
        return "has an empty sentence";
    if (text.find("packet 0") != std::string::npos)
        return "names a packet that does not exist: " + text;
    if (text.find("  ") != std::string::npos)
        return "has a gap: " + text;
    if (language == Language::Chinese && std::any_of(e.sentences.begin(), e.sentences.end(), isAscii))
        return "is not in Chinese: " + text;
    if (e.place == StepPlace::Segment && (e.segment >= detail.segments.size() || e.lastSegment < e.segment))
        return "belongs to no segment";
    if (!std::is_sorted(e.packets.begin(), e.packets.end()))
        return "rests on packets out of order";
    const auto isKnown = [&](PacketNumber packet) {
        const auto holds = [packet](const DetailSegment& s) { return s.packet == packet; };
        return std::any_of(detail.segments.begin(), detail.segments.end(), holds) ||
               std::any_of(detail.strays.begin(), detail.strays.end(), holds) ||
               std::any_of(detail.incidents.begin(), detail.incidents.end(),
                           [packet](const DetailIncident& i) { return i.packet == packet || i.related == packet; });
    };
    if (!std::all_of(e.packets.begin(), e.packets.end(), isKnown))
        return "rests on a packet that the connection has not";
    return {};
}

/// Read once: there are many.
const std::vector<std::pair<std::string, std::vector<ConnectionDetail>>>& detailsOfAllTraces() {
    static const auto kAll = [] {
        std::vector<std::pair<std::string, std::vector<ConnectionDetail>>> all;
        for (const std::filesystem::path& trace : allTraces())
            all.emplace_back(trace.filename().string(), detailsOfTrace(trace));
        return all;
    }();
    return kAll;
}

TEST(Explain, isSoundForEveryTraceInBothLanguages) {
    std::size_t count = 0;
    for (const auto& [trace, details] : detailsOfAllTraces()) {
        for (const ConnectionDetail& detail : details) {
            for (const Language language : {Language::English, Language::Chinese}) {
                const std::vector<Explanation> told = explain(detail, {language});
                EXPECT_LE(told.size(), kMostExplanations) << trace;
                for (const Explanation& e : told)
                    EXPECT_EQ(faultOf(detail, e, language), "") << trace << ' ' << toText(e.kind);
                count += told.size();
            }
        }
    }
    EXPECT_GT(count, 2000U);
}

TEST(Explain, tellsEachKindOnceASideInTheOrderOfTheSteps) {
    for (const auto& [trace, details] : detailsOfAllTraces()) {
        for (const ConnectionDetail& detail : details) {
            const std::vector<Explanation> told = explain(detail, {});
            std::set<std::pair<ExplanationKind, std::optional<Side>>> seen;
            for (const Explanation& e : told)
                EXPECT_TRUE(seen.emplace(e.kind, e.side).second) << trace << ' ' << toText(e.kind);
            EXPECT_TRUE(std::is_sorted(told.begin(), told.end(), [](const auto& a, const auto& b) {
                return std::pair(a.place, a.segment) < std::pair(b.place, b.segment);
            })) << trace;
        }
    }
}

TEST(Explain, saysTheSameInBothLanguages) {
    for (const auto& [trace, details] : detailsOfAllTraces()) {
        for (const ConnectionDetail& detail : details) {
            const std::vector<Explanation> english = explain(detail, {Language::English});
            const std::vector<Explanation> chinese = explain(detail, {Language::Chinese});
            ASSERT_EQ(kindsOf(english), kindsOf(chinese)) << trace;
            for (std::size_t i = 0; i < english.size(); ++i)
                EXPECT_EQ(english[i].sentences.size(), chinese[i].sentences.size()) << trace;
        }
    }
}

TEST(Explain, tellsOfAPlainConnectionNothingThatDidNotHappen) {
    using K = ExplanationKind;
    EXPECT_EQ(kindsOf(explain(*closedInFour(), {})),
              (std::vector{K::CapturedWhere, K::Syn, K::SynAck, K::HandshakeDone, K::Parameters, K::InitialNumbers,
                           K::FirstData, K::FirstFin, K::KernelAck, K::SecondFin, K::LastAck, K::InTimeWait}));
}

TEST(Explain, tellsOfAThreeSegmentCloseThatTheTwoMerged) {
    using K = ExplanationKind;
    const std::vector<Explanation> told = explain(*closedInThree(), {});
    EXPECT_NE(find(told, K::MergedFin), nullptr);
    EXPECT_EQ(find(told, K::KernelAck), nullptr);
    EXPECT_EQ(find(told, K::SecondFin), nullptr);
    EXPECT_NE(find(told, K::Forgotten), nullptr);
}

TEST(Explain, fillsInWhoKnowsWhatStepByStep) {
    const std::vector<Explanation> told = explain(*closedInFour(), {});
    const auto knows = [&](ExplanationKind kind, Side side) {
        return (*find(told, kind)->knows)[static_cast<std::size_t>(side)];
    };
    const Knowledge nothing;
    const Knowledge all{{true, true}, {true, true}};
    EXPECT_EQ(knows(ExplanationKind::Syn, kClient), nothing);
    EXPECT_EQ(knows(ExplanationKind::Syn, kServer), (Knowledge{{true, false}, {false, true}}));
    EXPECT_EQ(knows(ExplanationKind::SynAck, kClient), all);
    EXPECT_EQ(knows(ExplanationKind::SynAck, kServer), (Knowledge{{true, false}, {false, true}}));
    EXPECT_EQ(knows(ExplanationKind::HandshakeDone, kServer), all);
    EXPECT_FALSE(nothing.pathWorks());
    EXPECT_TRUE(all.pathWorks());
}

TEST(Explain, saysTheProgramsTimeAsMeasured) {
    const std::vector<Explanation> told = explain(*closedInFour(), {});
    EXPECT_EQ(find(told, ExplanationKind::SecondFin)->title, "The other FIN: the program's time was 1.189 s");
    EXPECT_EQ(find(told, ExplanationKind::KernelAck)->title, "ACK of the FIN: from the kernel, after 21.3 ms");
}

TEST(Explain, saysWhenATimeHoldsTheWayThereAndBack) {
    const Explanation ack = *find(explain(*closedInFour(), {}), ExplanationKind::KernelAck);
    EXPECT_EQ(ack.sentences.back(),
              "The capture was not made beside the server, so this time holds the way there and back, too.");
    auto beside = std::make_shared<ConnectionDetail>(*closedInFour());
    beside->tap->place = TapPlace::NearResponder;
    EXPECT_EQ(find(explain(*beside, {}), ExplanationKind::KernelAck)->sentences.size(), 2U);
}

TEST(Explain, looksForCloseOnlyInALeak) {
    const Explanation leaked = *find(explain(*leak(), {}), ExplanationKind::CloseWait);
    EXPECT_EQ(leaked.place, StepPlace::End);
    EXPECT_EQ(leaked.side, kServer);
    EXPECT_NE(leaked.sentences[2].find("recv() has returned 0"), std::string::npos);
    auto young = std::make_shared<ConnectionDetail>(*leak());
    young->captureEnd -= std::chrono::seconds(410);
    EXPECT_EQ(find(explain(*young, {}), ExplanationKind::CloseWait)->sentences[2],
              "That alone is no leak yet: the program may still have work to do.");
}

TEST(Explain, knowsWhatTheKernelSaysFromWhatPacketsShow) {
    auto detail = std::make_shared<ConnectionDetail>(*leak());
    detail->origin = Origin::SocketTable;
    for (DetailTransition& move : detail->transitions) {
        if (move.to == State::CloseWait)
            move.basis = Basis::Kernel;
    }
    const std::vector<Explanation> told = explain(*detail, {});
    EXPECT_EQ(find(told, ExplanationKind::MetMidstream)->title, "Known to the kernel before the capture");
    EXPECT_EQ(find(told, ExplanationKind::CloseWait)->sentences[0],
              "The kernel's socket table says that the server is in CLOSE_WAIT; when the FIN came was not captured.");
}

TEST(Explain, blamesNobodyForWhatIsUndecided) {
    const std::vector<Explanation> told = explain(*undecided(), {});
    EXPECT_EQ(find(told, ExplanationKind::CloseWait), nullptr);
    EXPECT_NE(find(told, ExplanationKind::MaybeCloseWait), nullptr);
}

TEST(Explain, saysThatAnAckIsOnlyTakenAsDelivered) {
    DetailBuilder builder;
    builder.handshake();
    const auto detail = builder.endAfter(1s);
    EXPECT_EQ(find(explain(*detail, {}), ExplanationKind::HandshakeDone)->sentences.back(),
              "No later packet of the server proves that this ACK arrived; it is taken as delivered.");
    const Explanation proven = *find(explain(*closedInFour(), {}), ExplanationKind::HandshakeDone);
    EXPECT_EQ(proven.sentences.back().find("taken as delivered"), std::string::npos);
}

TEST(Explain, saysHowFarTheNumbersLieFromTheEarlierConnections) {
    auto detail = std::make_shared<ConnectionDetail>(*closedInFour());
    detail->earlier = EarlierUse{ConnectionId{0}, {SeqNum(2'914'220'000), SeqNum(771'000'000)}, {}};
    EXPECT_EQ(
        find(explain(*detail, {}), ExplanationKind::InitialNumbers)->sentences.back(),
        "The earlier connection on these ports began at 2 914 220 000 and 771 000 000: 117 and 93 402 numbers away, "
        "so a late segment of it can be told and thrown away.");
}

TEST(Explain, countsWhatALongConnectionRepeats) {
    DetailBuilder builder;
    builder.handshake();
    for (std::uint32_t i = 0; i < 1000; ++i) {
        builder.wait(1ms).send(kClient, "PA", 100);
        builder.wait(250ms).send(kClient, "PA", 100).atSequence(1 + 100 * i).mark(Mark::Retransmission);
        builder.wait(1ms).send(kServer, "A");
    }
    const std::vector<Explanation> told = explain(*builder.endAfter(1s), {});
    const Explanation* again = find(told, ExplanationKind::TimeoutRetransmission);
    ASSERT_NE(again, nullptr);
    EXPECT_EQ(again->sentences[0],
              "Within 250 ms no acknowledgement of these 100 B (number 1) came, so the client sent them again.");
    EXPECT_EQ(again->sentences.back(), "More of the kind: 999, the last of them packet 3002.");
    EXPECT_LE(told.size(), kMostExplanations);
}

TEST(Explain, saysHowManyPacketsALiveCaptureLetGo) {
    ConnectionDetail detail = *closedInFour();
    detail.goneSegments = 1200;
    const std::vector<Explanation> told = explain(detail, {});
    const Explanation* gone = find(told, ExplanationKind::BeginningGone);
    ASSERT_NE(gone, nullptr);
    EXPECT_EQ(gone->place, StepPlace::Beginning);
    EXPECT_EQ(gone->sentences[0],
              "The live capture has let go of the first 1 200 of its packets. What they showed is in the states, but "
              "can no longer be told step by step.");
}

TEST(Explain, saysNothingOfAnEmptyConnection) {
    EXPECT_TRUE(explain(ConnectionDetail{}, {}).empty());
}

TEST(ExplanationOf, isTheNewestAtOrBeforeTheSegment) {
    const std::vector<Explanation> told = explain(*closedInFour(), {});
    const auto kindAt = [&](std::size_t segment) { return told[*explanationOf(told, segment)].kind; };
    EXPECT_EQ(kindAt(0), ExplanationKind::Syn);
    EXPECT_EQ(kindAt(2), ExplanationKind::HandshakeDone);
    EXPECT_EQ(kindAt(3), ExplanationKind::FirstData);
    EXPECT_EQ(kindAt(5), ExplanationKind::FirstData);
    EXPECT_EQ(kindAt(9), ExplanationKind::LastAck);
    EXPECT_FALSE(explanationOf({}, 0));
}

TEST(Cards, standWhereTheirStepsAre) {
    const std::vector<Explanation> told = explain(*closedInFour(), {});
    const LadderCards cards = cardsOf(told);
    ASSERT_EQ(cards->size(), told.size());
    EXPECT_EQ((*cards)[0].next, 0U);
    EXPECT_EQ((*cards)[1].next, 1U);
    EXPECT_EQ((*cards)[1].title, "SYN: the client asks for a connection");
    EXPECT_TRUE(cards->back().isAtEnd);
    for (const LadderCard& card : *cards)
        EXPECT_FALSE(card.body.empty()) << card.title;
}

TEST(Cards, joinChineseSentencesWithoutASpace) {
    const LadderCards cards = cardsOf(explain(*closedInFour(), {Language::Chinese}));
    for (const LadderCard& card : *cards)
        EXPECT_EQ(card.body.find("。 "), std::string::npos) << card.body;
}

} // namespace
} // namespace synscope::test
