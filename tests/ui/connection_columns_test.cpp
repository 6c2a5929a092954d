// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_columns.h"

#include "core/store/filter.h"
#include "tests/store/snapshot_builder.h"
#include "tests/ui/fake_session.h"
#include "ui/copy_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace synscope::test {
namespace {

using ui::AgeKind;

std::string cell(const Snapshot& snapshot, ConnectionId id, std::string_view name) {
    const auto column = std::ranges::find(ui::connectionColumns(), name, &ui::ConnectionColumn::name);
    return column->text(snapshot, id).toStdString();
}

TEST(ConnectionColumns, TellTheConnectionAsText) {
    FakeCapture capture;
    const ConnectionId id = capture.addLeak(0, 30);
    capture.setEnd(105);
    const auto snapshot = capture.snapshot();
    EXPECT_EQ(cell(*snapshot, id, "client"), "10.0.0.1:40000");
    EXPECT_EQ(cell(*snapshot, id, "server"), "10.9.9.9:8080");
    EXPECT_EQ(cell(*snapshot, id, "states"), "FIN_WAIT_2 CLOSE_WAIT");
    EXPECT_EQ(cell(*snapshot, id, "age"), "1:15");
}

TEST(ConnectionColumns, CountTimeWaitDownAndLeaveTheAgeOfWhatIsOverBlank) {
    FakeCapture capture;
    const ConnectionId waiting = capture.addClosing(0, 60);
    const ConnectionId over = capture.addClosing(0, 10);
    capture.change(over, {70, Side::Initiator, State::Closed});
    capture.setEnd(100.2);
    const auto snapshot = capture.snapshot();
    EXPECT_EQ(cell(*snapshot, waiting, "age"), "\u22120:20");
    EXPECT_EQ(cell(*snapshot, over, "age"), "");
    EXPECT_EQ(ui::ageOf(*snapshot, waiting).kind, AgeKind::TimeWait);
    EXPECT_EQ(ui::ageOf(*snapshot, over).kind, AgeKind::None);
}

TEST(ConnectionColumns, SayThatAnAgeIsALowerBoundWhereTheKernelToldOfTheState) {
    ConnectionSpec spec;
    spec.serverState = State::CloseWait;
    spec.moves = {{90, Side::Responder, State::Unknown, State::CloseWait, Basis::Kernel}};
    spec.origin = Origin::SocketTable;
    const Snapshot snapshot = SnapshotBuilder().add(spec).build();
    EXPECT_EQ(cell(snapshot, ConnectionId{0}, "age"), "\u2265 1:30");
}

TEST(ConnectionColumns, MarkTheLikeliestOfSeveralStates) {
    FakeCapture capture;
    const ConnectionId id = capture.addEstablished(0);
    capture.row(id).alternatives[1] = {State::CloseWait};
    EXPECT_EQ(cell(*capture.snapshot(), id, "states"), "ESTAB ESTAB?");
}

TEST(ConnectionColumns, NameTheProcessesOfBothEnds) {
    FakeCapture capture;
    const ConnectionId both = capture.addEstablished(0);
    const ConnectionId none = capture.addEstablished(1);
    Snapshot snapshot = *capture.snapshot();
    SocketOwner curl;
    curl.pid = 34;
    curl.name = "curl";
    SocketOwner nginx;
    nginx.pid = 12;
    nginx.name = "nginx";
    nginx.commandLine = "nginx -g <b>";
    nginx.userName = "www-data";
    nginx.confinement = "docker 0123456789ab";
    ConnectionOwners owners;
    owners.note(both, Side::Initiator, curl);
    owners.note(both, Side::Responder, nginx);
    snapshot.owners = owners.publish();
    EXPECT_EQ(cell(snapshot, both, "process"), "curl[34] \u2192 nginx[12]");
    EXPECT_EQ(cell(snapshot, none, "process"), "");
    const auto column =
        std::ranges::find(ui::connectionColumns(), std::string_view("process"), &ui::ConnectionColumn::name);
    EXPECT_EQ(column->cellTip(snapshot, both).toStdString(),
              "<p>Client: curl[34]</p><p>Server: nginx[12]<br>Command: nginx -g &lt;b&gt;<br>User: www-data<br>"
              "Runs in: docker 0123456789ab</p>");
    EXPECT_EQ(column->cellTip(snapshot, none), QString());
    EXPECT_LT(column->key(snapshot, both), column->key(snapshot, none));
    const std::vector<ConnectionId> ids{both};
    EXPECT_TRUE(ui::rowsAsText(snapshot, ids).contains(QStringLiteral("nginx[12]")));
    EXPECT_TRUE(ui::rowsAsCsv(snapshot, ids).contains(QStringLiteral("nginx[12]")));
    EXPECT_TRUE(ui::rowsAsJson(snapshot, ids).contains(QStringLiteral("\"process\":{\"pid\":12,\"name\":\"nginx\"}")));
}

TEST(ConnectionColumns, OfferTheProcessToFilterBy) {
    FakeCapture capture;
    const ConnectionId id = capture.addEstablished(0);
    Snapshot snapshot = *capture.snapshot();
    SocketOwner owner;
    owner.pid = 12;
    owner.name = "Web Content";
    ConnectionOwners owners;
    owners.note(id, Side::Responder, owner);
    snapshot.owners = owners.publish();
    const auto column =
        std::ranges::find(ui::connectionColumns(), std::string_view("process"), &ui::ConnectionColumn::name);
    for (const QString& term : column->terms(snapshot, id))
        EXPECT_TRUE(Filter::parse(term.toStdString()).value().matches(snapshot, id)) << term.toStdString();
}

TEST(ConnectionColumns, HaveEachSpecialLookOnce) {
    for (const auto look : {ui::ColumnLook::States, ui::ColumnLook::Life, ui::ColumnLook::Age})
        EXPECT_EQ(std::ranges::count(ui::connectionColumns(), look, &ui::ConnectionColumn::look), 1);
}

TEST(CopyRows, WriteCsvWithAHeadingAndALineAConnection) {
    FakeCapture capture;
    capture.addEstablished(0);
    capture.addEstablished(1);
    const std::vector<ConnectionId> both{ConnectionId{0}, ConnectionId{1}};
    const QString csv = ui::rowsAsCsv(*capture.snapshot(), both);
    EXPECT_TRUE(csv.startsWith(QStringLiteral("#,Client,Server,States,")));
    EXPECT_EQ(csv.count(QStringLiteral("\r\n")), 3);
}

TEST(CopyRows, WriteJsonALineAConnection) {
    FakeCapture capture;
    capture.addEstablished(0);
    const std::vector<ConnectionId> one{ConnectionId{0}};
    EXPECT_TRUE(ui::rowsAsJson(*capture.snapshot(), one).startsWith(QStringLiteral("{\"stream\"")));
}

TEST(ConnectionTerms, HoldForTheConnectionWhoseCellOffersThem) {
    FakeCapture capture;
    capture.addEstablished(0);
    capture.addLeak(0, 30);
    capture.addClosing(2, 30);
    const auto snapshot = capture.snapshot();
    for (std::uint32_t i = 0; i < snapshot->size(); ++i)
        for (const ui::ConnectionColumn& column : ui::connectionColumns()) {
            ASSERT_NE(column.terms, nullptr) << column.name;
            for (const QString& term : column.terms(*snapshot, ConnectionId{i})) {
                const auto filter = Filter::parse(term.toStdString());
                ASSERT_TRUE(filter.hasValue()) << term.toStdString() << ": " << filter.error().message;
                EXPECT_TRUE(filter.value().matches(*snapshot, ConnectionId{i})) << term.toStdString();
            }
        }
}

TEST(ConnectionTerms, BeginWithWhatTheCellShows) {
    FakeCapture capture;
    const ConnectionId id = capture.addLeak(0, 30);
    capture.setEnd(100);
    const auto snapshot = capture.snapshot();
    const auto firstOf = [&](const char* name) {
        for (const ui::ConnectionColumn& column : ui::connectionColumns())
            if (QLatin1String(column.name) == QLatin1String(name))
                return column.terms(*snapshot, id).at(0);
        return QString();
    };
    EXPECT_EQ(firstOf("states"), QStringLiteral("client.state == FIN_WAIT_2 && server.state == CLOSE_WAIT"));
    EXPECT_TRUE(firstOf("age").startsWith(QStringLiteral("server.close_wait >= "))) << firstOf("age").toStdString();
    EXPECT_EQ(firstOf("findings"), QStringLiteral("finding == close-wait-leak"));
    EXPECT_EQ(firstOf("number"), QStringLiteral("stream == 0"));
    EXPECT_TRUE(firstOf("start").startsWith(QStringLiteral("start == \""))) << firstOf("start").toStdString();
}

} // namespace
} // namespace synscope::test
