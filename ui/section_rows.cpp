// SPDX-License-Identifier: Apache-2.0
#include "ui/section_rows.h"

#include "ui/connection_delegate.h"
#include "ui/format.h"
#include "ui/models/connections_model.h"
#include "ui/theme.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QTableView>

#include <array>
#include <utility>

namespace synscope::ui {
namespace {

constexpr double kArrowPx = 16; // at zoom 1

/// Writes `text` at `left` and returns where the next may begin.
double write(QPainter& painter, const QRect& line, double left, const QString& text) {
    painter.drawText(QRectF(left, line.top(), line.right() - left, line.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     text);
    return left + painter.fontMetrics().horizontalAdvance(text);
}

} // namespace

SectionRows::SectionRows(QTableView& table, ConnectionsModel& model, const ViewState& state)
    : QObject(&table), m_table(table), m_model(model), m_state(state) {
    table.installEventFilter(this);
    table.viewport()->installEventFilter(this);
}

void SectionRows::paint(QPainter& painter) const {
    if (m_model.groupBy() == GroupBy::Nothing)
        return;
    const int last = m_table.rowAt(m_table.viewport()->height() - 1);
    for (int row = m_table.rowAt(0); row >= 0 && row <= (last < 0 ? m_model.rowCount() - 1 : last); ++row)
        if (m_model.groupAt(row) != nullptr)
            paintRow(painter, row);
}

void SectionRows::paintRow(QPainter& painter, int row) const {
    const ConnectionGroup& group = *m_model.groupAt(row);
    const double zoom = m_state.zoom();
    const QRect line(0, m_table.rowViewportPosition(row), m_table.viewport()->width(), m_table.rowHeight(row));
    const bool isSelected = m_table.selectionModel()->isRowSelected(row);
    painter.fillRect(line, colour(isSelected ? Ink::AccentSurface : Ink::Background, m_state.theme()));
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    painter.setFont(wordsFont(12 * zoom));
    const double padding = kCellPaddingPx * zoom;
    write(painter, line, padding, m_model.isFolded(group) ? QStringLiteral("▸") : QStringLiteral("▾"));
    painter.setPen(colour(Ink::Text, m_state.theme()));
    painter.setFont(numbersFont(12 * zoom, QFont::DemiBold));
    double x = write(painter, line, padding + kArrowPx * zoom, groupName(group, m_model.groupBy())) + padding;
    painter.setFont(wordsFont(12 * zoom));
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    x = write(painter, line, x,
              group.count == 1 ? tr("1 connection") : tr("%1 connections").arg(groupedNumber(group.count))) +
        padding;
    if (group.inCloseWait > 0) {
        painter.setFont(wordsFont(12 * zoom, QFont::Bold));
        painter.setPen(colour(Ink::Attention, m_state.theme()));
        write(painter, line, x, tr("CLOSE_WAIT %1").arg(groupedNumber(group.inCloseWait)));
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(group.worst, m_state.theme()));
    painter.drawRoundedRect(QRectF(x, line.center().y() - 3 * zoom, 7 * zoom, 7 * zoom), 2 * zoom, 2 * zoom);
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    write(painter, line, x + 12 * zoom, QString::fromUtf8(toShortText(group.worst).data()));
}

void SectionRows::addTo(QMenu& menu) {
    QMenu* groups = menu.addMenu(tr("Group by"));
    auto* choice = new QActionGroup(groups);
    for (const auto& [by, text] :
         {std::pair(GroupBy::Nothing, tr("nothing")), std::pair(GroupBy::Server, tr("server")),
          std::pair(GroupBy::Client, tr("client")), std::pair(GroupBy::Process, tr("process"))}) {
        QAction* action = groups->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_model.groupBy() == by);
        choice->addAction(action);
        connect(action, &QAction::triggered, this, [this, by = by] { m_model.setGroupBy(by); });
    }
    if (m_model.groupBy() == GroupBy::Nothing)
        return;
    groups->addSeparator();
    groups->addAction(tr("Fold all"), this, [this] { m_model.foldAll(true); });
    groups->addAction(tr("Unfold all"), this, [this] { m_model.foldAll(false); });
}

bool SectionRows::toggle(int row) {
    const ConnectionGroup* group = m_model.groupAt(row);
    if (group == nullptr)
        return false;
    const ConnectionGroup copy = *group; // folding changes the model
    m_model.setFolded(copy, !m_model.isFolded(copy));
    return true;
}

/// Folding from within takes the keyboard to the heading, so that it is not lost.
bool SectionRows::fold(bool isFolded) {
    const int heading = m_model.headingOf(m_table.currentIndex().row());
    const ConnectionGroup* group = m_model.groupAt(heading);
    if (group == nullptr)
        return false;
    const ConnectionGroup copy = *group;
    if (isFolded)
        m_table.setCurrentIndex(m_model.index(heading, m_table.currentIndex().column()));
    m_model.setFolded(copy, isFolded);
    return true;
}

bool SectionRows::eventFilter(QObject* watched, QEvent* event) {
    if (m_model.groupBy() == GroupBy::Nothing)
        return false;
    if (watched == &m_table && event->type() == QEvent::KeyPress) {
        const auto& key = static_cast<const QKeyEvent&>(*event);
        if ((key.modifiers() & ~Qt::KeypadModifier) != 0)
            return false;
        if (key.key() == Qt::Key_Left || key.key() == Qt::Key_Right)
            return fold(key.key() == Qt::Key_Left);
        return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) && toggle(m_table.currentIndex().row());
    }
    const bool isPress = event->type() == QEvent::MouseButtonPress;
    if (watched != m_table.viewport() || (!isPress && event->type() != QEvent::MouseButtonDblClick))
        return false;
    const auto& mouse = static_cast<const QMouseEvent&>(*event);
    const bool isOnArrow = mouse.position().x() < (kCellPaddingPx + kArrowPx) * m_state.zoom();
    return mouse.button() == Qt::LeftButton && isOnArrow == isPress && toggle(m_table.rowAt(mouse.pos().y()));
}

} // namespace synscope::ui
