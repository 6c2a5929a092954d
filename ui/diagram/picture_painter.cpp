// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/picture_painter.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <variant>

namespace synscope::ui {
namespace {

// As in the SVG writer, so that all formats look alike.
constexpr double kHatchStepPx = 7; // along the edge: 5 px across the lines
constexpr double kHatchWidthPx = 2;
constexpr float kHatchOpacity = 0.55F;
constexpr double kHeadLengthPx = 9;
constexpr double kHeadHalfPx = 3.8;
constexpr double kCrossArmPx = 4.5;
constexpr double kCrossWidthPx = 1.8;
constexpr double kOpenHeadWidthPx = 1.4;
constexpr double kEstimateTolerance = 1.08; // estimateTextWidth is good to about 8 %
constexpr double kNarrowest = 0.75;         // narrower letters are harder to read than an overlap

QColor toQt(Colour c) {
    return QColor(c.red, c.green, c.blue);
}

QPointF toQt(Point p) {
    return {p.x, p.y};
}

QRectF toQt(const Rect& r) {
    return {r.x, r.y, r.width, r.height};
}

/// Diagonal lines over a box, as vectors: a pattern brush would neither scale nor print.
void hatch(QPainter& painter, const QRectF& rect, const QPainterPath& outline, QColor colour) {
    painter.save();
    // A band may be as long as the diagram: only the stretch inside the clip gets lines.
    const QRectF seen = painter.hasClipping() ? rect.intersected(painter.clipBoundingRect()) : rect;
    painter.setClipPath(outline, Qt::IntersectClip);
    colour.setAlphaF(kHatchOpacity);
    painter.setPen(QPen(colour, kHatchWidthPx));
    const double first = std::floor((seen.top() - rect.top()) / kHatchStepPx) * kHatchStepPx + rect.top();
    for (double y = first; y < seen.bottom() + rect.width(); y += kHatchStepPx)
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y - rect.width()));
    painter.restore();
}

QPen penOf(const QColor& colour, double width, Dash dash) {
    QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap);
    QList<qreal> pattern;
    for (const double length : dashLengths(dash))
        pattern << length / width; // Qt counts dashes in line widths
    if (!pattern.isEmpty())
        pen.setDashPattern(pattern);
    return pen;
}

void draw(QPainter& painter, const BoxShape& box, Theme theme) {
    const QRectF rect = toQt(box.rect);
    QPainterPath outline;
    const double radius = std::min({box.radius, rect.width() / 2, rect.height() / 2});
    outline.addRoundedRect(rect, radius, radius);
    if (box.filled)
        painter.fillPath(outline, toQt(colourOf(box.fill, theme)));
    if (box.hatched)
        hatch(painter, rect, outline, toQt(colourOf(box.hatch, theme)));
    if (box.bordered)
        painter.strokePath(outline, penOf(toQt(colourOf(box.border, theme)), 1, box.borderDash));
}

/// The triangle at the end of a line; empty for a line without length.
QPolygonF arrowHead(QPointF from, QPointF to, double lineWidth) {
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    if (length <= 0)
        return {};
    const double scale = 1 + (lineWidth - 1.4) / 4; // bolder lines get a slightly larger head
    const QPointF along = way / length;
    const QPointF across = QPointF(-along.y(), along.x()) * kHeadHalfPx * scale;
    const QPointF base = to - along * kHeadLengthPx * scale;
    return QPolygonF({to, base + across, base - across});
}

void draw(QPainter& painter, const LineShape& line, Theme theme) {
    if (line.width <= 0)
        return;
    const QColor colour = toQt(colourOf(line.brush, theme));
    const QPointF from = toQt(line.from);
    const QPointF to = toQt(line.to);
    const QPolygonF head = line.arrowHead ? arrowHead(from, to, line.width) : QPolygonF();
    painter.setPen(penOf(colour, line.width, line.dash));
    // The line ends inside the head: at its tip it would show beside it.
    painter.drawLine(from, head.isEmpty() || line.isOpenHead ? to : (head[0] + head[1] + head[2]) / 3);
    if (!head.isEmpty() && line.isOpenHead) {
        painter.setPen(QPen(colour, kOpenHeadWidthPx));
        painter.drawPolyline(QPolygonF({head[1], head[0], head[2]}));
    } else if (!head.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(head);
        painter.setBrush(Qt::NoBrush);
    }
    if (line.cross) {
        painter.setPen(QPen(colour, kCrossWidthPx));
        const QPointF down(kCrossArmPx, kCrossArmPx);
        const QPointF up(kCrossArmPx, -kCrossArmPx);
        painter.drawLine(to - down, to + down);
        painter.drawLine(to - up, to + up);
    }
}

double anchorShift(Anchor anchor, double width) {
    switch (anchor) {
    case Anchor::Start:
        return 0;
    case Anchor::Middle:
        return -width / 2;
    case Anchor::End:
        return -width;
    }
    return 0;
}

/// The fonts of one picture, each looked up once: a picture has many texts and few fonts.
class Fonts {
public:
    explicit Fonts(QPaintDevice* device) : m_device(device) {}

    struct Dressed {
        QFont font;
        QFontMetricsF metrics;
    };
    const Dressed& of(Face face, int pixelSize, bool isStruck) {
        const auto key = std::tuple(face, pixelSize, isStruck);
        const auto found = m_fonts.find(key);
        if (found != m_fonts.end())
            return found->second;
        QFont font = fontOf(face, pixelSize);
        font.setStrikeOut(isStruck);
        return m_fonts.emplace(key, Dressed{font, QFontMetricsF(font, m_device)}).first->second;
    }

private:
    QPaintDevice* m_device;
    std::map<std::tuple<Face, int, bool>, Dressed> m_fonts;
};

void draw(QPainter& painter, const TextShape& text, Theme theme, Fonts& fonts) {
    if (text.text.empty() || text.size <= 0)
        return;
    // Fonts have whole px; the rest of the size is a scale.
    const int whole = std::max(1, static_cast<int>(std::lround(text.size)));
    const double rest = text.size / whole;
    const Fonts::Dressed& dressed = fonts.of(text.face, whole, text.struck);
    const QString words = QString::fromStdString(text.text);
    const double width = dressed.metrics.horizontalAdvance(words);
    const double room = estimateTextWidth(text.text, text.face, text.size) * kEstimateTolerance;
    const double narrowing = width * rest > room ? std::max(kNarrowest, room / (width * rest)) : 1.0;

    const QTransform before = painter.transform();
    painter.setFont(dressed.font);
    painter.setPen(toQt(colourOf(text.brush, theme)));
    painter.translate(toQt(text.at));
    if (text.degrees != 0)
        painter.rotate(text.degrees);
    if (rest != 1.0 || narrowing != 1.0)
        painter.scale(rest * narrowing, rest);
    painter.drawText(QPointF(anchorShift(text.anchor, width), 0), words);
    painter.setTransform(before);
}

} // namespace

QFont fontOf(Face face, int pixelSize) {
    QFont font = QGuiApplication::font();
    if (face == Face::Numbers || face == Face::NumbersBold) {
        font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"),
                          QStringLiteral("Noto Sans Mono"), QStringLiteral("monospace")});
        font.setStyleHint(QFont::Monospace, QFont::PreferDefault);
        font.setFixedPitch(true);
    }
    font.setBold(face == Face::WordsBold || face == Face::NumbersBold);
    font.setItalic(false);
    font.setPixelSize(pixelSize);
    font.setHintingPreference(QFont::PreferNoHinting); // letters keep their distances when scaled or turned
    return font;
}

void paint(QPainter& painter, const Picture& picture, Theme theme, QPointF offset) {
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.translate(offset);
    Fonts fonts(painter.device());
    for (const Shape& shape : picture.shapes) {
        if (const auto* text = std::get_if<TextShape>(&shape))
            draw(painter, *text, theme, fonts);
        else if (const auto* line = std::get_if<LineShape>(&shape))
            draw(painter, *line, theme);
        else if (const auto* box = std::get_if<BoxShape>(&shape))
            draw(painter, *box, theme);
    }
    painter.restore();
}

} // namespace synscope::ui
