// SPDX-License-Identifier: Apache-2.0
//
// The dialog that exports diagrams: what its boxes ask for, what comes out, and what it says when nothing can.
#include "tests/diagram/conversations.h"
#include "ui/export/export_dialog.h"
#include "ui/export/export_preview.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

class ExportDialogTest : public ::testing::Test {
protected:
    ExportDialogTest() {
        QSettings().remove(QStringLiteral("export"));
        subject.shown = test::leak();
        auto snapshot = std::make_shared<Snapshot>();
        subject.snapshot = snapshot;
    }

    static void choose(QComboBox* box, const QVariant& data) { box->setCurrentIndex(box->findData(data)); }

    static bool settles(const ExportDialog& dialog) {
        return QTest::qWaitFor([&] { return !dialog.isRunning() && !dialog.preview()->isRunning(); }, 20'000);
    }

    QByteArray bytesOf(const QString& name) const {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
    ExportSubject subject;
};

TEST_F(ExportDialogTest, ShowsWhatComesOut) {
    ExportDialog dialog(subject, QStringLiteral("png"), Language::English);
    ASSERT_TRUE(settles(dialog));
    EXPECT_GT(dialog.preview()->picture().width(), 400);
    EXPECT_TRUE(dialog.sizeText().startsWith(QStringLiteral("1\u2009760 × "))) << dialog.sizeText().toStdString();
    choose(dialog.format(), QStringLiteral("mmd"));
    ASSERT_TRUE(settles(dialog));
    EXPECT_TRUE(dialog.preview()->text().startsWith(QStringLiteral("sequenceDiagram")));
    EXPECT_FALSE(dialog.colours()->isEnabled());
    EXPECT_FALSE(dialog.scale()->isEnabled());
}

TEST_F(ExportDialogTest, WritesEachFormat) {
    ExportDialog dialog(subject, {}, Language::English);
    for (const char* ending : {"png", "svg", "pdf", "mmd", "puml", "txt"}) {
        choose(dialog.format(), QLatin1String(ending));
        const QString name = QStringLiteral("diagram.") + QLatin1String(ending);
        dialog.exportTo(folder.filePath(name));
        ASSERT_TRUE(settles(dialog));
        EXPECT_TRUE(dialog.message().startsWith(QStringLiteral("Done: "))) << dialog.message().toStdString();
        EXPECT_FALSE(bytesOf(name).isEmpty()) << ending;
    }
}

TEST_F(ExportDialogTest, ObeysItsBoxes) {
    ExportDialog dialog(subject, QStringLiteral("svg"), Language::English);
    dialog.explains()->setChecked(true);
    dialog.anonymises()->setChecked(true);
    choose(dialog.colours(), static_cast<int>(Theme::Dark));
    dialog.lastSegment()->setValue(4);
    dialog.firstSegment()->setValue(2);
    dialog.exportTo(folder.filePath("part.svg"));
    ASSERT_TRUE(settles(dialog));
    const QByteArray svg = bytesOf("part.svg");
    EXPECT_TRUE(svg.contains("only segments 2 to 4 of 7"));
    EXPECT_FALSE(svg.contains("198.51.100.7"));
    EXPECT_FALSE(svg.contains("GET /orders"));
    EXPECT_EQ(dialog.wish().theme, Theme::Dark);
    EXPECT_TRUE(dialog.wish().choice.explains);
}

TEST_F(ExportDialogTest, KeepsTheRangeInOrder) {
    ExportDialog dialog(subject, QStringLiteral("svg"), Language::English);
    EXPECT_EQ(dialog.firstSegment()->value(), 1);
    EXPECT_EQ(dialog.lastSegment()->value(), 7);
    dialog.lastSegment()->setValue(3);
    EXPECT_EQ(dialog.firstSegment()->maximum(), 3);
    dialog.firstSegment()->setValue(3);
    EXPECT_EQ(dialog.lastSegment()->minimum(), 3);
}

TEST_F(ExportDialogTest, CopiesPicturesAsPicturesAndSourcesAsText) {
    ExportDialog dialog(subject, QStringLiteral("png"), Language::English);
    dialog.copy();
    ASSERT_TRUE(settles(dialog));
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    EXPECT_TRUE(copied->hasImage());
    EXPECT_TRUE(copied->data(QStringLiteral("image/svg+xml")).startsWith("<svg"));
    choose(dialog.format(), QStringLiteral("txt"));
    dialog.copy();
    ASSERT_TRUE(settles(dialog));
    EXPECT_TRUE(QGuiApplication::clipboard()->text().contains(QStringLiteral("CLOSE_WAIT")));
}

TEST_F(ExportDialogTest, RemembersAllButWhatHidesThings) {
    {
        ExportDialog dialog(subject, {}, Language::English);
        choose(dialog.format(), QStringLiteral("svg"));
        choose(dialog.colours(), static_cast<int>(Theme::Light));
        dialog.anonymises()->setChecked(true);
        dialog.exportTo(folder.filePath("a.svg"));
        ASSERT_TRUE(settles(dialog));
    }
    const ExportDialog again(subject, {}, Language::English);
    EXPECT_EQ(again.ending(), QStringLiteral("svg"));
    EXPECT_EQ(again.wish().theme, Theme::Light);
    EXPECT_FALSE(again.anonymises()->isChecked());
}

TEST_F(ExportDialogTest, SaysWhyNothingWasWritten) {
    ExportDialog dialog(subject, QStringLiteral("svg"), Language::English);
    dialog.exportTo(folder.filePath("missing/a.svg"));
    ASSERT_TRUE(settles(dialog));
    EXPECT_TRUE(dialog.message().startsWith(QStringLiteral("⚠ Cannot write"))) << dialog.message().toStdString();
}

/// Several connections, fetched one after another.
class SeveralDiagrams : public ExportDialogTest {
protected:
    SeveralDiagrams() {
        source.connections = {ConnectionId{1}, ConnectionId{4}};
        source.detailOf = [](ConnectionId id, const std::atomic<bool>*) {
            return Result<test::Detail>(indexOf(id) == 1 ? test::closedInFour() : test::leak());
        };
    }

    DiagramSource source;
};

TEST_F(SeveralDiagrams, ShareAPdf) {
    const auto written = exportDiagrams(source, folder.filePath("both.pdf"), {});
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written.value().pages, 2);
    EXPECT_EQ(bytesOf("both.pdf").count("/Type /Page\n"), 2);
}

TEST_F(SeveralDiagrams, StandSideBySideInOnePicture) {
    DiagramWish wish;
    wish.sideBySide = true;
    for (const char* name : {"both.svg", "both.png", "both.pdf"}) {
        const auto written = exportDiagrams(source, folder.filePath(name), wish);
        ASSERT_TRUE(written) << written.error().message;
        EXPECT_EQ(written.value().paths, QStringList{folder.filePath(name)});
        EXPECT_FALSE(bytesOf(name).isEmpty());
    }
    EXPECT_TRUE(bytesOf("both.svg").contains("2 TCP connections side by side"));
    EXPECT_GE(QImage(folder.filePath("both.png")).width(), 2 * 500);
    EXPECT_EQ(bytesOf("both.pdf").count("/Type /Page\n"), 1);
    EXPECT_FALSE(exportDiagrams(source, folder.filePath("both.txt"), wish)) << "text has no room for it";
    source.connections.assign(kMostLanes + 1, ConnectionId{1});
    EXPECT_FALSE(exportDiagrams(source, folder.filePath("many.svg"), wish));
}

TEST_F(SeveralDiagrams, StandBesideTheOneShownAsInTheWindow) {
    subject.beside = {ConnectionId{4}};
    ExportDialog dialog(subject, QStringLiteral("svg"), Language::English);
    EXPECT_TRUE(dialog.wish().sideBySide);
    EXPECT_FALSE(dialog.explains()->isEnabled()) << "cards have no room there";
    EXPECT_EQ(dialog.connections().size(), 2U);
    choose(dialog.format(), QStringLiteral("mmd"));
    EXPECT_FALSE(dialog.wish().sideBySide);
    EXPECT_EQ(dialog.connections().size(), 1U);
    ASSERT_TRUE(settles(dialog));
}

TEST_F(SeveralDiagrams, GetAFileEach) {
    const auto written = exportDiagrams(source, folder.filePath("both.svg"), {});
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written.value().paths, (QStringList{folder.filePath("both-1.svg"), folder.filePath("both-4.svg")}));
    EXPECT_TRUE(bytesOf("both-1.svg").contains("opened and closed in"));
    EXPECT_TRUE(bytesOf("both-4.svg").contains("half-closed for"));
}

TEST_F(SeveralDiagrams, NeverWriteOverAFile) {
    QFile there(folder.filePath("both-4.svg"));
    ASSERT_TRUE(there.open(QIODevice::WriteOnly));
    there.write("mine");
    there.close();
    const auto written = exportDiagrams(source, folder.filePath("both.svg"), {});
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("exists already"), std::string::npos);
    EXPECT_FALSE(QFile::exists(folder.filePath("both-1.svg")));
    EXPECT_EQ(bytesOf("both-4.svg"), QByteArray("mine"));
}

TEST_F(SeveralDiagrams, StopWhenCancelled) {
    const std::atomic<bool> cancelled{true};
    DiagramWish wish;
    wish.cancelled = &cancelled;
    EXPECT_FALSE(exportDiagrams(source, folder.filePath("both.pdf"), wish));
    EXPECT_FALSE(QFile::exists(folder.filePath("both.pdf")));
}

} // namespace
} // namespace synscope::ui
