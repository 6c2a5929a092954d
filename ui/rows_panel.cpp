// SPDX-License-Identifier: Apache-2.0
#include "ui/rows_panel.h"

#include "ui/panel_parts.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace synscope::ui {
namespace {

constexpr double kBarPx = 10;
constexpr double kNumberPx = 76; // right of a bar

/// A cell with parts is a bar, and its text. What is used is plain, what TIME_WAIT holds is hatched.
class BarDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setLook(Theme theme, double zoom) {
        m_theme = theme;
        m_zoom = zoom;
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QVariant parts = index.data(PanelRowsModel::kPartsRole);
        QStyledItemDelegate::paint(painter, option, index);
        if (!parts.isValid())
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintBar(*painter, barRect(option.rect), parts.value<TakenParts>());
        painter->restore();
    }

protected:
    /// Whole rows are chosen, so no cell has a frame of its own.
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state &= ~QStyle::State_HasFocus;
        if (const QVariant parts = index.data(PanelRowsModel::kPartsRole);
            parts.isValid() && parts.value<TakenParts>().isScarce) {
            option->palette.setColor(QPalette::Text, colour(Ink::Anomaly, m_theme));
            option->palette.setColor(QPalette::HighlightedText, colour(Ink::Anomaly, m_theme));
        }
    }

private:
    [[nodiscard]] QRectF barRect(const QRectF& cell) const {
        const double height = kBarPx * m_zoom;
        return {cell.left() + 8 * m_zoom, cell.center().y() - height / 2, cell.width() - (8 + kNumberPx) * m_zoom,
                height};
    }

    void paintBar(QPainter& painter, const QRectF& bar, const TakenParts& parts) const {
        const QColor taken = parts.isScarce ? colour(Ink::Anomaly, m_theme) : colour(Ink::Accent, m_theme);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour(Ink::Border, m_theme));
        painter.drawRect(bar);
        const QRectF used(bar.left(), bar.top(), bar.width() * parts.used, bar.height());
        painter.setBrush(taken);
        painter.drawRect(used);
        const QRectF held(used.right(), bar.top(), bar.width() * parts.held, bar.height());
        QColor pale = taken;
        pale.setAlphaF(0.35F);
        painter.setBrush(pale);
        painter.drawRect(held);
        painter.setBrush(QBrush(taken, Qt::BDiagPattern));
        painter.drawRect(held);
    }

    Theme m_theme = Theme::Light;
    double m_zoom = 1;
};

void setColumnWidths(QTableView& view, const std::vector<PanelColumn>& columns, double zoom) {
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        const int width = columns[static_cast<std::size_t>(i)].widthPx;
        view.horizontalHeader()->setSectionResizeMode(i, width == 0 ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (width > 0)
            view.setColumnWidth(i, qRound(width * zoom));
    }
}

QLabel* wrappedLabel() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

RowsTable::RowsTable(std::vector<PanelColumn> columns, const QString& name, QWidget* parent)
    : QWidget(parent),
      m_model(new PanelRowsModel(std::move(columns), this)),
      m_view(makeTable(m_model, name)),
      m_more(mutedLabel({})) {
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (int i = 0; i < m_model->columnCount(); ++i)
        if (m_model->columns()[static_cast<std::size_t>(i)].hasBars)
            m_view->setItemDelegateForColumn(i, new BarDelegate(m_view));
    m_more->setContentsMargins(9, 0, 0, 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_view);
    column->addWidget(m_more);
    column->addStretch(1);
    connect(m_view, &QTableView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT opened(m_model->row(index.row())); });
}

void RowsTable::setRows(std::vector<PanelRow> rows, const QString& more) {
    const QModelIndex current = m_view->currentIndex();
    const QString chosen = current.isValid() ? m_model->row(current.row()).cells[0].text : QString();
    m_model->setRows(std::move(rows));
    m_view->setCurrentIndex(m_model->index(chosen.isEmpty() ? -1 : m_model->rowNamed(chosen), 0));
    m_more->setText(more);
    m_more->setVisible(!more.isEmpty());
    fitHeight();
}

void RowsTable::setLook(Theme theme, double zoom) {
    m_zoom = zoom;
    m_model->setFonts(numbersFont(12 * zoom), numbersFont(12 * zoom, QFont::Bold));
    m_view->setStyleSheet(tableStyle(theme));
    m_view->verticalHeader()->setDefaultSectionSize(qRound(kRowPx * zoom));
    setColumnWidths(*m_view, m_model->columns(), zoom);
    for (int i = 0; i < m_model->columnCount(); ++i)
        if (auto* bars = dynamic_cast<BarDelegate*>(m_view->itemDelegateForColumn(i)))
            bars->setLook(theme, zoom);
    fitHeight();
}

void RowsTable::fitHeight() {
    setRowsShown(m_view, m_model->rowCount(), m_zoom);
}

QString RowsTable::moreText() const {
    return m_more->text();
}

RowsPanel::RowsPanel(const QString& title, const QString& meaning, QWidget* parent)
    : QFrame(parent),
      m_sentence(wrappedLabel()),
      m_advice(wrappedLabel()),
      m_button(new QPushButton(tr("Show in the table"))),
      m_story(new QHBoxLayout),
      m_lists(new QWidget) {
    setObjectName(QStringLiteral("panel"));
    setAccessibleName(title);
    m_advice->setObjectName(QStringLiteral("muted"));
    auto* means = mutedLabel(meaning);
    means->setWordWrap(true);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(16);
    heading->addWidget(titleLabel(title), 0, Qt::AlignVCenter);
    heading->addWidget(means, 1);
    heading->addWidget(m_button, 0, Qt::AlignVCenter);
    auto* words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(m_sentence);
    words->addWidget(m_advice);
    words->addStretch(1);
    m_story->setSpacing(24);
    m_story->addLayout(words, 1);
    auto* lists = new QHBoxLayout(m_lists);
    lists->setContentsMargins(0, 0, 0, 0);
    lists->setSpacing(24);
    QVBoxLayout* column = columnIn(this);
    column->addLayout(heading);
    column->addLayout(m_story);
    column->addWidget(m_lists);
}

RowsTable* RowsPanel::addTable(std::vector<PanelColumn> columns, const QString& name, int stretch) {
    auto* table = new RowsTable(std::move(columns), name);
    static_cast<QHBoxLayout*>(m_lists->layout())->addWidget(table, stretch);
    connect(table, &RowsTable::opened, this, &RowsPanel::opened);
    m_tables.push_back(table);
    return table;
}

void RowsPanel::addBesideSentence(QWidget* widget) {
    m_story->addWidget(widget, 0, Qt::AlignTop);
}

void RowsPanel::setText(const QString& sentence, const QString& advice) {
    m_sentence->setText(sentence);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
}

void RowsPanel::setListed(bool isListed) {
    m_lists->setVisible(isListed);
    m_button->setVisible(isListed);
}

void RowsPanel::setLook(Theme theme, double zoom) {
    m_sentence->setFont(wordsFont(13 * zoom, QFont::DemiBold));
    for (RowsTable* table : m_tables)
        table->setLook(theme, zoom);
}

QString RowsPanel::sentence() const {
    return m_sentence->text();
}

QString RowsPanel::advice() const {
    return m_advice->text();
}

} // namespace synscope::ui
