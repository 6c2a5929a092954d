// SPDX-License-Identifier: Apache-2.0
//
// The words and rows of the page of ports and queues.
#include "ui/models/ports_view.h"

#include "core/store/filter.h"
#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using std::chrono::seconds;

ConnectionSpec timeWait(std::int64_t ago, std::uint16_t port) {
    return {.clientPort = port, .clientState = State::TimeWait, .serverState = State::Closed, .stateAgeSeconds = ago};
}

ConnectionSpec halfOpen(std::int64_t ago, const char* server = "10.0.0.2") {
    return {.server = server,
            .clientState = State::SynSent,
            .serverState = State::SynReceived,
            .stateAgeSeconds = ago,
            .durationSeconds = ago};
}

ConnectionSpec unanswered(std::uint32_t syns) {
    return {.server = "10.0.0.3",
            .clientState = State::SynSent,
            .serverState = State::Listen,
            .segments = {syns, 0},
            .syn = syns};
}

ThisHost hostWith(PortSpan range) {
    return {{range, {}}, {*parseIpAddress("10.0.0.1")}};
}

ui::PortsView viewOf(const std::vector<ConnectionSpec>& specs, std::optional<ThisHost> host = {},
                     bool isMadeHere = false) {
    SnapshotBuilder builder;
    for (const ConnectionSpec& spec : specs)
        builder.add(spec);
    auto snapshot = std::make_shared<Snapshot>(builder.build());
    snapshot->load.finished = !isMadeHere;
    return ui::portsViewOf(snapshot, std::move(host), isMadeHere, {});
}

std::string timeWaitWords(const ui::PortsView& view, std::int64_t secondsLater = 0) {
    return ui::timeWaitSentence(view, view.snapshot->end + seconds(secondsLater)).toStdString();
}

/// The cells of each row, "|" between them.
std::string textOf(const std::vector<ui::PanelRow>& rows) {
    QString text;
    for (const ui::PanelRow& row : rows) {
        for (const ui::PanelCell& cell : row.cells)
            text += cell.text + QLatin1Char('|');
        text += QLatin1Char('\n');
    }
    return text.toStdString();
}

/// How many connections of the snapshot the row's filter shows; -1 where it is none.
int shownBy(const ui::PortsView& view, const QString& text) {
    const Result<Filter> filter = Filter::parse(text.toStdString());
    if (!filter)
        return -1;
    int count = 0;
    for (std::uint32_t i = 0; i < view.snapshot->size(); ++i)
        count += filter.value().matches(*view.snapshot, ConnectionId{i}) ? 1 : 0;
    return count;
}

TEST(PortsView, SaysHowLongTimeWaitHasLeftAtTheEndOfAFile) {
    EXPECT_EQ(timeWaitWords(viewOf({timeWait(19, 40000), timeWait(5, 40001)})),
              "2 connections in TIME_WAIT at the end of the capture; the first had 0:41 left, the last 0:55.");
    EXPECT_EQ(timeWaitWords(viewOf({timeWait(19, 40000)})),
              "One connection in TIME_WAIT at the end of the capture, with 0:41 left.");
    EXPECT_EQ(timeWaitWords(viewOf({{}})), "Nobody was in TIME_WAIT at the end of the capture.");
}

TEST(PortsView, CountsDownWhileTheCaptureGoesOn) {
    const ui::PortsView view = viewOf({timeWait(19, 40000), timeWait(5, 40001)}, {}, true);
    EXPECT_EQ(timeWaitWords(view), "2 connections in TIME_WAIT now; the first has 0:41 left, the last 0:55.");
    EXPECT_EQ(timeWaitWords(view, 50), "2 connections in TIME_WAIT now; the first has 0:00 left, the last 0:05.");
    EXPECT_EQ(textOf(ui::timeWaitNextRows(view, view.snapshot->end + seconds(10))),
              "10.0.0.1:40000 → 10.0.0.2:80|0:31|\n"
              "10.0.0.1:40001 → 10.0.0.2:80|0:45|\n");
}

TEST(PortsView, ListsWhoHoldsTimeWait) {
    const ui::PortsView view = viewOf({timeWait(19, 40000), timeWait(5, 40001)});
    const auto rows = ui::timeWaitGroupRows(view, view.snapshot->end);
    EXPECT_EQ(textOf(rows), "10.0.0.1 → 10.0.0.2:80|2|0:41|0:55|\n");
    EXPECT_EQ(shownBy(view, rows[0].filter), 2);
}

TEST(PortsView, AssumesTheRangeOfOtherMachinesAndSaysSo) {
    const ui::PortsView view = viewOf({{}, timeWait(5, 40001), timeWait(5, 1024)});
    EXPECT_EQ(ui::portUseSentence(view).toStdString(),
              "10.0.0.1 has taken 0.0 % of its local ports towards 10.0.0.2:80: 2 of 28\u2009232, of these TIME_WAIT "
              "holds 2.");
    EXPECT_EQ(ui::portUseAdvice(view).toStdString(),
              "The range 32768–60999 is assumed, as Linux's default: a capture does not tell how the clients are set. "
              "One port lies outside: a program or an address translator chose it, or the client has another range.");
    EXPECT_EQ(textOf(ui::portUseRows(view)), "10.0.0.1 → 10.0.0.2:80|1|2|28\u2009230|0.0 %|\n");
}

TEST(PortsView, WarnsWhereFewPortsOfThisMachineAreLeft) {
    std::vector<ConnectionSpec> specs{{}};
    for (std::uint16_t port = 40001; port < 40008; ++port)
        specs.push_back(timeWait(5, port));
    const ui::PortsView view = viewOf(specs, hostWith({40000, 40009}));
    EXPECT_EQ(ui::portUseSentence(view).toStdString(),
              "⚠ 10.0.0.1 has taken 80 % of its local ports towards 10.0.0.2:80: 8 of 10, of these TIME_WAIT holds 7.");
    EXPECT_TRUE(ui::portUseAdvice(view).endsWith(QStringLiteral("The range 40000–40009 is this machine's own.")));
    const auto rows = ui::portUseRows(view);
    EXPECT_EQ(textOf(rows), "10.0.0.1 → 10.0.0.2:80|1|7|2|⚠ 80.0 %|\n");
    EXPECT_EQ(shownBy(view, rows[0].filter), 8);
    EXPECT_NEAR(rows[0].cells[4].parts->used, 0.1, 1e-9);
    EXPECT_NEAR(rows[0].cells[4].parts->held, 0.7, 1e-9);
}

TEST(PortsView, SaysThatNoPortIsLeft) {
    const ui::PortsView view = viewOf({{}}, hostWith({40000, 40000}));
    EXPECT_TRUE(ui::portUseAdvice(view).startsWith(QStringLiteral("No port is left: ")))
        << ui::portUseAdvice(view).toStdString();
}

TEST(PortsView, TellsOfOpeningsThatWait) {
    ConnectionSpec notTaken;
    notTaken.incident = IncidentKind::HandshakeAckIgnored;
    const ui::PortsView view = viewOf({halfOpen(70), halfOpen(5), unanswered(3), notTaken});
    EXPECT_EQ(
        ui::openingsSentence(view).toStdString(),
        "Openings: 2 half-open, the oldest for 1:10; 1 without any answer, one of them asked 3 times; 1 not taken "
        "by their listeners.");
    EXPECT_EQ(ui::openingsAdvice(view).count(QLatin1Char('\n')), 2);
    const auto rows = ui::openingsRows(view, view.snapshot->end);
    EXPECT_EQ(textOf(rows), "10.0.0.2:80|2|1:10|–|–|1|\n"
                            "10.0.0.3:80|–|–|1|3|–|\n");
    EXPECT_EQ(shownBy(view, rows[0].filter), 3);
    EXPECT_EQ(shownBy(view, rows[1].filter), 1);
    EXPECT_EQ(shownBy(view, ui::openingsFilter(view.openings.all)), 4);
}

TEST(PortsView, TellsThatNothingWaits) {
    EXPECT_EQ(ui::openingsSentence(viewOf({{}})).toStdString(),
              "No opening waited for an answer at the end of the capture, and none was turned away.");
    EXPECT_EQ(ui::openingsAdvice(viewOf({{}})).toStdString(), "");
    EXPECT_EQ(ui::portUseSentence(viewOf({{.clientState = State::Closed}})).toStdString(),
              "No client had a connection at the end of the capture.");
}

TEST(PortsView, FiltersIpv6AsWell) {
    ConnectionSpec spec = timeWait(5, 40000);
    spec.client = "2001:db8::1";
    spec.server = "2001:db8::2";
    const ui::PortsView view = viewOf({spec});
    EXPECT_EQ(shownBy(view, ui::timeWaitGroupRows(view, view.snapshot->end)[0].filter), 1);
    EXPECT_EQ(shownBy(view, ui::portUseRows(view)[0].filter), 1);
}

} // namespace
} // namespace synscope::test
