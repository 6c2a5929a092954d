// SPDX-License-Identifier: Apache-2.0
//
// The page of one connection: what it shows when, and that diagram and table agree on the selection.
#include "tests/diagram/conversations.h"
#include "ui/diagram/diagram_options.h"
#include "ui/diagram/ladder_view.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/findings_label.h"
#include "ui/pages/handshake_panel.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocumentFragment>

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::ui {
namespace {

std::shared_ptr<const ConnectionDetail> leakWithFinding() {
    auto detail = std::make_shared<ConnectionDetail>(*test::leak());
    Finding finding;
    finding.kind = "close-wait-leak";
    finding.severity = Severity::Problem;
    finding.endpoint = Side::Responder;
    finding.text = "the server owes a close()";
    detail->findings.push_back(finding);
    return detail;
}

/// Found at packet 4, proven by packet 6; a lesser finding beside it, about a packet of another connection.
std::shared_ptr<const ConnectionDetail> leakWithProof() {
    auto detail = std::make_shared<ConnectionDetail>(*leakWithFinding());
    detail->findings[0].packet = PacketNumber(4);
    detail->findings[0].proof = PacketNumber(6);
    Finding lesser;
    lesser.kind = "stale-segment";
    lesser.text = "the client sent it late";
    lesser.packet = PacketNumber(999);
    detail->findings.push_back(lesser);
    return detail;
}

/// As it is read: no matter where lines may break.
QString plainText(const QLabel& label) {
    QString text =
        label.textFormat() == Qt::RichText ? QTextDocumentFragment::fromHtml(label.text()).toPlainText() : label.text();
    return text.replace(QChar::Nbsp, u' ');
}

/// As a click on the link of these words does.
void follow(FindingsLabel& label, const QString& words) {
    static const QRegularExpression link(QStringLiteral("<a href=\"([^\"]*)\"[^>]*>([^<]*)</a>"));
    for (auto links = link.globalMatch(label.text()); links.hasNext();) {
        const QRegularExpressionMatch match = links.next();
        if (QString(match.captured(2)).replace(QChar::Nbsp, u' ') == words)
            Q_EMIT label.linkActivated(match.captured(1));
    }
}

class ConnectionDetailPageTest : public ::testing::Test {
protected:
    void show(int height = 700) {
        page.resize(560, height);
        page.show();
    }
    bool isSeen(const QString& text) const {
        const QList<QLabel*> labels = page.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return plainText(*label) == text && label->isVisible(); });
    }

    ConnectionDetailPage page;
};

TEST_F(ConnectionDetailPageTest, InvitesToSelectAConnection) {
    show();
    EXPECT_TRUE(isSeen("Select a connection to see it drawn"));
}

TEST_F(ConnectionDetailPageTest, DrawsTheConnectionItIsGiven) {
    show();
    page.setDetail(test::leak());
    EXPECT_FALSE(isSeen("Select a connection to see it drawn"));
    EXPECT_TRUE(page.ladderView()->isVisible());
    EXPECT_EQ(page.segmentTable()->model()->rowCount(), 7);
}

TEST_F(ConnectionDetailPageTest, IsEmptyAgainWhenCleared) {
    show();
    page.setDetail(leakWithFinding());
    page.clear();
    EXPECT_TRUE(isSeen("Select a connection to see it drawn"));
    EXPECT_FALSE(isSeen("the server owes a close()"));
    EXPECT_EQ(page.segmentTable()->model()->rowCount(), 0);
}

TEST_F(ConnectionDetailPageTest, SaysWhoOwesWhat) {
    show();
    page.setDetail(leakWithFinding());
    EXPECT_TRUE(isSeen("the server owes a close()"));
    page.setDetail(test::closedInFour());
    EXPECT_FALSE(isSeen("the server owes a close()"));
}

TEST_F(ConnectionDetailPageTest, SaysInALineWhatLowersTheTrust) {
    show();
    auto detail = std::make_shared<ConnectionDetail>(*test::undecided());
    detail->quality = test::qualityNotes(Origin::Handshake, {QualityBit::MissedFromInitiator});
    detail->tap.reset();
    page.setDetail(detail);
    EXPECT_TRUE(isSeen("Not sure: client's state undecided · server's state undecided · client's packets missing"));
    page.setDetail(test::closedInFour());
    EXPECT_FALSE(isSeen("Not sure: client's state undecided · server's state undecided · client's packets missing"));
}

TEST_F(ConnectionDetailPageTest, SaysWhereItWasCaptured) {
    const char* where = "Captured beside the client: 51 µs of the round trip lie on its side, 21 ms on the server's.";
    show();
    page.setDetail(test::closedInFour());
    EXPECT_TRUE(isSeen(where));
    page.setDetail(test::midstream());
    EXPECT_FALSE(isSeen(where));
}

TEST_F(ConnectionDetailPageTest, SaysInHowSureWhatThePlaceMeansForTimes) {
    show();
    page.setDetail(test::closedInFour());
    page.setCurrentTab(ConnectionDetailPage::Tab::Parameters);
    EXPECT_TRUE(isSeen("Captured beside the client: 51 µs of the round trip lie on its side, 21 ms on the server's. "
                       "Times of the client's moves are its own; the server's are off by up to 21 ms."));
}

TEST_F(ConnectionDetailPageTest, SaysHowSureItIsBesideTheParameters) {
    show();
    auto detail = std::make_shared<ConnectionDetail>(*test::midstream());
    detail->reuse = ReuseReason::HigherIsn;
    page.setDetail(detail);
    page.setCurrentTab(ConnectionDetailPage::Tab::Parameters);
    EXPECT_TRUE(isSeen("How sure"));
    EXPECT_TRUE(isSeen("? The capture began after the connection had been opened; window scales are unknown."));
    EXPECT_TRUE(isSeen("A new connection: its ISN is above the last number used (RFC 9293, 3.6.1)."));
    page.setDetail(test::closedInFour());
    EXPECT_TRUE(isSeen("The opening was captured."));
    EXPECT_FALSE(isSeen("A new connection: its ISN is above the last number used (RFC 9293, 3.6.1)."));
}

TEST_F(ConnectionDetailPageTest, LeavesToTheDiagramHowALeakCameAbout) {
    show();
    const auto detail = std::make_shared<ConnectionDetail>(*leakWithFinding());
    detail->findings[0].text = "10.0.0.1:80 still owes a close(): its kernel answered <ACK>.";
    page.setDetail(detail);
    EXPECT_TRUE(isSeen("10.0.0.1:80 still owes a close()."));
    detail->findings[0].kind = "something-else";
    page.setDetail(std::make_shared<ConnectionDetail>(*detail));
    EXPECT_TRUE(isSeen("10.0.0.1:80 still owes a close(): its kernel answered <ACK>."));
}

TEST_F(ConnectionDetailPageTest, NamesEvidenceAndProof) {
    show();
    page.setDetail(leakWithProof());
    EXPECT_TRUE(isSeen("the server owes a close() Evidence: packet 4 · Proof: packet 6 · 1 more"));
}

TEST_F(ConnectionDetailPageTest, LeadsToTheProofByAClickInEveryTab) {
    show();
    page.setDetail(leakWithProof());
    auto* findings = page.findChild<FindingsLabel*>();
    const QSignalSpy chosen(&page, &ConnectionDetailPage::segmentSelected);
    follow(*findings, "packet 6");
    EXPECT_EQ(page.ladderView()->selectedSegment(), 5U);
    EXPECT_EQ(page.segmentTable()->currentIndex().row(), 5);
    page.setCurrentTab(ConnectionDetailPage::Tab::Segments);
    follow(*findings, "packet 4");
    EXPECT_EQ(page.currentTab(), ConnectionDetailPage::Tab::Segments);
    EXPECT_EQ(page.segmentTable()->currentIndex().row(), 3);
    page.setCurrentTab(ConnectionDetailPage::Tab::Parameters);
    follow(*findings, "packet 6");
    EXPECT_EQ(page.currentTab(), ConnectionDetailPage::Tab::Diagram) << "parameters show no packets";
    EXPECT_EQ(chosen.count(), 3);
}

TEST_F(ConnectionDetailPageTest, FollowsFindingsByTheKeyboard) {
    show();
    page.setDetail(leakWithProof());
    auto* findings = page.findChild<FindingsLabel*>();
    page.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
    findings->setFocus(Qt::TabFocusReason);
    QTest::keyClick(findings, Qt::Key_Return);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 3U);
    QTest::keyClick(findings, Qt::Key_Tab);
    QTest::keyClick(findings, Qt::Key_Return);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 5U);
}

TEST_F(ConnectionDetailPageTest, OpensTheOtherFindingsUntilAnotherConnectionIsShown) {
    show();
    page.setDetail(leakWithProof());
    follow(*page.findChild<FindingsLabel*>(), "1 more");
    const char* all = "the server owes a close() Evidence: packet 4 · Proof: packet 6\n"
                      "the client sent it late Evidence: packet 999";
    EXPECT_TRUE(isSeen(all));
    EXPECT_EQ(page.findChild<FindingsLabel*>()->text().count("<a "), 2) << "packet 999 is not in this connection";
    page.setDetail(leakWithProof());
    EXPECT_TRUE(isSeen(all)) << "it grew";
    auto other = std::make_shared<ConnectionDetail>(*leakWithProof());
    other->id = ConnectionId{7};
    page.setDetail(other);
    EXPECT_FALSE(isSeen(all));
}

TEST_F(ConnectionDetailPageTest, SelectsInTheTableWhatIsChosenInTheDiagram) {
    show();
    page.setDetail(test::leak());
    const QSignalSpy chosen(&page, &ConnectionDetailPage::segmentSelected);
    QTest::keyClick(page.ladderView(), Qt::Key_End);
    EXPECT_EQ(page.segmentTable()->currentIndex().row(), 6);
    EXPECT_EQ(chosen.count(), 1);
}

TEST_F(ConnectionDetailPageTest, SelectsInTheDiagramWhatIsChosenInTheTable) {
    show();
    page.setDetail(test::leak());
    page.setCurrentTab(ConnectionDetailPage::Tab::Segments);
    const QSignalSpy chosen(&page, &ConnectionDetailPage::segmentSelected);
    page.segmentTable()->selectRow(4);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 4U);
    EXPECT_EQ(chosen.count(), 1);
}

TEST_F(ConnectionDetailPageTest, KeepsTheSelectionWhenTheConnectionGrew) {
    const auto whole = test::troubled();
    auto part = std::make_shared<ConnectionDetail>(*whole);
    part->segments.resize(10);
    show();
    page.setDetail(part);
    page.segmentTable()->selectRow(8);
    const QSignalSpy chosen(&page, &ConnectionDetailPage::segmentSelected);
    page.setDetail(whole);
    EXPECT_EQ(page.segmentTable()->currentIndex().row(), 8);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 8U);
    EXPECT_EQ(chosen.count(), 0);
}

TEST_F(ConnectionDetailPageTest, SaysWhatItIsBusyWithUntilTheDetailArrives) {
    show();
    page.setBusy("Reading 12 segments");
    EXPECT_TRUE(isSeen("Reading 12 segments"));
    page.setDetail(test::leak());
    EXPECT_FALSE(isSeen("Reading 12 segments"));
}

TEST_F(ConnectionDetailPageTest, ShowsWhatTheHandshakeAgreedWhereThereIsRoom) {
    show(700);
    page.setDetail(test::leak());
    EXPECT_FALSE(isSeen("What the handshake agreed"));
    page.resize(560, 950);
    QApplication::processEvents();
    EXPECT_TRUE(isSeen("What the handshake agreed"));
    page.setCurrentTab(ConnectionDetailPage::Tab::Segments);
    EXPECT_FALSE(isSeen("What the handshake agreed"));
}

TEST_F(ConnectionDetailPageTest, DrawsInEveryTheme) {
    show();
    page.setDetail(leakWithFinding());
    page.setTheme(Theme::Dark);
    const QImage dark = page.ladderView()->grab().toImage();
    page.setTheme(Theme::Light);
    const QImage light = page.ladderView()->grab().toImage();
    EXPECT_LT(dark.pixelColor(2, 2).lightness(), 80);
    EXPECT_GT(light.pixelColor(2, 2).lightness(), 200);
}

TEST_F(ConnectionDetailPageTest, RemembersWhatTheReaderLetsTheDiagramShow) {
    show();
    page.setDetail(test::leak());
    for (const auto which : {DiagramOptions::TrueTime, DiagramOptions::Window})
        page.shown()->action(which)->trigger();
    EXPECT_TRUE(page.ladderView()->layoutShown().isTrueTime());
    EXPECT_TRUE(page.ladderView()->options().extras.window);
    ConnectionDetailPage later;
    EXPECT_TRUE(later.shown()->action(DiagramOptions::TrueTime)->isChecked());
    EXPECT_TRUE(later.ladderView()->options().extras.window);
    for (const auto which : {DiagramOptions::TrueTime, DiagramOptions::Window})
        page.shown()->action(which)->trigger();
    EXPECT_FALSE(page.ladderView()->layoutShown().isTrueTime());
}

TEST_F(ConnectionDetailPageTest, NamesTheProcessesOnTheLifelines) {
    page.setProcesses({"curl", ""});
    page.setDetail(test::leak());
    EXPECT_EQ(page.ladderView()->layoutShown().roles[0], "client · closed first · curl");
    EXPECT_EQ(page.ladderView()->layoutShown().roles[1], "server");
}

TEST(HandshakePanel, ShowsBothOffers) {
    HandshakePanel panel(HandshakePanel::Content::Offers);
    panel.setDetail(test::leak().get());
    EXPECT_EQ(panel.valueText(1, Side::Initiator), "1460");
    EXPECT_EQ(panel.valueText(2, Side::Initiator), "× 128");
    EXPECT_EQ(panel.valueText(2, Side::Responder), "× 64");
    EXPECT_EQ(panel.valueText(3, Side::Initiator), "yes / yes");
    EXPECT_EQ(panel.valueText(4, Side::Responder), "no / no");
}

TEST(HandshakePanel, SaysWhereNoSynWasSeen) {
    HandshakePanel panel(HandshakePanel::Content::OffersAndCounters);
    panel.setDetail(test::midstream().get());
    EXPECT_EQ(panel.valueText(0, Side::Initiator), "not seen");
    EXPECT_EQ(panel.valueText(5, Side::Initiator), "ESTABLISHED");
    EXPECT_EQ(panel.valueText(6, Side::Responder), "1");
}

TEST(HandshakePanel, SaysThatAScaleOfOneSideAloneIsNotUsed) {
    auto detail = std::make_shared<ConnectionDetail>(*test::leak());
    detail->endpoint[1].offer.bits = HandshakeOffer::HasIsn;
    HandshakePanel panel(HandshakePanel::Content::Offers);
    panel.setDetail(detail.get());
    EXPECT_EQ(panel.valueText(2, Side::Initiator), "× 128, not used");
    EXPECT_EQ(panel.valueText(2, Side::Responder), "not offered");
}

} // namespace
} // namespace synscope::ui
