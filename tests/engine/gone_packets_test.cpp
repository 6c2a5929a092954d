// SPDX-License-Identifier: Apache-2.0
//
// Details of connections whose first packets a live capture keeps no longer: every lesson is cut at every packet, and
// what is told of the rest is the rest of what was told of the whole.
#include "core/engine/engine.h"
#include "core/store/replay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace synscope::test {
namespace {

class GonePackets : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        Result<LoadedCapture> loaded = loadCapture(GetParam(), {});
        ASSERT_TRUE(loaded) << loaded.error().message;
        m_capture = std::move(loaded).value();
        const Snapshot& snapshot = *m_capture.snapshot;
        for (std::uint32_t i = 0; i < snapshot.segments.size(); ++i)
            if (const auto place = snapshot.segments.place(SegmentId{i}); !place.isReassembled)
                m_places.push_back(place);
        for (std::uint32_t i = 0; i < snapshot.size(); ++i)
            m_whole.push_back(replay(snapshot, ConnectionId{i}, m_capture.fetch, {}).value());
        for (const ConnectionDetail& whole : m_whole)
            m_hasLateSegments = m_hasLateSegments || std::ranges::any_of(whole.segments, [](const DetailSegment& s) {
                                    return s.marks.has(Mark::Stale);
                                });
    }
    /// What is told once packets before the position are gone.
    [[nodiscard]] ConnectionDetail keptFrom(std::uint64_t position, ConnectionId id) const {
        const FetchPacket fetch = [&](std::uint64_t at, FetchBuffer& buffer) -> Result<RawPacket> {
            if (at >= position)
                return m_capture.fetch(at, buffer);
            RawPacket gone;
            gone.isGone = true;
            return gone;
        };
        Result<ConnectionDetail> detail = replay(*m_capture.snapshot, id, fetch, {});
        EXPECT_TRUE(detail) << detail.error().message;
        return std::move(detail).value();
    }
    [[nodiscard]] static std::string statesOf(const DetailSegment& segment) {
        return std::to_string(indexOf(segment.packet)) + " " + std::string(toText(segment.stateAfter[0])) + " " +
               std::string(toText(segment.stateAfter[1]));
    }
    void compare(const SegmentIndex::Place& first, const ConnectionDetail& whole) const {
        const ConnectionDetail rest = keptFrom(first.position, whole.id);
        if (m_hasLateSegments)
            return;
        const auto begin = std::find_if(whole.segments.begin(), whole.segments.end(),
                                        [&](const DetailSegment& s) { return s.packet >= first.packet; });
        ASSERT_EQ(rest.segments.size(), static_cast<std::size_t>(whole.segments.end() - begin));
        EXPECT_EQ(rest.goneSegments, static_cast<std::uint64_t>(begin - whole.segments.begin()));
        for (std::size_t i = 0; i < rest.segments.size(); ++i)
            EXPECT_EQ(rest.segments[i].packet, begin[static_cast<std::ptrdiff_t>(i)].packet);
        if (!rest.segments.empty()) {
            EXPECT_EQ(statesOf(rest.segments.back()), statesOf(whole.segments.back()));
        }
    }

    LoadedCapture m_capture;
    std::vector<SegmentIndex::Place> m_places;
    std::vector<ConnectionDetail> m_whole;
    bool m_hasLateSegments = false; ///< whose they are nobody can tell once their connection's numbers are gone
};

TEST_P(GonePackets, AreCountedAndTheRestIsToldAsBefore) {
    for (const SegmentIndex::Place& first : m_places) {
        SCOPED_TRACE("from packet " + std::to_string(indexOf(first.packet)));
        for (const ConnectionDetail& whole : m_whole)
            compare(first, whole);
    }
}

TEST_P(GonePackets, MayAllBeGone) {
    for (const ConnectionDetail& whole : m_whole) {
        const ConnectionDetail rest = keptFrom(m_places.back().position + 1, whole.id);
        EXPECT_TRUE(rest.segments.empty());
        EXPECT_EQ(rest.goneSegments, whole.segments.size());
        EXPECT_EQ(rest.findings.size(), whole.findings.size());
    }
}

std::vector<std::string> lessons() {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(SYNSCOPE_SOURCE_DIR "/resources/lessons"))
        if (entry.path().extension() != ".md")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

INSTANTIATE_TEST_SUITE_P(Lessons, GonePackets, testing::ValuesIn(lessons()), [](const auto& lesson) {
    std::string name = std::filesystem::path(lesson.param).stem();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
});

} // namespace
} // namespace synscope::test
