// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail_segment.h"

#include <gtest/gtest.h>

#include <string>

namespace synscope::test {
namespace {

TcpOptions timestamps() {
    TcpOptions options;
    options.hasTimestamps = true;
    options.tsValue = 0xfffffffe;
    options.tsEcho = 7;
    return options;
}

TEST(DetailSegment, HasTheOptionsItWasGiven) {
    TcpOptions syn = timestamps();
    syn.hasMss = true;
    syn.mss = 1460;
    TcpOptions sack = timestamps();
    sack.sackCount = 2;
    sack.sack[1] = {SeqNum(5), SeqNum(9)};
    TcpOptions cut;
    cut.cut = true;
    DetailSegment segment;
    EXPECT_EQ(segment.options(), TcpOptions());
    for (const TcpOptions& options : {syn, timestamps(), sack, TcpOptions(), cut, timestamps()}) {
        segment.setOptions(options);
        EXPECT_EQ(segment.options(), options);
        const DetailSegment copy = segment;
        EXPECT_EQ(copy.options(), options);
    }
}

TEST(DetailSegment, CutsALongPreview) {
    DetailSegment segment;
    EXPECT_EQ(segment.preview(), "");
    segment.setPreview("GET /");
    EXPECT_EQ(segment.preview(), "GET /");
    segment.setPreview(std::string(DetailSegment::kPreviewBytes + 8, 'x'));
    EXPECT_EQ(segment.preview(), std::string(DetailSegment::kPreviewBytes, 'x'));
    segment.setPreview({});
    EXPECT_EQ(segment.preview(), "");
}

TEST(DetailSegment, WasSeenElsewhereOnlyIfSaidSo) {
    DetailSegment segment;
    EXPECT_FALSE(segment.elsewhere());
    segment.setElsewhere(Timestamp{});
    EXPECT_EQ(segment.elsewhere(), Timestamp{});
}

} // namespace
} // namespace synscope::test
