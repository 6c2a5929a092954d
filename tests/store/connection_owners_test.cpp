// SPDX-License-Identifier: Apache-2.0
//
// Whose connections are: kept with their connections, told in comments and read from them, and asked for by filters.
#include "core/store/connection_owners.h"

#include "core/store/filter.h"
#include "core/store/filter_completion.h"
#include "core/store/process_comment.h"
#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace synscope::test {
namespace {

constexpr ConnectionId kFirst{0};
constexpr ConnectionId kSecond{1};

SocketOwner ownerOf(std::int32_t pid, std::string name, std::string command = {}) {
    SocketOwner owner;
    owner.pid = pid;
    owner.name = std::move(name);
    owner.commandLine = std::move(command);
    owner.userName = "www-data";
    owner.confinement = "nginx.service";
    return owner;
}

SocketOwner userAlone(std::string name) {
    SocketOwner owner;
    owner.userName = std::move(name);
    return owner;
}

/// Two connections between the same hosts; of the second nothing is known.
Snapshot snapshotWith(const SocketOwner& server) {
    Snapshot snapshot = SnapshotBuilder().add({}).add({.clientPort = 40001}).build();
    ConnectionOwners owners;
    owners.note(kFirst, Side::Responder, server);
    snapshot.owners = owners.publish();
    return snapshot;
}

TEST(ConnectionOwners, KeepWhoHeldAnEndFirst) {
    ConnectionOwners owners;
    EXPECT_TRUE(owners.note(kSecond, Side::Initiator, ownerOf(7, "curl")));
    EXPECT_FALSE(owners.note(kSecond, Side::Initiator, ownerOf(8, "other")));
    const ConnectionOwners::View view = owners.publish();
    EXPECT_EQ(toText(view.of(kSecond, Side::Initiator)), "curl[7]");
    EXPECT_EQ(view.of(kSecond, Side::Responder), nullptr);
    EXPECT_EQ(view.of(kFirst, Side::Initiator), nullptr);
    EXPECT_EQ(view.of(ConnectionId{9}, Side::Initiator), nullptr);
}

TEST(ConnectionOwners, PreferAProcessToAUserAlone) {
    ConnectionOwners owners;
    owners.note(kFirst, Side::Responder, userAlone("alice"));
    const ConnectionOwners::View before = owners.publish();
    owners.note(kFirst, Side::Responder, ownerOf(7, "nginx"));
    EXPECT_EQ(toText(owners.publish().of(kFirst, Side::Responder)), "nginx[7]");
    EXPECT_EQ(toText(before.of(kFirst, Side::Responder)), "") << "what was published stays";
    EXPECT_EQ(before.of(kFirst, Side::Responder)->userName, "alice");
}

TEST(ConnectionOwners, GoWithTheirConnections) {
    constexpr std::size_t kCount = 4096;
    std::vector<std::uint32_t> numbers(kCount);
    std::iota(numbers.begin(), numbers.end(), 0U);
    ConnectionOwners owners;
    for (const std::uint32_t number : numbers)
        owners.note(ConnectionId{number}, Side::Responder, ownerOf(static_cast<std::int32_t>(number + 1), "worker"));
    const std::size_t before = owners.bytes();
    const auto kept = std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{5, 1000});
    owners.letGoBefore(2048, KeptNumbers(kept, 2048, kCount));
    const ConnectionOwners::View view = owners.publish();
    EXPECT_EQ(toText(view.of(ConnectionId{5}, Side::Responder)), "worker[6]");
    EXPECT_EQ(view.of(ConnectionId{6}, Side::Responder), nullptr);
    EXPECT_EQ(toText(view.of(ConnectionId{3000}, Side::Responder)), "worker[3001]");
    EXPECT_LT(owners.bytes(), before);
    EXPECT_FALSE(owners.note(ConnectionId{6}, Side::Responder, ownerOf(1, "late")));
}

TEST(ConnectionOwners, BeginLateWhereOldConnectionsWent) {
    ConnectionOwners owners;
    const auto none = std::make_shared<const std::vector<std::uint32_t>>();
    owners.letGoBefore(1024, KeptNumbers(none, 1024, 1025));
    owners.note(ConnectionId{1024}, Side::Initiator, ownerOf(7, "curl"));
    EXPECT_EQ(toText(owners.publish().of(ConnectionId{1024}, Side::Initiator)), "curl[7]");
}

TEST(ProcessComment, IsReadAsItWasWritten) {
    SocketOwner nginx = ownerOf(4711, "nginx");
    nginx.also = {{4712, "nginx"}, {4713, "Web Content"}};
    const std::string text = processComment(snapshotWith(nginx), kFirst);
    EXPECT_EQ(text, "process of 10.0.0.2:80: nginx (pid 4711, user www-data, nginx.service), nginx (pid 4712), "
                    "Web Content (pid 4713)");
    const std::vector<CommentedOwner> read = parseProcessComment(text);
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(toText(read[0].local), "10.0.0.2:80");
    EXPECT_EQ(read[0].owner, nginx);
}

TEST(ProcessComment, TellsOfBothEnds) {
    Snapshot snapshot = SnapshotBuilder().add({.client = "2001:db8::1", .server = "2001:db8::2"}).build();
    ConnectionOwners owners;
    owners.note(kFirst, Side::Initiator, ownerOf(5, "curl"));
    owners.note(kFirst, Side::Responder, userAlone("alice"));
    snapshot.owners = owners.publish();
    const std::vector<CommentedOwner> read = parseProcessComment(processComment(snapshot, kFirst));
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(toText(read[0].local), "[2001:db8::1]:40000");
    EXPECT_EQ(read[0].owner, ownerOf(5, "curl"));
    EXPECT_EQ(read[1].owner, userAlone("alice"));
}

TEST(ProcessComment, SavesNoCommandLine) {
    const std::string text = processComment(snapshotWith(ownerOf(5, "mysql", "mysql --password=secret")), kFirst);
    EXPECT_EQ(text.find("secret"), std::string::npos);
}

TEST(ProcessComment, IsNotReadOutOfAnythingElse) {
    for (const char* text : {"", "a comment", "process of ", "process of nobody", "process of 10.0.0.2:80: ",
                             "process of 10.0.0.2:99999: nginx (pid 1)", "process of 10.0.0.2:80: nginx (pid -1)",
                             "process of 10.0.0.2:80: nginx (pid 99999999999)", "process of 10.0.0.2:80: nginx (pid"})
        EXPECT_TRUE(parseProcessComment(text).empty()) << text;
}

TEST(ProcessComment, CutsAndCleansWhatStrangersWrite) {
    const auto read = parseProcessComment("process of 10.0.0.2:80: " + std::string(60, 'x') +
                                          "\n (pid 1, user a\x01"
                                          "b)");
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].owner.name, std::string(15, 'x'));
    EXPECT_EQ(read[0].owner.userName, "a?b");
}

bool holds(const char* text, const Snapshot& snapshot, ConnectionId id = kFirst) {
    const Result<Filter> filter = Filter::parse(text);
    EXPECT_TRUE(filter) << text << ": " << filter.error().message;
    return filter && filter.value().matches(snapshot, id);
}

TEST(ProcessFilter, ComparesNames) {
    const Snapshot snapshot = snapshotWith(ownerOf(4711, "Web Content", "firefox -contentproc"));
    EXPECT_TRUE(holds("process == \"web content\"", snapshot));
    EXPECT_FALSE(holds("process == web", snapshot));
    EXPECT_TRUE(holds("process in {nginx, \"Web Content\"}", snapshot));
    EXPECT_TRUE(holds("process ~ content", snapshot));
    EXPECT_TRUE(holds("process ~ contentproc", snapshot)) << "of the command line";
    EXPECT_TRUE(holds("process matches \"^web\"", snapshot));
    EXPECT_FALSE(holds("process matches \"^nginx\"", snapshot));
    EXPECT_FALSE(holds("process != \"web content\"", snapshot));
}

TEST(ProcessFilter, AsksTheSidesApart) {
    const Snapshot snapshot = snapshotWith(ownerOf(4711, "nginx"));
    EXPECT_TRUE(holds("server.process == nginx", snapshot));
    EXPECT_FALSE(holds("client.process == nginx", snapshot));
    EXPECT_TRUE(holds("server.pid == 4711 && pid in {4000..5000}", snapshot));
    EXPECT_FALSE(holds("client.pid == 4711", snapshot));
}

TEST(ProcessFilter, HoldsForNobodyWhereNobodyIsKnown) {
    const Snapshot snapshot = snapshotWith(userAlone("alice"));
    for (const ConnectionId id : {kFirst, kSecond}) {
        EXPECT_FALSE(holds("process ~ \"\"", snapshot, id));
        EXPECT_FALSE(holds("pid < 100000", snapshot, id));
        EXPECT_TRUE(holds("process != nginx", snapshot, id));
    }
}

TEST(ProcessFilter, KnowsWhoElseHoldsTheSocket) {
    SocketOwner parent = ownerOf(1, "parent");
    parent.also = {{2, "child"}};
    EXPECT_TRUE(holds("process == child && pid == 2", snapshotWith(parent)));
}

TEST(ProcessFilter, SaysWhatGoesWithText) {
    const Result<Filter> filter = Filter::parse("process > nginx");
    ASSERT_FALSE(filter);
    EXPECT_EQ(filter.error().message, "'process' can be compared with == != ~ matches in only");
}

TEST(Thresholds, OfTheSnapshotAreTheFilters) {
    Snapshot snapshot =
        SnapshotBuilder().add({.serverState = State::CloseWait, .stateAgeSeconds = 90, .durationSeconds = 100}).build();
    EXPECT_TRUE(holds("finding == close-wait-leak", snapshot));
    snapshot.policy.leakAfter = std::chrono::seconds(100);
    EXPECT_FALSE(holds("finding == close-wait-leak", snapshot));
}

TEST(ProcessFilter, OffersTheNamesThatThereAre) {
    const Snapshot snapshot = snapshotWith(ownerOf(4711, "Web Content"));
    const std::string_view text = "server.process == we";
    const FilterCompletion offered = completeFilter(text, text.size(), commonValues(snapshot), false);
    ASSERT_EQ(offered.suggestions.size(), 1U);
    EXPECT_EQ(offered.suggestions[0].text, "\"Web Content\"");
    EXPECT_EQ(offered.begin, text.size() - 2);
}

} // namespace
} // namespace synscope::test
