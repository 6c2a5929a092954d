// SPDX-License-Identifier: Apache-2.0
//
// The texts under /proc/PID, as kernels and container engines write them.
#include "core/sockets/linux/process_facts.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const std::string kId(64, 'a');

TEST(ProcessFacts, AStatLineGivesNameParentAndStart) {
    const auto stat =
        parseProcessStat("4711 (orders-api) S 1 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 99\n");
    ASSERT_TRUE(stat.has_value());
    EXPECT_EQ(stat->name, "orders-api");
    EXPECT_EQ(stat->parent, 1);
    EXPECT_EQ(stat->startTicks, 123456U);
}

TEST(ProcessFacts, ANameMayHoldSpacesAndBrackets) {
    const auto stat = parseProcessStat("1 (a) S 9 (b)) R 7 1 1 0 -1 1 1 2 3 4 5 6 7 8 20 0 9 0 5 99");
    ASSERT_TRUE(stat.has_value());
    EXPECT_EQ(stat->name, "a) S 9 (b)");
    EXPECT_EQ(stat->parent, 7);
}

TEST(ProcessFacts, AStatLineThatIsCutGivesNothing) {
    EXPECT_FALSE(parseProcessStat("").has_value());
    EXPECT_FALSE(parseProcessStat("4711 (orders").has_value());
    EXPECT_FALSE(parseProcessStat(") (").has_value());
    EXPECT_FALSE(parseProcessStat("4711 (orders-api) S 1 4711 4711 0 -1").has_value());
}

TEST(ProcessFacts, TheEffectiveUserCounts) {
    EXPECT_EQ(parseEffectiveUid("Name:\tx\nUid:\t1000\t33\t0\t0\nGid:\t1\t2\t3\t4\n"), 33U);
    EXPECT_FALSE(parseEffectiveUid("Name:\tx\n").has_value());
    EXPECT_FALSE(parseEffectiveUid("Uid:\t1000\n").has_value());
}

TEST(ProcessFacts, ArgumentsAreJoined) {
    using namespace std::string_view_literals;
    EXPECT_EQ(joinArguments("java\0-jar\0orders.jar\0"sv), "java -jar orders.jar");
    EXPECT_EQ(joinArguments(""sv), "");
}

TEST(ProcessFacts, ContainersAreRecognisedByTheirControlGroup) {
    using Kind = Confinement::Kind;
    const auto expect = [](const std::string& cgroup, Kind kind, const std::string& id) {
        EXPECT_EQ(parseConfinement(cgroup), (Confinement{kind, id})) << cgroup;
    };
    expect("0::/system.slice/docker-" + kId + ".scope\n", Kind::Docker, kId);
    expect("12:pids:/docker/" + kId + "\n0::/docker/" + kId + "\n", Kind::Docker, kId);
    expect("0::/machine.slice/libpod-" + kId + ".scope\n", Kind::Podman, kId);
    expect("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + kId + ".scope/container\n",
           Kind::Podman, kId);
    expect("0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod12ab.slice/cri-containerd-" + kId +
               ".scope\n",
           Kind::Kubernetes, kId);
    expect("4:memory:/kubepods/besteffort/pod12ab/" + kId + "\n", Kind::Kubernetes, kId);
    expect("0::/lxc/" + kId + "\n", Kind::Container, kId);
    expect("0::/system.slice/nginx.service\n", Kind::SystemdUnit, "nginx.service");
    expect("0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-editor.scope\n", Kind::SystemdUnit,
           "app-editor.scope");
    expect("1:name=systemd:/init.scope\n0::/system.slice/docker-" + kId + ".scope\n", Kind::Docker, kId);
    expect("0::/\n", Kind::None, "");
    expect("0::/docker/abc\n", Kind::None, "");
    expect("garbage", Kind::None, "");
}

TEST(ProcessFacts, ConfinementHasAShortName) {
    EXPECT_EQ(toText(Confinement{Confinement::Kind::Docker, kId}), "docker aaaaaaaaaaaa");
    EXPECT_EQ(toText(Confinement{Confinement::Kind::Podman, kId}), "podman aaaaaaaaaaaa");
    EXPECT_EQ(toText(Confinement{Confinement::Kind::Kubernetes, kId}), "kubernetes aaaaaaaaaaaa");
    EXPECT_EQ(toText(Confinement{Confinement::Kind::Container, kId}), "container aaaaaaaaaaaa");
    EXPECT_EQ(toText(Confinement{Confinement::Kind::SystemdUnit, "nginx.service"}), "nginx.service");
    EXPECT_EQ(toText(Confinement{}), "");
}

TEST(ProcessFacts, TheSoftLimitOfOpenFilesIsFound) {
    const std::string head = "Limit                     Soft Limit           Hard Limit           Units     \n"
                             "Max processes             127194               127194               processes \n";
    const auto limit =
        parseOpenFilesLimit(head + "Max open files            1024                 1048576      files\n");
    ASSERT_TRUE(limit.has_value());
    EXPECT_EQ(*limit, 1024U);
    const auto unlimited = parseOpenFilesLimit(head + "Max open files            unlimited  unlimited  files\n");
    ASSERT_TRUE(unlimited.has_value());
    EXPECT_FALSE(unlimited->has_value());
    EXPECT_FALSE(parseOpenFilesLimit(head).has_value());
    EXPECT_FALSE(parseOpenFilesLimit(head + "Max open files            many\n").has_value());
}

} // namespace
} // namespace synscope::test
