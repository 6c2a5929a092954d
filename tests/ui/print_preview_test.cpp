// SPDX-License-Identifier: Apache-2.0
//
// Printing: the pages that come out, what the preview shows of them, and that the window goes on meanwhile.
#include "tests/diagram/conversations.h"
#include "ui/export/print_preview.h"

#include <QCheckBox>
#include <QFile>
#include <QPrinter>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <semaphore>

namespace synscope::ui {
namespace {

class PrintPreviewTest : public ::testing::Test {
protected:
    PrintPreviewTest() {
        source.connections = {ConnectionId{1}, ConnectionId{4}, ConnectionId{5}};
        source.detailOf = [](ConnectionId id, const std::atomic<bool>*) {
            return Result<test::Detail>(indexOf(id) == 1 ? test::closedInFour() : test::leak());
        };
    }

    static bool isSettled(const PrintPreview& preview) {
        return !preview.isCounting() && !preview.isDrawing() && !preview.isPrinting();
    }
    static bool settles(const PrintPreview& preview) {
        return QTest::qWaitFor([&] { return isSettled(preview); }, 20'000);
    }
    void printIntoFile(PrintPreview& preview) const {
        preview.printer().setOutputFormat(QPrinter::PdfFormat);
        preview.printer().setOutputFileName(folder.filePath(QStringLiteral("paper.pdf")));
        preview.print();
    }
    [[nodiscard]] qsizetype pagesInFile() const {
        QFile file(folder.filePath(QStringLiteral("paper.pdf")));
        return file.open(QIODevice::ReadOnly) ? file.readAll().count("/Type /Page\n") : 0;
    }

    QTemporaryDir folder;
    DiagramSource source;
    DiagramWish wish;
};

/// Gives a connection only when told so, on the worker.
struct Gate {
    std::counting_semaphore<> open{0};
    std::atomic<int> asked{0};

    Result<test::Detail> pass() {
        ++asked;
        open.acquire();
        return test::closedInFour();
    }
};

TEST_F(PrintPreviewTest, CountsThePagesOfAllConnections) {
    PrintPreview preview(source, wish);
    EXPECT_TRUE(preview.isCounting());
    ASSERT_TRUE(settles(preview));
    EXPECT_EQ(preview.page()->maximum(), 3);
    EXPECT_EQ(preview.message(), QString());
}

TEST_F(PrintPreviewTest, ShowsThePageThatIsChosen) {
    PrintPreview preview(source, wish);
    preview.show();
    ASSERT_TRUE(settles(preview));
    const QImage first = preview.picture().toImage();
    EXPECT_GT(first.width(), 400);
    preview.page()->setValue(2);
    ASSERT_TRUE(settles(preview));
    const QImage second = preview.picture().toImage();
    EXPECT_NE(first, second);
    preview.page()->setValue(1);
    ASSERT_TRUE(settles(preview));
    EXPECT_EQ(preview.picture().toImage(), first);
}

TEST_F(PrintPreviewTest, ShowsAWholePageWhereWanted) {
    PrintPreview preview(source, wish);
    preview.show();
    ASSERT_TRUE(settles(preview));
    const int wide = preview.picture().height();
    preview.whole()->setChecked(true);
    ASSERT_TRUE(settles(preview));
    EXPECT_LT(preview.picture().height(), wide);
}

TEST_F(PrintPreviewTest, PrintsEveryPage) {
    PrintPreview preview(source, wish);
    ASSERT_TRUE(settles(preview));
    printIntoFile(preview);
    ASSERT_TRUE(settles(preview));
    EXPECT_EQ(preview.message(), QStringLiteral("All pages are with the printer"));
    EXPECT_EQ(pagesInFile(), 3);
}

TEST_F(PrintPreviewTest, LetsTheWindowGoOnWhileItCountsAndPrints) {
    Gate gate;
    source.detailOf = [&](ConnectionId, const std::atomic<bool>*) { return gate.pass(); };
    PrintPreview preview(source, wish);
    int ticks = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [&] { ++ticks; });
    timer.start(0);
    EXPECT_TRUE(QTest::qWaitFor([&] { return ticks > 5 && gate.asked > 0; }));
    EXPECT_TRUE(preview.isCounting());
    gate.open.release(100);
    ASSERT_TRUE(settles(preview));
    while (gate.open.try_acquire())
        continue;
    ticks = 0;
    const int before = gate.asked;
    printIntoFile(preview);
    EXPECT_TRUE(QTest::qWaitFor([&] { return ticks > 5 && gate.asked > before; }));
    EXPECT_TRUE(preview.isPrinting());
    gate.open.release(100);
    ASSERT_TRUE(settles(preview));
    EXPECT_EQ(pagesInFile(), 3);
}

TEST_F(PrintPreviewTest, StopsPrintingWhenAsked) {
    Gate gate;
    std::atomic<bool> isSlow = false;
    source.detailOf = [&](ConnectionId, const std::atomic<bool>*) {
        return isSlow ? gate.pass() : Result<test::Detail>(test::leak());
    };
    PrintPreview preview(source, wish);
    ASSERT_TRUE(settles(preview));
    isSlow = true;
    printIntoFile(preview);
    ASSERT_TRUE(QTest::qWaitFor([&] { return gate.asked == 1; }));
    preview.stop();
    gate.open.release(100);
    ASSERT_TRUE(settles(preview));
    EXPECT_EQ(gate.asked, 1);
    EXPECT_TRUE(preview.message().startsWith(QStringLiteral("Stopped"))) << preview.message().toStdString();
}

TEST_F(PrintPreviewTest, SaysWhatWentWrong) {
    source.detailOf = [](ConnectionId, const std::atomic<bool>*) -> Result<test::Detail> {
        return Error{"its packets are gone", {}, {}};
    };
    PrintPreview preview(source, wish);
    ASSERT_TRUE(settles(preview));
    EXPECT_EQ(preview.message(), QStringLiteral("⚠ its packets are gone"));
    EXPECT_TRUE(preview.picture().isNull());
}

TEST_F(PrintPreviewTest, PrintsNoMorePagesOnceCancelled) {
    const std::atomic<bool> cancelled{true};
    wish.cancelled = &cancelled;
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(folder.filePath(QStringLiteral("paper.pdf")));
    std::atomic<int> done{0};
    const std::optional<Error> error = printDiagrams(printer, source, wish, done);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message, "The export was cancelled");
    EXPECT_EQ(done, 0);
}

} // namespace
} // namespace synscope::ui
