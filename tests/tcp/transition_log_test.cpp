// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/transition_log.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::size_t kAll = (TransitionLog::kOpenChunks + 4) * TransitionLog::kChunk + 100;

std::string toLine(const Transition& t) {
    return std::to_string(t.timeNs()) + " #" + std::to_string(indexOf(t.segment())) + " before #" +
           std::to_string(indexOf(t.tookPlaceBefore())) + " side " + std::to_string(static_cast<int>(t.side())) + " " +
           std::string(toText(t.from())) + " -> " + std::string(toText(t.to())) + " (" +
           std::string(toText(t.basis())) + ") proof #" + std::to_string(indexOf(t.proof())) + " verdict " +
           std::to_string(static_cast<int>(t.verdict())) + " after " + std::to_string(indexOf(t.previous()));
}

/// Entries as a tracker writes them, with whatever may be rare among them; the same for a seed.
class Entries {
public:
    explicit Entries(std::uint64_t seed) : m_random(seed) {}

    Transition next(std::size_t position) {
        m_timeNs += below(100'000);
        m_segment += below(3);
        const auto basis = static_cast<Basis>(below(5));
        const SegmentId segment = below(50) == 0 ? kNoSegment : SegmentId{m_segment - below(40)};
        Transition t(m_timeNs - below(1'000'000), segment, static_cast<Side>(below(2)),
                     static_cast<State>(below(kStateCount)), static_cast<State>(below(kStateCount)), basis,
                     below(4) == 0 ? SegmentId{m_segment} : kNoSegment);
        if (position > 0 && below(10) > 0)
            t.setPrevious(TransitionId{static_cast<std::uint32_t>(position - 1 - m_random() % position)});
        return t;
    }
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_random() % limit); }

private:
    std::mt19937_64 m_random;
    std::int64_t m_timeNs = 1'700'000'000'000'000'000;
    std::uint32_t m_segment = 1000;
};

TEST(TransitionLog, tellsWhatWasWrittenHoweverLongAgo) {
    Entries entries(3);
    TransitionLog log;
    std::vector<Transition> expected;
    for (std::size_t i = 0; i < kAll; ++i) {
        expected.push_back(entries.next(i));
        ASSERT_EQ(log.append(expected.back()), i);
    }
    const TransitionLog::View view = log.view();
    ASSERT_EQ(view.size(), kAll);
    for (std::size_t i = 0; i < kAll; ++i) {
        ASSERT_EQ(toLine(log[i]), toLine(expected[i])) << "the entry at " << i;
        ASSERT_EQ(toLine(view[i]), toLine(expected[i])) << "the entry at " << i;
    }
}

TEST(TransitionLog, takesLessForWhatWasWrittenLongAgo) {
    Entries entries(4);
    TransitionLog log;
    for (std::size_t i = 0; i < kAll; ++i)
        log.append(entries.next(i));
    const std::size_t open = (TransitionLog::kOpenChunks + 1) * TransitionLog::kChunk * sizeof(Transition);
    EXPECT_LE(log.bytes(), open + 4 * TransitionLog::kChunk * sizeof(Transition) * 3 / 4)
        << "of kinds and ways at random";
}

TEST(TransitionLog, settlesLate) {
    Entries entries(5);
    TransitionLog log;
    TransitionLog::View before;
    for (std::size_t i = 0; i < kAll; ++i) {
        log.append(entries.next(i));
        if (i == 100)
            before = log.view();
    }
    const TransitionLog::View after = log.view();
    const std::string known = toLine(before[5]);
    for (const std::size_t i : {std::size_t{5}, TransitionLog::kChunk + 7, kAll - 1}) {
        log.change(i, [](Transition& entry) { entry.settle(Verdict::Disproved, SegmentId{77}); });
        EXPECT_TRUE(log[i].isDisproved());
        EXPECT_EQ(log[i].proof(), SegmentId{77});
        EXPECT_TRUE(log.view()[i].isDisproved());
    }
    EXPECT_TRUE(after[kAll - 1].isDisproved()) << "a view sees it of those that are not packed";
    EXPECT_EQ(toLine(before[5]), known) << "what a view holds open is not packed under its eyes";
}

TEST(TransitionLog, settlesManyLate) {
    Entries entries(8);
    TransitionLog log;
    for (std::size_t i = 0; i < kAll; ++i)
        log.append(entries.next(i));
    std::map<std::size_t, Transition> expected;
    for (int i = 0; i < 3000; ++i) {
        const std::size_t place = entries.below(2 * TransitionLog::kChunk);
        Transition settled = log[place];
        settled.settle(static_cast<Verdict>(entries.below(3)), SegmentId{entries.below(5000)});
        log.change(place, [&](Transition& entry) { entry = settled; });
        ASSERT_EQ(toLine(log[place]), toLine(settled));
        expected[place] = settled;
    }
    EXPECT_EQ(log.atHand(0), nullptr) << "they are still packed";
    for (const auto& [place, entry] : expected)
        ASSERT_EQ(toLine(log[place]), toLine(entry)) << "the entry at " << place;
}

/// Readers see in a view what was there when it was taken, whatever the writer does meanwhile.
TEST(TransitionLog, isReadWhileItIsWritten) {
    Entries entries(9);
    TransitionLog log;
    std::vector<std::string> expected;
    while (log.size() < kAll) {
        const Transition entry = entries.next(log.size());
        expected.push_back(toLine(entry));
        log.append(entry);
    }
    const TransitionLog::View view = log.view();
    std::atomic<bool> isOver{false};
    std::atomic<std::size_t> wrong{0};
    std::thread reader([&] {
        for (std::size_t i = 0; !isOver || i < kAll; i += 61)
            wrong += toLine(view[i % kAll]) == expected[i % kAll] ? 0U : 1U;
    });
    for (std::size_t i = 0; i < kAll; ++i) {
        log.append(entries.next(log.size()));
        if (i % 1000 == 0) // of an entry that came after the view
            log.change(kAll + i / 2, [](Transition& entry) { entry.settle(Verdict::Proven, SegmentId{7}); });
    }
    log.letGoBefore(kAll);
    isOver = true;
    reader.join();
    EXPECT_EQ(wrong, 0U);
}

TEST(TransitionLog, keepsWhatLiesTooFarApart) {
    TransitionLog log;
    std::vector<Transition> expected;
    for (std::size_t i = 0; i < kAll; ++i) {
        const std::int64_t time = i % 2 == 0 ? INT64_MIN / 2 : INT64_MAX / 2;
        expected.emplace_back(time, SegmentId{static_cast<std::uint32_t>(i % 3 == 0 ? 0 : 0xfffffffeU)},
                              Side::Responder, State::Established, State::CloseWait, Basis::Received);
        log.append(expected.back());
    }
    for (std::size_t i = 0; i < kAll; i += 17)
        ASSERT_EQ(toLine(log[i]), toLine(expected[i]));
}

TEST(TransitionLog, severalShareTheirNumbers) {
    Entries entries(6);
    std::vector<TransitionLog> logs;
    for (std::uint32_t lane = 0; lane < 4; ++lane)
        logs.emplace_back(Lane{lane, 2});
    std::vector<std::pair<std::size_t, Transition>> expected;
    for (std::size_t i = 0; i < 4 * kAll; ++i) {
        TransitionLog& log = logs[entries.below(4)];
        const Transition entry = entries.next(log.end());
        expected.emplace_back(log.append(entry), entry);
    }
    const TransitionLog::View view = TransitionLog::viewOf({&logs[0], &logs[1], &logs[2], &logs[3]});
    for (const auto& [position, entry] : expected)
        ASSERT_EQ(toLine(view[position]), toLine(entry)) << "the entry at " << position;
}

TEST(TransitionLog, letsTheOldestGo) {
    Entries entries(7);
    TransitionLog log;
    std::vector<Transition> expected;
    const auto appendUpTo = [&](std::size_t end) {
        while (expected.size() < end) {
            expected.push_back(entries.next(expected.size()));
            log.append(expected.back());
        }
    };
    appendUpTo(kAll);
    const TransitionLog::View before = log.view();
    log.letGoBefore(2 * TransitionLog::kChunk + 5);
    EXPECT_EQ(log.first(), 2 * TransitionLog::kChunk);
    appendUpTo(2 * kAll);
    for (std::size_t i = log.first(); i < expected.size(); i += 7)
        ASSERT_EQ(toLine(log[i]), toLine(expected[i])) << "the entry at " << i;
    EXPECT_EQ(toLine(before[3]), toLine(expected[3]));
    log.letGoBefore(log.size());
    appendUpTo(2 * kAll + 10);
    EXPECT_EQ(toLine(log[2 * kAll + 9]), toLine(expected[2 * kAll + 9]));
}

} // namespace
} // namespace synscope::test
