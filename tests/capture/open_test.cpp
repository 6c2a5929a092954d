// SPDX-License-Identifier: Apache-2.0
//
// What openCapture refuses, and in which words.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Open : public ::testing::Test {
protected:
    // The refusal of a file with this content, without its path.
    std::string refusal(const std::string& content) {
        const std::string path = m_directory.file("capture", content);
        const std::string message = refusalOf(path);
        return message.starts_with(path) ? message.substr(path.size() + 1) : message;
    }
    TemporaryDirectory m_directory;
};

TEST_F(Open, AMissingFile) {
    const std::string path = m_directory.path("none");
    EXPECT_EQ(refusalOf(path), "cannot open " + path + ": No such file or directory");
}

TEST_F(Open, ADirectory) {
    const std::string path = m_directory.path("");
    EXPECT_EQ(refusalOf(path), path + " is a directory: give the capture file inside it");
}

TEST_F(Open, AnEmptyFile) {
    EXPECT_EQ(refusal(""), "is empty: it holds no capture");
}

TEST_F(Open, Text) {
    EXPECT_EQ(refusal("Dear reader,\n"), "is not a pcap or pcapng capture: it looks like text");
    EXPECT_EQ(refusal("x"), "is not a pcap or pcapng capture: it looks like text");
}

TEST_F(Open, OtherCaptureFormatsAndArchives) {
    EXPECT_EQ(refusal(std::string("snoop\0\0\0\0\0\0\2", 12)),
              "is not a pcap or pcapng capture: it begins with 'snoop': convert it with editcap");
    EXPECT_EQ(refusal("BZh91AY&SY"),
              "is not a pcap or pcapng capture: it is compressed with bzip2: unpack it with bzip2 -d");
    EXPECT_EQ(refusal(std::string("\xfd"
                                  "7zXZ\0",
                                  6)),
              "is not a pcap or pcapng capture: it is compressed with xz: unpack it with xz -d");
    EXPECT_EQ(refusal(std::string("\0\1\2\3\4", 5)), "is not a pcap or pcapng capture: it begins with the bytes 00 01 "
                                                     "02 03; if another analyser opens it, convert it with editcap");
}

TEST_F(Open, AnUnknownVersion) {
    EXPECT_EQ(refusal(PcapWriter{.minor = 5}.header()),
              "cannot be read: pcap version 2.5 is unknown; versions 2.0 to 2.4 can be read");
    EXPECT_EQ(refusal(PcapWriter{.major = 1}.header()),
              "cannot be read: pcap version 1.4 is unknown; versions 2.0 to 2.4 can be read");
    std::string ng = PcapngWriter().section();
    ng[12] = 2;
    EXPECT_EQ(refusal(ng), "cannot be read: pcapng version 2.0 is unknown; version 1 can be read");
}

TEST_F(Open, AFileThatEndsInsideItsHeader) {
    EXPECT_EQ(refusal(smallPcap().substr(0, 10)), "ends inside its pcap file header: 24 bytes needed, 10 there");
    EXPECT_EQ(refusal(smallPcapng().substr(0, 27)), "ends inside its pcapng file header: 28 bytes needed, 27 there");
}

TEST_F(Open, APcapngWithoutByteOrder) {
    std::string ng = PcapngWriter().section();
    ng[8] = 0;
    EXPECT_EQ(refusal(ng), "cannot be read: its pcapng section header has no valid byte-order magic");
}

} // namespace
} // namespace synscope::test
