// SPDX-License-Identifier: Apache-2.0
#include "ui/connection_delegate.h"

#include "ui/models/connections_model.h"
#include "ui/theme.h"
#include "ui/time_axis.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr double kChipHeightPx = 17;
constexpr double kChipGapPx = 8;
constexpr double kChipTextLeftPx = 16;
constexpr double kChipTextRightPx = 7;
constexpr double kChipFontPx = 11;
constexpr double kLanePx = 6;
constexpr double kLaneGapPx = 1;
constexpr int kShortestPiecePx = 2;

QString shortText(State state) {
    const std::string_view text = toShortText(state);
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

int chipWidth(double zoom) {
    const QFontMetrics metrics(wordsFont(kChipFontPx * zoom, QFont::Medium));
    int widest = 0;
    for (std::size_t i = 0; i < kStateCount; ++i)
        widest = std::max(widest, metrics.horizontalAdvance(shortText(static_cast<State>(i))));
    return widest + qRound((kChipTextLeftPx + kChipTextRightPx) * zoom);
}

} // namespace

int statesColumnWidth(double zoom) {
    return 2 * chipWidth(zoom) + qRound((kChipGapPx + kCellPaddingPx) * zoom);
}

ConnectionDelegate::ConnectionDelegate(const ConnectionsModel& model, const ViewState& state, const TimeAxis& axis,
                                       QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_state(state), m_axis(axis) {}

double ConnectionDelegate::px(double atZoomOne) const {
    return atZoomOne * m_state.zoom();
}

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const ConnectionColumn& column = connectionColumns()[static_cast<std::size_t>(index.column())];
    return {qRound(px(column.widthPx)), qRound(px(kRowHeightPx))};
}

void ConnectionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (m_model.groupAt(index.row()) != nullptr)
        return; // the table paints it over all columns
    const RowContent& content = m_model.content(index.row());
    painter->save();
    painter->setClipRect(option.rect);
    paintBackground(*painter, option);
    switch (connectionColumns()[static_cast<std::size_t>(index.column())].look) {
    case ColumnLook::Words:
    case ColumnLook::Numbers:
    case ColumnLook::Age:
        paintText(*painter, option.rect, content, index.column());
        break;
    case ColumnLook::States:
        paintChips(*painter, option.rect, content);
        break;
    case ColumnLook::Life:
        paintLife(*painter, option.rect, content);
        if (m_model.connectionAt(index.row()) == m_state.selected())
            paintMark(*painter, option.rect);
        break;
    }
    painter->restore();
}

void ConnectionDelegate::paintBackground(QPainter& painter, const QStyleOptionViewItem& option) const {
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, colour(Ink::AccentSurface, m_state.theme()));
}

void ConnectionDelegate::paintText(QPainter& painter, const QRect& cell, const RowContent& content, int column) const {
    const ConnectionColumn& spec = connectionColumns()[static_cast<std::size_t>(column)];
    const bool isAge = spec.look == ColumnLook::Age;
    const bool isOwed = isAge && content.age == AgeKind::CloseWait;
    const double size = px(12);
    painter.setFont(spec.look == ColumnLook::Numbers ? numbersFont(size)
                                                     : wordsFont(size, isOwed ? QFont::DemiBold : QFont::Normal));
    const Ink ink = isOwed ? Ink::Attention : isAge ? Ink::MutedText : Ink::Text;
    painter.setPen(colour(ink, m_state.theme()));
    const QRect box =
        cell.adjusted(qRound(px(kCellPaddingPx)), 0, spec.rightAligned ? -qRound(px(kCellPaddingPx)) : 0, 0);
    // An address keeps its port: the middle is what it can spare.
    const bool isAddress = spec.look == ColumnLook::Numbers && !spec.rightAligned;
    const QString text = painter.fontMetrics().elidedText(content.texts[static_cast<std::size_t>(column)],
                                                          isAddress ? Qt::ElideMiddle : Qt::ElideRight, box.width());
    painter.drawText(box, Qt::AlignVCenter | (spec.rightAligned ? Qt::AlignRight : Qt::AlignLeft), text);
}

void ConnectionDelegate::paintChips(QPainter& painter, const QRect& cell, const RowContent& content) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(wordsFont(px(kChipFontPx), QFont::Medium));
    const double width = chipWidth(m_state.zoom());
    const double height = px(kChipHeightPx);
    const double top = cell.top() + (cell.height() - height) / 2;
    double left = cell.left() + px(kCellPaddingPx);
    for (std::size_t side = 0; side < 2; ++side) {
        paintChip(painter, {left, top, width, height}, content.states[side], content.isUndecided[side]);
        left += width + px(kChipGapPx);
    }
}

void ConnectionDelegate::paintChip(QPainter& painter, const QRectF& chip, State state, bool isUndecided) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(paleColour(state, m_state.theme()));
    painter.drawRoundedRect(chip, px(4), px(4));
    if (isUndecided) {
        paintDoubt(painter, chip, state);
    } else {
        painter.setBrush(colour(state, m_state.theme()));
        const QRectF square(chip.left() + px(5), chip.top() + px(5), px(7), px(7));
        painter.drawRoundedRect(square, px(2), px(2));
        if (state == State::Unknown) {
            painter.setBrush(QBrush(colour(Ink::MutedText, m_state.theme()), Qt::BDiagPattern));
            painter.drawRect(square);
        }
    }
    painter.setPen(colour(state == State::Closed ? Ink::MutedText : Ink::Text, m_state.theme()));
    painter.drawText(chip.adjusted(px(kChipTextLeftPx), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, shortText(state));
}

/// Only the likeliest of several states: a dashed outline, and a question mark in the place of the square.
void ConnectionDelegate::paintDoubt(QPainter& painter, const QRectF& chip, State state) const {
    const QColor ink = state == State::Closed || state == State::Unknown ? colour(Ink::FaintText, m_state.theme())
                                                                         : colour(state, m_state.theme());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1, Qt::DashLine));
    painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4));
    const QRectF sign(chip.left(), chip.top(), px(kChipTextLeftPx), chip.height());
    painter.setPen(colour(Ink::Text, m_state.theme()));
    painter.drawText(sign, Qt::AlignCenter, QStringLiteral("?"));
}

void ConnectionDelegate::paintLife(QPainter& painter, const QRect& cell, const RowContent& content) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const int width = cell.width() - 2 * qRound(px(kCellPaddingPx));
    const double left = cell.left() + px(kCellPaddingPx);
    const double lane = px(kLanePx);
    const double top = cell.top() + (cell.height() - 2 * lane - px(kLaneGapPx)) / 2;
    const TimeRange axis = m_axis.range();
    int end = 0;
    for (std::size_t side = 0; side < 2; ++side) {
        const double y = top + static_cast<double>(side) * (lane + px(kLaneGapPx));
        for (const LanePiece& piece : lanePieces(content.lanes[side], axis, width, kShortestPiecePx)) {
            const QRectF rect(left + piece.left, y, piece.right - piece.left, lane);
            painter.setPen(Qt::NoPen);
            painter.setBrush(piece.isUndecided ? paleColour(piece.state, m_state.theme())
                                               : colour(piece.state, m_state.theme()));
            painter.drawRoundedRect(rect, std::min(px(1.5), rect.width() / 2), px(1.5));
            if (piece.isUndecided)
                painter.fillRect(rect, QBrush(colour(piece.state, m_state.theme()), Qt::BDiagPattern));
            else if (piece.state == State::Unknown)
                painter.fillRect(rect, QBrush(colour(Ink::MutedText, m_state.theme()), Qt::BDiagPattern));
            end = std::max(end, piece.right);
        }
    }
    if (content.resetAt && *content.resetAt >= axis.begin && *content.resetAt <= axis.end)
        paintCross(painter, left + std::max<double>(end, axis.xOf(*content.resetAt, width)) + px(5),
                   cell.top() + cell.height() / 2.0);
}

/// Where the segment is that the diagram shows as chosen.
void ConnectionDelegate::paintMark(QPainter& painter, const QRect& cell) const {
    const TimeRange axis = m_axis.range();
    if (!m_state.mark() || *m_state.mark() < axis.begin || *m_state.mark() > axis.end)
        return;
    const int padding = qRound(px(kCellPaddingPx));
    const double x = cell.left() + padding + axis.xOf(*m_state.mark(), cell.width() - 2 * padding);
    const double head = px(3.5);
    painter.setPen(QPen(colour(Ink::Accent, m_state.theme()), px(1.5)));
    painter.drawLine(QPointF(x, cell.top()), QPointF(x, cell.bottom() + 1));
    painter.setBrush(colour(Ink::Accent, m_state.theme()));
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(
        QPolygonF({{x - head, cell.top() + 0.0}, {x + head, cell.top() + 0.0}, {x, cell.top() + head}}));
}

void ConnectionDelegate::paintCross(QPainter& painter, double x, double y) const {
    const double arm = px(3);
    painter.setPen(QPen(colour(Ink::Reset, m_state.theme()), px(1.5)));
    painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm));
    painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm));
}

} // namespace synscope::ui
