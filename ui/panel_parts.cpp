// SPDX-License-Identifier: Apache-2.0
#include "ui/panel_parts.h"

#include "ui/theme.h"

#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace synscope::ui {
namespace {

/// Whole rows are chosen, so no cell has a frame of its own; and what is vermilion stays so where it is chosen.
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state &= ~QStyle::State_HasFocus;
        if (const QVariant ink = index.data(Qt::ForegroundRole); ink.isValid())
            option->palette.setColor(QPalette::HighlightedText, ink.value<QColor>());
    }
};

} // namespace

QFrame* makePanel() {
    auto* panel = new QFrame;
    panel->setObjectName(QStringLiteral("panel"));
    return panel;
}

QVBoxLayout* columnIn(QWidget* panel) {
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(kGapPx, 10, kGapPx, 10);
    column->setSpacing(6);
    return column;
}

QLabel* titleLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setObjectName(QStringLiteral("panelTitle"));
    return label;
}

QString tableStyle(Theme theme) {
    return QStringLiteral("QTableView { background: transparent; border: none; outline: none; }"
                          "QTableView::item { border: 0 solid transparent; padding: 0 6px; }"
                          "QHeaderView { background: transparent; border: none; }"
                          "QHeaderView::section { background: %1; color: %2; border: none;"
                          " border-bottom: 1px solid %3; padding: 4px 9px; font-weight: 600; }")
        .arg(colour(Ink::Surface, theme).name(), colour(Ink::MutedText, theme).name(),
             colour(Ink::Border, theme).name());
}

QLabel* mutedLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setObjectName(QStringLiteral("muted"));
    return label;
}

QString tabStyle(Theme theme) {
    return QStringLiteral("QTabBar { background: transparent; }"
                          "QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent;"
                          " padding: 2px 4px 4px 4px; margin-right: 12px; color: %1; }"
                          "QTabBar::tab:hover { color: %2; }"
                          "QTabBar::tab:selected { color: %2; font-weight: 700; border-bottom-color: %3; }"
                          "QTabBar::tab:selected:focus { color: %3; }")
        .arg(colour(Ink::MutedText, theme).name(), colour(Ink::Text, theme).name(), colour(Ink::Accent, theme).name());
}

QTableView* makeTable(QAbstractItemModel* model, const QString& name) {
    auto* table = new QTableView;
    table->setModel(model);
    table->setAccessibleName(name);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    table->setItemDelegate(new RowDelegate(table));
    return table;
}

void setWidths(QTableView* table, std::initializer_list<int> widthsPx, double zoom) {
    int column = 0;
    for (const int width : widthsPx)
        table->setColumnWidth(column++, qRound(width * zoom));
}

void setRowsShown(QTableView* table, int most, double zoom) {
    const int rows = std::clamp(table->model()->rowCount(), 1, most);
    table->setFixedHeight(table->horizontalHeader()->sizeHint().height() + rows * qRound(kRowPx * zoom) + 2);
}

} // namespace synscope::ui
