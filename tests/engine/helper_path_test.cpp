// SPDX-License-Identifier: Apache-2.0
//
// Which synscope-capture is found, and which is never started.
#include "core/engine/helper_path.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include <unistd.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;
using fs::perms;

/// A folder with an executable synscope-capture, gone afterwards.
class HelperPath : public testing::Test {
protected:
    HelperPath() {
        std::string name = (fs::temp_directory_path() / "helper-XXXXXX").string();
        m_folder = ::mkdtemp(name.data());
        std::ofstream(helper()) << "#!/bin/sh\n";
        fs::permissions(helper(), perms::owner_all | perms::group_exec | perms::group_read);
    }
    ~HelperPath() override { fs::remove_all(m_folder); }
    [[nodiscard]] std::string helper() const { return (m_folder / "synscope-capture").string(); }

    fs::path m_folder;
};

TEST_F(HelperPath, IsLookedForBesideTheProgramThenInThePathThenWhereItUsuallyLies) {
    const std::vector<std::string> places = helperPlaces("/opt/bin", "/usr/bin:.::bin:/home/me/bin:/usr/bin");
    ASSERT_GT(places.size(), 3U);
    EXPECT_EQ(places[0], "/opt/bin/synscope-capture");
    EXPECT_EQ(places[1], "/usr/bin/synscope-capture");
    EXPECT_EQ(places[2], "/home/me/bin/synscope-capture");
    EXPECT_EQ(std::ranges::count(places, "/usr/bin/synscope-capture"), 1);
    EXPECT_EQ(std::ranges::count(places, "/usr/libexec/synscope/synscope-capture"), 1);
    for (const std::string& place : places)
        EXPECT_TRUE(place.starts_with('/')) << place;
}

TEST_F(HelperPath, IsTheOneBesideTheProgramWhereNoneIsAuthorised) {
    const std::vector<std::string> places{"/nowhere/synscope-capture", "/nowhere/else/synscope-capture"};
    EXPECT_EQ(chosenHelper(places), places[0]);
}

TEST_F(HelperPath, IsAnAuthorisedOneElsewhere) {
    EXPECT_EQ(isAuthorisedHelper(helper()), ::geteuid() == 0) << "it was given no right";
    if (::geteuid() != 0)
        GTEST_SKIP() << "only root gives rights";
    fs::create_symlink(helper(), m_folder / "link");
    const std::vector<std::string> places{"/nowhere/synscope-capture", (m_folder / "link").string()};
    EXPECT_EQ(chosenHelper(places), fs::canonical(helper()).string());
    fs::permissions(helper(), perms::owner_read | perms::owner_write);
    EXPECT_EQ(chosenHelper(places), places[0]) << "it may not be run";
}

TEST_F(HelperPath, IsNeverOneThatOthersCanChange) {
    fs::permissions(helper(), perms::others_write, fs::perm_options::add);
    EXPECT_FALSE(isAuthorisedHelper(helper()));
    fs::permissions(helper(), perms::others_write, fs::perm_options::remove);
    fs::permissions(m_folder, perms::group_write, fs::perm_options::add);
    EXPECT_FALSE(isAuthorisedHelper(helper()));
    fs::permissions(m_folder, perms::group_write, fs::perm_options::remove);
    EXPECT_EQ(isAuthorisedHelper(helper()), ::geteuid() == 0);
    const bool isAnothers = ::lchown(helper().c_str(), 12345, 12345) == 0; // root can do that
    EXPECT_FALSE(isAnothers && isAuthorisedHelper(helper())) << "its owner can change it";
}

} // namespace
} // namespace synscope::test
