// SPDX-License-Identifier: Apache-2.0
#include "ui/connections_header.h"

#include "ui/connection_delegate.h"
#include "ui/format.h"
#include "ui/models/connections_model.h"
#include "ui/models/time_ticks.h"
#include "ui/theme.h"
#include "ui/time_axis.h"

#include <QPainter>

#include <algorithm>

namespace synscope::ui {
namespace {

// At zoom 1.
constexpr double kHeightPx = 40;
constexpr double kAxisTopPx = 20;   // above it the title of the column
constexpr double kTickEveryPx = 56; // at least: a text and some air

} // namespace

ConnectionsHeader::ConnectionsHeader(const ConnectionsModel& model, const ViewState& state, const TimeAxis& axis,
                                     QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), m_model(model), m_state(state), m_axis(axis) {
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    setAccessibleName(tr("Columns"));
}

QSize ConnectionsHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), qRound(kHeightPx * m_state.zoom())};
}

void ConnectionsHeader::paintEvent(QPaintEvent* event) {
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    painter.setPen(colour(Ink::Border, m_state.theme()));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

QRect ConnectionsHeader::axisRect() const {
    const int life = columnOf(ColumnLook::Life);
    if (isSectionHidden(life))
        return {};
    const int padding = qRound(kCellPaddingPx * m_state.zoom());
    const int top = qRound(kAxisTopPx * m_state.zoom());
    return QRect(sectionViewportPosition(life), top, sectionSize(life), height() - top)
        .adjusted(padding, 0, -padding, 0);
}

void ConnectionsHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const ConnectionColumn& column = connectionColumns()[static_cast<std::size_t>(logicalIndex)];
    const bool isLife = column.look == ColumnLook::Life;
    painter->save();
    painter->setFont(wordsFont(11 * m_state.zoom(), QFont::DemiBold));
    painter->setPen(colour(Ink::MutedText, m_state.theme()));
    const int padding = qRound(kCellPaddingPx * m_state.zoom());
    QRect box = rect.adjusted(padding, 0, column.rightAligned ? -padding : 0, 0);
    if (isLife)
        box.setBottom(box.top() + qRound(kAxisTopPx * m_state.zoom()));
    QString title = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    if (m_model.sortColumn() == logicalIndex)
        title += m_model.sortsDescending() ? QStringLiteral(" ▾") : QStringLiteral(" ▴");
    if (painter->fontMetrics().horizontalAdvance(title) > box.width())
        title = title.section(QLatin1Char(','), 0, 0); // the tip says the rest
    painter->drawText(box, Qt::AlignVCenter | (column.rightAligned ? Qt::AlignRight : Qt::AlignLeft), title);
    if (isLife) {
        const int used = painter->fontMetrics().horizontalAdvance(title) + padding;
        paintStretch(*painter, box.adjusted(used, 0, -padding, 0));
        paintAxis(*painter,
                  QRect(rect.left() + padding, box.bottom(), rect.width() - 2 * padding, rect.bottom() - box.bottom()));
    }
    painter->restore();
}

/// How much time is shown, where that is not all.
void ConnectionsHeader::paintStretch(QPainter& painter, const QRect& box) const {
    if (!m_axis.isPart())
        return;
    const TimeRange shown = m_axis.range();
    const QString text = lengthText(shown.end - shown.begin);
    painter.setPen(colour(Ink::Accent, m_state.theme()));
    if (painter.fontMetrics().horizontalAdvance(text) <= box.width())
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignRight, text);
}

/// `axis` is as wide as the lanes; texts may stand half beside it, but not beyond the padding.
void ConnectionsHeader::paintAxis(QPainter& painter, const QRect& axis) const {
    const double zoom = m_state.zoom();
    painter.setFont(wordsFont(10 * zoom));
    const TimeRange shown = m_axis.range();
    const auto most = static_cast<std::size_t>(std::max(0, axis.width()) / (kTickEveryPx * zoom));
    const TimeTicks ticks = timeTicks(shown, most);
    int free = axis.left() - qRound(kCellPaddingPx * zoom); // x where the next text may begin
    const int last = axis.right() + qRound(kCellPaddingPx * zoom);
    for (const Timestamp time : ticks.times) {
        const int x = axis.left() + qRound(shown.xOf(time, axis.width()));
        painter.setPen(colour(Ink::FaintText, m_state.theme()));
        painter.drawLine(x, axis.bottom() - qRound(4 * zoom), x, axis.bottom());
        const QString text = ticks.label(time);
        const int width = painter.fontMetrics().horizontalAdvance(text);
        if (x - width / 2 < free || x + width / 2 > last)
            continue;
        painter.setPen(colour(Ink::MutedText, m_state.theme()));
        painter.drawText(QRect(x - width / 2, axis.top(), width + 1, axis.height() - qRound(5 * zoom)),
                         Qt::AlignCenter | Qt::TextDontClip, text);
        free = x + width / 2 + qRound(6 * zoom);
    }
    const QString begin = axisEnds(shown.begin, shown.end).begin;
    const bool hasNone = free < axis.left() && shown.end > shown.begin;
    if (hasNone && painter.fontMetrics().horizontalAdvance(begin) <= axis.width()) {
        painter.setPen(colour(Ink::MutedText, m_state.theme()));
        painter.drawText(axis, Qt::AlignVCenter | Qt::AlignLeft, begin);
    }
}

} // namespace synscope::ui
