// SPDX-License-Identifier: Apache-2.0
//
// Diagrams as files: PNG of the size asked for, SVG the same each time, PDF on one page or several, and
// refusals that leave the disk alone.
#include "tests/diagram/conversations.h"
#include "ui/diagram/diagram_export.h"

#include "core/export/diagram_formats.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <cmath>

namespace synscope::ui {
namespace {

/// A connection that nothing folds.
std::shared_ptr<const ConnectionDetail> tall(int segments) {
    test::DetailBuilder builder;
    builder.handshake();
    for (int i = 0; i < segments; ++i)
        builder.wait(std::chrono::milliseconds(1)).send(test::kClient, "PA", 10).mark(Mark::Retransmission);
    return builder.endAfter(std::chrono::seconds(1));
}

class DiagramExport : public ::testing::Test {
protected:
    Result<DiagramFile> write(const QString& name, double scale = 1, Theme theme = Theme::Print) {
        DiagramWish wish;
        wish.scale = scale;
        wish.theme = theme;
        return exportDiagrams(sourceOf(detail), path(name), wish);
    }
    QString path(const QString& name) const { return folder.filePath(name); }
    QByteArray bytesOf(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
    std::shared_ptr<const ConnectionDetail> detail = test::leak();
};

TEST_F(DiagramExport, WritesAPngOfTheLayoutsSizeTimesTheScale) {
    const LadderLayout layout = layoutLadder(detail, exportLadderOptions());
    ASSERT_TRUE(write("diagram.png", 2));
    const QImage image(path("diagram.png"));
    EXPECT_EQ(image.width(), static_cast<int>(std::ceil(layout.width * 2)));
    EXPECT_EQ(image.height(), static_cast<int>(std::ceil(layout.height * 2)));
    EXPECT_NEAR(image.dotsPerMeterX(), 2 * 96 / 0.0254, 1);
}

TEST_F(DiagramExport, DrawsTheSameThingsAtEveryScale) {
    ASSERT_TRUE(write("one.png", 1));
    ASSERT_TRUE(write("two.png", 2));
    const QImage one(path("one.png"));
    const QImage two = QImage(path("two.png")).scaled(one.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    double difference = 0;
    for (int y = 0; y < one.height(); ++y) {
        for (int x = 0; x < one.width(); ++x)
            difference += std::abs(qGray(one.pixel(x, y)) - qGray(two.pixel(x, y)));
    }
    EXPECT_LT(difference / one.width() / one.height(), 4); // of 255: letters are smoothed differently
}

TEST_F(DiagramExport, PaintsTheGroundOfTheTheme) {
    ASSERT_TRUE(write("dark.png", 1, Theme::Dark));
    ASSERT_TRUE(write("print.png", 1, Theme::Print));
    EXPECT_LT(QImage(path("dark.png")).pixelColor(1, 1).lightness(), 80);
    EXPECT_EQ(QImage(path("print.png")).pixelColor(1, 1), QColor(Qt::white));
}

TEST_F(DiagramExport, WritesTheSameSvgEachTime) {
    ASSERT_TRUE(write("first.svg"));
    ASSERT_TRUE(write("second.svg"));
    EXPECT_TRUE(bytesOf("first.svg").startsWith("<svg"));
    EXPECT_EQ(bytesOf("first.svg"), bytesOf("second.svg"));
}

TEST_F(DiagramExport, WritesAPdfOfOnePage) {
    const auto written = write("diagram.pdf");
    ASSERT_TRUE(written);
    EXPECT_EQ(written.value().pages, 1);
    EXPECT_TRUE(bytesOf("diagram.pdf").startsWith("%PDF"));
    EXPECT_TRUE(bytesOf("diagram.pdf").contains("/FontFile2")); // embedded
}

TEST_F(DiagramExport, BreaksATallPdfIntoSheetsOfA4) {
    detail = tall(200);
    const auto written = write("tall.pdf");
    ASSERT_TRUE(written);
    EXPECT_GT(written.value().pages, 3);
    EXPECT_EQ(bytesOf("tall.pdf").count("/Type /Page\n"), written.value().pages);
}

TEST_F(DiagramExport, RefusesAPngTooLargeForImageReaders) {
    detail = tall(1'000);
    const auto written = write("huge.png", 1);
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("a PNG ends at 32,767: choose PDF or SVG"), std::string::npos)
        << written.error().message;
    EXPECT_FALSE(QFile::exists(path("huge.png")));
}

TEST_F(DiagramExport, RefusesAnUnknownEnding) {
    const auto written = write("diagram.jpeg");
    ASSERT_FALSE(written);
    EXPECT_FALSE(QFile::exists(path("diagram.jpeg")));
}

TEST_F(DiagramExport, TakesEndingsInLettersOfEitherCase) {
    EXPECT_TRUE(write("DIAGRAM.PNG"));
}

TEST_F(DiagramExport, RefusesAScaleOutOfRange) {
    EXPECT_FALSE(write("diagram.png", 0));
    EXPECT_FALSE(write("diagram.png", 5));
    EXPECT_FALSE(write("diagram.png", std::nan("")));
}

TEST_F(DiagramExport, SaysThatAFolderIsMissing) {
    const auto written = write("missing/diagram.svg");
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("Cannot write"), std::string::npos);
}

} // namespace
} // namespace synscope::ui
