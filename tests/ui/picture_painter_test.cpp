// SPDX-License-Identifier: Apache-2.0
//
// Each kind of shape leaves its pixels where core said, and nowhere else.
#include "ui/diagram/picture_painter.h"
#include "ui/theme.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

constexpr int kSide = 100;

QImage painted(Shape shape, QPointF offset = {}) {
    Picture picture;
    picture.width = picture.height = kSide;
    picture.shapes.push_back(std::move(shape));
    QImage image(kSide, kSide, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paint(painter, picture, Theme::Light, offset);
    return image;
}

QRect inkedRect(const QImage& image) {
    QRect rect;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != QColor(Qt::white))
                rect |= QRect(x, y, 1, 1);
        }
    }
    return rect;
}

int inkedPixels(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
    }
    return count;
}

BoxShape boxOf(Rect rect, Brush fill = {}) {
    BoxShape box;
    box.rect = rect;
    box.fill = fill;
    return box;
}

LineShape lineOf(Point from, Point to, Brush brush = {}) {
    LineShape line;
    line.from = from;
    line.to = to;
    line.brush = brush;
    return line;
}

TextShape textOf(std::string words) {
    TextShape text;
    text.at = {50, 50};
    text.text = std::move(words);
    return text;
}

TEST(PicturePainter, FillsABoxWithItsInk) {
    const QImage image = painted(boxOf({10, 20, 30, 40}, {Ink::Attention}));
    EXPECT_EQ(image.pixelColor(25, 40), colour(Ink::Attention, Theme::Light));
    EXPECT_EQ(inkedRect(image), QRect(10, 20, 30, 40));
}

TEST(PicturePainter, FillsABandWithTheColourOfItsState) {
    const QImage image = painted(boxOf({10, 10, 20, 20}, {Ink::State, State::CloseWait}));
    EXPECT_EQ(image.pixelColor(20, 20), colour(State::CloseWait, Theme::Light));
}

TEST(PicturePainter, LeavesTheCornersOfARoundedBoxBlank) {
    BoxShape box = boxOf({10, 10, 40, 40}, {Ink::Text});
    box.radius = 12;
    const QImage image = painted(box);
    EXPECT_EQ(image.pixelColor(11, 11), QColor(Qt::white));
    EXPECT_EQ(image.pixelColor(30, 30), colour(Ink::Text, Theme::Light));
}

TEST(PicturePainter, DrawsABorderWithoutFillingTheBox) {
    BoxShape box = boxOf({10.5, 10.5, 40, 40});
    box.filled = false;
    box.bordered = true;
    box.border = {Ink::Reset};
    const QImage image = painted(box);
    EXPECT_EQ(image.pixelColor(30, 10), colour(Ink::Reset, Theme::Light));
    EXPECT_EQ(image.pixelColor(30, 30), QColor(Qt::white));
}

TEST(PicturePainter, HatchesOnlyInsideTheBox) {
    BoxShape box = boxOf({20, 20, 40, 40}, {Ink::Surface});
    box.hatched = true;
    const QImage image = painted(box);
    EXPECT_TRUE(QRect(20, 20, 40, 40).contains(inkedRect(image)));
    EXPECT_GT(inkedPixels(image), 200);
    EXPECT_LT(inkedPixels(image), 1'500);
}

TEST(PicturePainter, DrawsALineFromEndToEnd) {
    LineShape line = lineOf({10, 50.5}, {90, 50.5});
    EXPECT_EQ(inkedRect(painted(line)), QRect(10, 50, 80, 1));
}

TEST(PicturePainter, LeavesGapsInADashedLine) {
    LineShape line = lineOf({10, 50.5}, {90, 50.5});
    line.dash = Dash::Dashed;
    const int dashed = inkedPixels(painted(line));
    line.dash = Dash::Dotted;
    const int dotted = inkedPixels(painted(line));
    EXPECT_LT(dashed, 75);
    EXPECT_GT(dashed, dotted);
    EXPECT_GT(dotted, 10);
}

TEST(PicturePainter, PointsAFilledArrowHeadAtTheEnd) {
    LineShape line = lineOf({10, 50}, {90, 50}, {Ink::Text});
    line.arrowHead = true;
    const QImage image = painted(line);
    EXPECT_EQ(image.pixelColor(83, 49), colour(Ink::Text, Theme::Light));
    EXPECT_EQ(image.pixelColor(83, 51), colour(Ink::Text, Theme::Light));
    EXPECT_EQ(image.pixelColor(50, 53), QColor(Qt::white));
    EXPECT_LE(inkedRect(image).right(), 90);
}

TEST(PicturePainter, CrossesOutWhatWasDiscarded) {
    LineShape line = lineOf({10, 50}, {60, 50}, {Ink::Reset});
    line.cross = true;
    const QRect inked = inkedRect(painted(line));
    EXPECT_NEAR(inked.top(), 45, 1);
    EXPECT_NEAR(inked.bottom(), 54, 1);
    EXPECT_GT(inked.right(), 62);
}

TEST(PicturePainter, DrawsNoHeadOnALineWithoutLength) {
    LineShape line = lineOf({50, 50}, {50, 50});
    line.arrowHead = true;
    EXPECT_LE(inkedPixels(painted(line)), 4);
}

TEST(PicturePainter, AnchorsTextAtItsStartMiddleAndEnd) {
    TextShape text = textOf("ACK");
    const QRect start = inkedRect(painted(text));
    text.anchor = Anchor::Middle;
    const QRect middle = inkedRect(painted(text));
    text.anchor = Anchor::End;
    const QRect end = inkedRect(painted(text));
    EXPECT_GE(start.left(), 49);
    EXPECT_NEAR(middle.center().x(), 50, 2);
    EXPECT_LE(end.right(), 51);
    EXPECT_LE(start.bottom(), 51);
}

TEST(PicturePainter, TurnsTextClockwise) {
    TextShape text = textOf("SYN + ACK");
    text.degrees = 90;
    const QRect turned = inkedRect(painted(text));
    EXPECT_GT(turned.height(), turned.width());
    EXPECT_GE(turned.top(), 49);
}

TEST(PicturePainter, NarrowsTextThatIsWiderThanItsEstimate) {
    TextShape text = textOf("WWWW");
    text.at = {2, 50};
    text.face = Face::WordsBold;
    const double room = estimateTextWidth(text.text, text.face, text.size);
    EXPECT_LE(inkedRect(painted(text)).width(), room * 1.08 + 2);
}

TEST(PicturePainter, KeepsSizesBetweenWholePixels) {
    TextShape small = textOf("0123456789");
    small.at = {2, 50};
    small.face = Face::Numbers;
    small.size = 10;
    TextShape larger = small;
    larger.size = 10.5;
    EXPECT_GT(inkedRect(painted(larger)).width(), inkedRect(painted(small)).width());
}

TEST(PicturePainter, MovesEverythingByTheOffset) {
    const QImage image = painted(boxOf({10, 20, 5, 5}), {30, -15});
    EXPECT_EQ(inkedRect(image), QRect(40, 5, 5, 5));
}

TEST(PicturePainter, DrawsNumbersInAFixedWidth) {
    EXPECT_TRUE(fontOf(Face::Numbers, 12).fixedPitch());
    EXPECT_TRUE(fontOf(Face::NumbersBold, 12).bold());
    EXPECT_FALSE(fontOf(Face::Words, 12).bold());
}

TEST(PicturePainter, DrawsLettersThatNoFontHas) {
    const TextShape text = textOf("\xf0\x90\xa4\x80 \xff\xfe SYN");
    EXPECT_GT(inkedPixels(painted(text)), 0);
}

} // namespace
} // namespace synscope::ui
