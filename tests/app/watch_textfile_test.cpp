// SPDX-License-Identifier: Apache-2.0
//
// The text file of `watch`: replaced as a whole or not at all, and what is told when it cannot be.
#include "app/cli/watch_textfile.h"
#include "tests/app/scratch_folder.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/resource.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;

std::string rest(std::ifstream& file) {
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string contentOf(const fs::path& path) {
    std::ifstream file(path);
    return rest(file);
}

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

class TextFileTest : public ::testing::Test {
protected:
    ScratchFolder m_scratch;
    fs::path m_folder = m_scratch.path() / "textfiles";
    cli::TextFile m_file{m_folder.string()};
};

TEST_F(TextFileTest, IsReplacedAsAWhole) {
    fs::create_directory(m_folder);
    EXPECT_EQ(m_file.replace("first\n"), std::nullopt);
    std::ifstream reader(m_file.path());
    EXPECT_EQ(m_file.replace("second\n"), std::nullopt);
    EXPECT_EQ(rest(reader), "first\n") << "who reads the old one reads it to its end";
    EXPECT_EQ(contentOf(m_file.path()), "second\n");
    EXPECT_EQ(filesIn(m_folder), 1U);
    EXPECT_EQ(fs::status(m_file.path()).permissions(),
              fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read);
}

TEST_F(TextFileTest, AMissingFolderIsToldOnceAndWaitedFor) {
    EXPECT_EQ(m_file.replace("first\n"),
              "cannot write " + m_file.path() + ": No such file or directory; trying again after each scan");
    EXPECT_EQ(m_file.replace("first\n"), std::nullopt);
    EXPECT_EQ(m_file.failures(), 2U);
    fs::create_directory(m_folder);
    EXPECT_EQ(m_file.replace("second\n"), m_file.path() + " is written again");
    EXPECT_EQ(m_file.replace("third\n"), std::nullopt);
    EXPECT_EQ(m_file.failures(), 2U);
    EXPECT_EQ(contentOf(m_file.path()), "third\n");
}

TEST_F(TextFileTest, AnotherReasonIsToldAnew) {
    EXPECT_NE(m_file.replace(""), std::nullopt);
    std::ofstream(m_folder) << "no folder";
    EXPECT_EQ(m_file.replace(""), "cannot write " + m_file.path() + ": Not a directory; trying again after each scan");
}

/// For the time of a block, files cannot grow over so many bytes.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

TEST_F(TextFileTest, WhatCannotBeWrittenToItsEndLeavesTheLastWholeOne) {
    fs::create_directory(m_folder);
    ASSERT_EQ(m_file.replace("whole\n"), std::nullopt);
    {
        const FileSizeLimit limit(4096);
        const auto told = m_file.replace(std::string(10000, 'x'));
        EXPECT_EQ(told, "cannot write " + m_file.path() + ": File too large; trying again after each scan");
    }
    EXPECT_EQ(contentOf(m_file.path()), "whole\n");
    EXPECT_EQ(filesIn(m_folder), 1U) << "nothing half-written stays";
}

} // namespace
} // namespace synscope::test
