// SPDX-License-Identifier: Apache-2.0
//
// The segment table says what each segment was, keeps its rows while a connection grows, and holds no copy.
#include "tests/diagram/conversations.h"
#include "ui/models/segment_model.h"
#include "ui/models/segment_text.h"
#include "ui/theme.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

using Tester = QAbstractItemModelTester;

QStringList cellsOf(const SegmentModel& model, int row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.index(row, column).data().toString();
    return cells;
}

int columnNamed(const SegmentModel& model, const QString& title) {
    for (int column = 0; column < model.columnCount(); ++column) {
        if (model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() == title)
            return column;
    }
    return -1;
}

QString cell(const SegmentModel& model, int row, const QString& title) {
    return model.index(row, columnNamed(model, title)).data().toString();
}

/// The first `count` segments of a conversation, as if the capture had ended there.
std::shared_ptr<const ConnectionDetail> beginningOf(const ConnectionDetail& detail, std::size_t count) {
    auto part = std::make_shared<ConnectionDetail>(detail);
    part->segments.resize(count);
    return part;
}

/// Digits are grouped by a space narrower than the one on keyboards.
std::string withPlainSpaces(QString text) {
    return text.replace(QChar(0x2009), u' ').replace(QChar(0x202f), u' ').toStdString();
}

TEST(SegmentModel, HasNoRowsWithoutAConnection) {
    SegmentModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    EXPECT_EQ(model.rowCount(), 0);
    EXPECT_EQ(model.columnCount(), 11);
}

TEST(SegmentModel, TellsTheSecondSegmentOfAHandshake) {
    SegmentModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.setDetail(test::leak());
    EXPECT_EQ(cellsOf(model, 1), QStringList({"2", "0.021 340", "server → client", "SYN + ACK", "0", "1", "0", "64240",
                                              "ESTABLISHED", "SYN_RECEIVED", ""}));
}

TEST(SegmentModel, SaysWhatWasMarkedAndHowThePayloadBegins) {
    SegmentModel model;
    model.setDetail(test::troubled());
    EXPECT_EQ(cell(model, 3, "Notes"), "POST /upload");
    EXPECT_EQ(cell(model, 4, "Notes"), "retransmission");
}

TEST(SegmentModel, ShowsNumbersAsOnTheWireWhenAsked) {
    SegmentModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.setDetail(test::leak());
    model.setRelativeNumbers(false);
    EXPECT_EQ(cell(model, 1, "Seq"), "771093402");
    EXPECT_EQ(cell(model, 1, "Ack"), "2914220118");
}

TEST(SegmentModel, ShowsTheTimeSinceThePreviousSegmentOrOfTheDay) {
    SegmentModel model;
    model.setDetail(test::leak());
    model.setTime(SegmentTime::SincePrevious);
    EXPECT_EQ(cell(model, 2, "Time"), "0.000 051");
    model.setTime(SegmentTime::Clock);
    EXPECT_EQ(cell(model, 2, "Time"), "22:13:20.021391");
}

TEST(SegmentModel, LeavesTheAckOfAFirstSynBlank) {
    SegmentModel model;
    model.setDetail(test::leak());
    EXPECT_EQ(cell(model, 0, "Ack"), "");
}

TEST(SegmentModel, ShowsCloseWaitAloneInVermilion) {
    SegmentModel model;
    model.setDetail(test::leak());
    const int column = columnNamed(model, "Server after");
    const int last = model.rowCount() - 1;
    EXPECT_EQ(model.index(last, column).data(Qt::ForegroundRole).value<QColor>(), colour(Ink::Attention, Theme::Light));
    EXPECT_NE(model.index(0, column).data(Qt::ForegroundRole).value<QColor>(), colour(Ink::Attention, Theme::Light));
}

TEST(SegmentModel, InsertsRowsWhenTheConnectionGrew) {
    SegmentModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    const auto whole = test::leak();
    model.setDetail(beginningOf(*whole, 4));
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    model.setDetail(whole);
    EXPECT_EQ(resets.count(), 0);
    ASSERT_EQ(inserts.count(), 1);
    EXPECT_EQ(inserts.at(0).at(1).toInt(), 4);
    EXPECT_EQ(model.rowCount(), 7);
}

TEST(SegmentModel, ShowsVeryManySegmentsOnceAWorkerHasSeenThem) {
    SegmentModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    const auto whole = test::longRun(150'000);
    model.setDetail(test::leak());
    model.setDetail(beginningOf(*whole, 40));
    model.setDetail(whole);
    EXPECT_EQ(model.rowCount(), 40);
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.rowCount() == static_cast<int>(whole->segments.size()); }, 20'000));
    EXPECT_FALSE(model.index(150'000, 0).data().toString().isEmpty());
    model.setDetail(nullptr);
    EXPECT_EQ(model.rowCount(), 0);
}

TEST(SegmentModel, StartsAnewForAnotherConnection) {
    SegmentModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.setDetail(test::leak());
    auto another = std::make_shared<ConnectionDetail>(*test::troubled());
    another->id = ConnectionId{7};
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setDetail(another);
    EXPECT_EQ(resets.count(), 1);
    model.setDetail(nullptr);
    EXPECT_EQ(model.rowCount(), 0);
}

TEST(SegmentModel, ReadsTheSharedDetailInsteadOfACopy) {
    SegmentModel model;
    const auto detail = test::leak();
    model.setDetail(detail);
    EXPECT_EQ(detail.use_count(), 2);
}

TEST(SegmentText, TellsAllOfASegmentInItsTip) {
    const auto detail = test::leak();
    EXPECT_EQ(withPlainSpaces(segmentText(*detail, stateClaims(*detail), 1)),
              "Packet 2   2023-11-14 22:13:20.021340000 UTC\n"
              "server → client   SYN + ACK\n"
              "seq 0 (771093402 on the wire), ack 1 (2914220118), 0 B payload, window 64 240\n"
              "Options: mss 1460, window scale × 64, sack permitted, timestamps 0 / 0\n"
              "After it: client ESTABLISHED, server SYN_RECEIVED\n"
              "the client: SYN_SENT → ESTABLISHED at packet 2: its SYN is acknowledged: it can send, and be heard; "
              "proven by packet 3 (RFC 9293, 3.10.7.3)");
}

TEST(SegmentText, TellsWhatIsPossibleAndWhatHappenedBesides) {
    const auto detail = test::undecided();
    const StateClaims claims = stateClaims(*detail);
    EXPECT_TRUE(segmentText(*detail, claims, 7).contains("server ESTABLISHED? or CLOSE_WAIT"));
    EXPECT_TRUE(segmentText(*detail, claims, 5)
                    .endsWith("the server drops the RST of the client: its number is outside the window (RFC 9293, "
                              "3.10.7.4); packet 6"));
}

TEST(SegmentModel, MarksStatesThatAreNotSure) {
    SegmentModel model;
    model.setDetail(test::undecided());
    const auto serverAfter = [&](int row) { return model.index(row, 9).data().toString(); };
    EXPECT_EQ(serverAfter(5), "ESTABLISHED");
    EXPECT_EQ(serverAfter(6), "ESTABLISHED?");
}

TEST(SegmentText, DoesNotSayClientWhereNoOpeningWasSeen) {
    EXPECT_FALSE(directionWords(*test::midstream(), Side::Initiator).contains("client"));
}

} // namespace
} // namespace synscope::ui
