// SPDX-License-Identifier: Apache-2.0
#include "ui/connections_header.h"

#include "ui/connection_delegate.h"
#include "ui/format.h"
#include "ui/models/connections_model.h"
#include "ui/theme.h"

#include <QPainter>

namespace synscope::ui {

ConnectionsHeader::ConnectionsHeader(const ConnectionsModel& model, const ViewState& state, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), m_model(model), m_state(state) {
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    setAccessibleName(tr("Columns"));
}

QSize ConnectionsHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), qRound(32 * m_state.zoom())};
}

void ConnectionsHeader::paintEvent(QPaintEvent* event) {
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    painter.setPen(colour(Ink::Border, m_state.theme()));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

void ConnectionsHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const ConnectionColumn& column = connectionColumns()[static_cast<std::size_t>(logicalIndex)];
    painter->save();
    painter->setFont(wordsFont(11 * m_state.zoom(), QFont::DemiBold));
    painter->setPen(colour(Ink::MutedText, m_state.theme()));
    const int padding = qRound(kCellPaddingPx * m_state.zoom());
    const QRect box = rect.adjusted(padding, 0, column.rightAligned ? -padding : 0, 0);
    QString title = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    if (m_model.sortColumn() == logicalIndex)
        title += m_model.sortsDescending() ? QStringLiteral(" ▾") : QStringLiteral(" ▴");
    if (painter->fontMetrics().horizontalAdvance(title) > box.width())
        title = title.section(QLatin1Char(','), 0, 0); // the tip says the rest
    painter->drawText(box, Qt::AlignVCenter | (column.rightAligned ? Qt::AlignRight : Qt::AlignLeft), title);
    if (column.look == ColumnLook::Life) {
        const int used = painter->fontMetrics().horizontalAdvance(title) + padding;
        paintAxis(*painter, box.adjusted(used, 0, -padding, 0));
    }
    painter->restore();
}

void ConnectionsHeader::paintAxis(QPainter& painter, const QRect& box) const {
    const TimeRange axis = m_state.axis();
    if (axis.end <= axis.begin)
        return;
    const AxisEnds ends = axisEnds(axis.begin, axis.end);
    const int beginWidth = painter.fontMetrics().horizontalAdvance(ends.begin);
    const int endWidth = painter.fontMetrics().horizontalAdvance(ends.end);
    const int gap = qRound(6 * m_state.zoom());
    if (box.width() < beginWidth + endWidth + 4 * gap) {
        if (box.width() >= endWidth)
            painter.drawText(box, Qt::AlignVCenter | Qt::AlignRight, ends.end);
        return;
    }
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft, ends.begin);
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignRight, ends.end);
    painter.setPen(colour(m_state.timeRange() ? Ink::Accent : Ink::FaintText, m_state.theme()));
    const int y = box.center().y() + 1;
    painter.drawLine(box.left() + beginWidth + gap, y, box.right() - endWidth - gap, y);
}

} // namespace synscope::ui
