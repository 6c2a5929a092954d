// SPDX-License-Identifier: Apache-2.0
#include "ui/connections_table.h"

#include "ui/axis_gestures.h"
#include "ui/connection_delegate.h"
#include "ui/connections_header.h"
#include "ui/copy_rows.h"
#include "ui/models/connections_model.h"
#include "ui/section_rows.h"
#include "ui/theme.h"
#include "ui/time_axis.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QSettings>

#include <algorithm>
#include <array>
#include <tuple>

namespace synscope::ui {
namespace {

QString settingOf(int column) {
    return QStringLiteral("columns/") + QLatin1String(connectionColumns()[static_cast<std::size_t>(column)].name);
}

/// A way of putting a cell's term to the filter: its words in the menu, and what is held with Return.
struct JoinKey {
    const char* title;
    FilterJoin how;
    Qt::KeyboardModifiers modifiers;
};

const std::array<JoinKey, 4> kJoinKeys{{
    {QT_TRANSLATE_NOOP("synscope::ui::ConnectionsTable", "Apply as filter"), FilterJoin::Replace, Qt::ControlModifier},
    {QT_TRANSLATE_NOOP("synscope::ui::ConnectionsTable", "Exclude"), FilterJoin::Exclude,
     Qt::ControlModifier | Qt::ShiftModifier},
    {QT_TRANSLATE_NOOP("synscope::ui::ConnectionsTable", "… and"), FilterJoin::And, Qt::AltModifier},
    {QT_TRANSLATE_NOOP("synscope::ui::ConnectionsTable", "… or"), FilterJoin::Or, Qt::AltModifier | Qt::ShiftModifier},
}};

QKeySequence keyOf(const JoinKey& way) {
    return QKeySequence(way.modifiers.toInt() | Qt::Key_Return);
}

QStringList termsOf(const ConnectionColumn& column, const Snapshot& snapshot, ConnectionId id) {
    if (column.terms == nullptr)
        return {};
    const std::vector<QString> terms = column.terms(snapshot, id);
    return QStringList(terms.begin(), terms.end());
}

} // namespace

ConnectionsTable::ConnectionsTable(ConnectionsModel& model, ViewState& state, TimeAxis& axis, QWidget* parent)
    : QTableView(parent),
      m_model(model),
      m_state(state),
      m_axis(axis),
      m_header(new ConnectionsHeader(model, state, axis, this)),
      m_sections(new SectionRows(*this, model, state)) {
    setModel(&model);
    setItemDelegate(new ConnectionDelegate(model, state, axis, this));
    setHorizontalHeader(m_header);
    verticalHeader()->hide();
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setAccessibleName(tr("Connections"));
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_header, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { chooseColumns(m_header->mapToGlobal(at)); });
    connect(m_header, &QHeaderView::sectionClicked, this, &ConnectionsTable::sortByClick);
    connect(&model, &ConnectionsModel::orderApplied, this, &ConnectionsTable::takeSelection);
    connect(&state, &ViewState::selectionChanged, this, &ConnectionsTable::takeSelection);
    connect(&state, &ViewState::lookChanged, this, &ConnectionsTable::applyLook);
    connect(&state, &ViewState::snapshotChanged, this, [this] {
        const bool knowsOwners = !m_state.snapshot()->owners.empty();
        if (knowsOwners == m_knowsOwners)
            return;
        m_knowsOwners = knowsOwners;
        applyColumns();
    });
    connect(&axis, &TimeAxis::changed, m_header->viewport(), qOverload<>(&QWidget::update));
    connect(&axis, &TimeAxis::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&state, &ViewState::markChanged, viewport(), qOverload<>(&QWidget::update));
    m_gestures = new AxisGestures(*this, *m_header, axis);
    applyLook();
}

/// What watches the table's events goes first: it looks at the model, which may be gone by now.
ConnectionsTable::~ConnectionsTable() {
    delete m_sections;
    delete m_gestures;
}

void ConnectionsTable::setEmptyText(const QString& text) {
    if (m_emptyText == text)
        return;
    m_emptyText = text;
    viewport()->update();
}

std::vector<ConnectionId> ConnectionsTable::selectedConnections() const {
    std::vector<ConnectionId> connections;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            if (const ConnectionId id = m_model.connectionAt(row); id != kNoConnection)
                connections.push_back(id);
    return connections;
}

std::vector<ConnectionId> ConnectionsTable::listedConnections(std::size_t most) const {
    std::vector<ConnectionId> connections;
    for (int row = 0; row < m_model.rowCount() && connections.size() < most; ++row)
        if (const ConnectionId id = m_model.connectionAt(row); id != kNoConnection)
            connections.push_back(id);
    return connections;
}

void ConnectionsTable::showSelected() {
    if (currentIndex().isValid())
        scrollTo(currentIndex());
}

void ConnectionsTable::copyAsText() {
    QGuiApplication::clipboard()->setText(rowsAsText(*m_state.snapshot(), selectedConnections()));
}

void ConnectionsTable::copyAsCsv() {
    QGuiApplication::clipboard()->setText(rowsAsCsv(*m_state.snapshot(), selectedConnections()));
}

void ConnectionsTable::copyAsJson() {
    QGuiApplication::clipboard()->setText(rowsAsJson(*m_state.snapshot(), selectedConnections()));
}

void ConnectionsTable::keyPressEvent(QKeyEvent* event) {
    if (filterByKey(*event))
        return;
    if (event->matches(QKeySequence::Copy)) {
        copyAsText();
        return;
    }
    if (event->key() == Qt::Key_Escape && m_state.timeRange()) {
        m_state.setTimeRange(std::nullopt);
        return;
    }
    const bool isCommand = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) != 0;
    const QString text = event->text();
    if (!isCommand && !text.isEmpty() && text.at(0).isPrint() && text.at(0) != QLatin1Char(' ')) {
        Q_EMIT typed(text);
        return;
    }
    QTableView::keyPressEvent(event);
}

void ConnectionsTable::mousePressEvent(QMouseEvent* event) {
    m_pressedAt = event->pos();
    QTableView::mousePressEvent(event);
}

void ConnectionsTable::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    const bool isClick = event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier &&
                         (event->pos() - m_pressedAt).manhattanLength() < QApplication::startDragDistance();
    if (!isClick || !index.isValid() || index.column() != columnOf(ColumnLook::Life))
        return;
    const ConnectionId id = m_model.connectionAt(index.row());
    const QRect axis = m_header->axisRect();
    if (id != kNoConnection && axis.width() > 0)
        Q_EMIT timeChosen(id, m_axis.range().timeAt(event->pos().x() - axis.left(), axis.width()));
}

/// The key of a menu has no place of its own: it is about the current cell.
void ConnectionsTable::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex under = isByKey ? currentIndex() : indexAt(viewport()->mapFromGlobal(event->globalPos()));
    const QModelIndex index = under.isValid() ? under : currentIndex();
    const QPoint at = isByKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos();
    if (const std::unique_ptr<QMenu> menu = menuOf(index))
        menu->exec(at);
}

std::unique_ptr<QMenu> ConnectionsTable::menuOf(const QModelIndex& index) {
    if (!index.isValid())
        return nullptr;
    auto menu = std::make_unique<QMenu>(this);
    if (m_model.connectionAt(index.row()) == kNoConnection) {
        addOrderMenus(*menu);
        return menu;
    }
    menu->setToolTipsVisible(true);
    addFilterMenus(*menu, index);
    menu->addSeparator();
    menu->addAction(tr("Copy as text"), QKeySequence::Copy, this, &ConnectionsTable::copyAsText);
    menu->addAction(tr("Copy as CSV"), this, &ConnectionsTable::copyAsCsv);
    menu->addAction(tr("Copy as JSON"), this, &ConnectionsTable::copyAsJson);
    menu->addActions(m_moreActions);
    menu->addSeparator();
    addOrderMenus(*menu);
    return menu;
}

void ConnectionsTable::addOrderMenus(QMenu& menu) {
    m_sections->addTo(menu);
    QMenu* sorts = menu.addMenu(tr("Sort by"));
    const int start = columnOf(ColumnLook::Life);
    for (const auto& [text, column, order] :
         {std::tuple(tr("age, the longest CLOSE_WAIT first"), columnOf(ColumnLook::Age), Qt::DescendingOrder),
          std::tuple(tr("state, the worst first"), columnOf(ColumnLook::States), Qt::DescendingOrder),
          std::tuple(tr("start, the first on top"), start, Qt::AscendingOrder),
          std::tuple(tr("start, the last on top"), start, Qt::DescendingOrder)}) {
        QAction* action = sorts->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_model.sortColumn() == column &&
                           m_model.sortsDescending() == (order == Qt::DescendingOrder));
        connect(action, &QAction::triggered, this, [this, column = column, order = order] {
            m_model.sort(column, order);
            m_header->viewport()->update();
        });
    }
}

/// A submenu a way of joining; in each the terms of the cell, then the first of every other column.
void ConnectionsTable::addFilterMenus(QMenu& menu, const QModelIndex& index) {
    const ConnectionId id = m_model.connectionAt(index.row());
    for (const JoinKey& way : kJoinKeys) {
        QMenu* terms = menu.addMenu(tr(way.title));
        const auto add = [&](const QString& term) {
            QString shown = term;
            QAction* action = terms->addAction(shown.replace(QLatin1Char('&'), QStringLiteral("&&")));
            connect(action, &QAction::triggered, this, [this, term, how = way.how] { Q_EMIT filterWanted(term, how); });
            return action;
        };
        const auto& columns = connectionColumns();
        const QStringList own =
            termsOf(columns[static_cast<std::size_t>(std::max(0, index.column()))], *m_state.snapshot(), id);
        for (const QString& term : own)
            add(term);
        if (!own.isEmpty())
            terms->actions().constFirst()->setShortcut(keyOf(way));
        terms->addSeparator();
        for (const ConnectionColumn& column : columns)
            if (const QStringList others = termsOf(column, *m_state.snapshot(), id);
                !others.isEmpty() && !own.contains(others.constFirst()))
                add(others.constFirst());
    }
}

/// The first term of the current cell.
bool ConnectionsTable::filterByKey(const QKeyEvent& event) {
    const bool isReturn = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    const ConnectionId id = m_model.connectionAt(currentIndex().row());
    if (!isReturn || id == kNoConnection)
        return false;
    const ConnectionColumn& column = connectionColumns()[static_cast<std::size_t>(currentIndex().column())];
    const QStringList terms = termsOf(column, *m_state.snapshot(), id);
    for (const JoinKey& way : kJoinKeys) {
        const auto held = event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
        if (held != way.modifiers || terms.isEmpty())
            continue;
        Q_EMIT filterWanted(terms.constFirst(), way.how);
        return true;
    }
    return false;
}

void ConnectionsTable::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    m_sections->paint(painter);
    if (m_model.rowCount() == 0 && !m_emptyText.isEmpty()) {
        painter.setFont(wordsFont(13 * m_state.zoom()));
        painter.setPen(colour(Ink::MutedText, m_state.theme()));
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
    }
    if (hasFocus() && currentIndex().isValid()) {
        const int y = rowViewportPosition(currentIndex().row());
        painter.fillRect(0, y, qRound(3 * m_state.zoom()), rowHeight(currentIndex().row()),
                         colour(Ink::Accent, m_state.theme()));
        const QRect cell = visualRect(currentIndex()); // the keys that filter are about it
        painter.fillRect(cell.left(), cell.bottom() - 1, cell.width(), 2, colour(Ink::Accent, m_state.theme()));
    }
}

/// What was chosen and in sight stays in sight, when a panel below takes room, say.
void ConnectionsTable::resizeEvent(QResizeEvent* event) {
    const QRect before(QPoint(), event->oldSize());
    const bool wasInSight = currentIndex().isValid() && before.intersects(visualRect(currentIndex()));
    applyColumns();
    QTableView::resizeEvent(event);
    if (wasInSight && event->size().height() < event->oldSize().height())
        scrollTo(currentIndex());
}

/// Qt makes the first row current when a table without one gets the focus; nobody chose that row.
void ConnectionsTable::focusInEvent(QFocusEvent* event) {
    const bool hadCurrent = currentIndex().isValid();
    m_isTaking = true;
    QTableView::focusInEvent(event);
    if (!hadCurrent)
        setCurrentIndex({});
    m_isTaking = false;
}

void ConnectionsTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!m_isTaking && current.isValid())
        m_state.select(m_model.connectionAt(current.row()));
}

void ConnectionsTable::applyLook() {
    const double zoom = m_state.zoom();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(qRound(kRowHeightPx * zoom));
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const ConnectionColumn& spec = connectionColumns()[static_cast<std::size_t>(column)];
        const bool isLife = spec.look == ColumnLook::Life;
        m_header->setSectionResizeMode(column, isLife ? QHeaderView::Stretch : QHeaderView::Interactive);
        const int width = spec.look == ColumnLook::States ? statesColumnWidth(zoom) : qRound(spec.widthPx * zoom);
        setColumnWidth(column, width);
    }
    applyColumns();
    m_header->viewport()->update();
    viewport()->update();
}

bool ConnectionsTable::isShownByRule(int column) const {
    const QVariant chosen = QSettings().value(settingOf(column));
    if (chosen.isValid())
        return chosen.toBool();
    const int from = connectionColumns()[static_cast<std::size_t>(column)].showFromPx;
    if (from == ConnectionColumn::kWhenKnown)
        return !m_state.snapshot()->owners.empty() && width() >= ConnectionColumn::kKnownFromPx * m_state.zoom();
    return from != ConnectionColumn::kByChoice && width() >= from * m_state.zoom();
}

void ConnectionsTable::applyColumns() {
    for (int column = 0; column < m_model.columnCount(); ++column)
        if (isColumnHidden(column) == isShownByRule(column))
            setColumnHidden(column, !isShownByRule(column));
}

void ConnectionsTable::chooseColumns(const QPoint& at) {
    QMenu menu(this);
    addOrderMenus(menu);
    menu.addSeparator();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        QAction* action = menu.addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) { setChosen(column, on); });
    }
    menu.addSeparator();
    menu.addAction(tr("Choose by width of the table"), this, [this] {
        QSettings().remove(QStringLiteral("columns"));
        applyColumns();
    });
    menu.exec(at);
}

void ConnectionsTable::setChosen(int column, bool isShown) {
    QSettings().setValue(settingOf(column), isShown);
    applyColumns();
}

void ConnectionsTable::sortByClick(int column) {
    const bool worstOnTop = connectionColumns()[static_cast<std::size_t>(column)].worstOnTop;
    const auto first = worstOnTop ? Qt::DescendingOrder : Qt::AscendingOrder;
    const auto second = worstOnTop ? Qt::AscendingOrder : Qt::DescendingOrder;
    if (m_model.sortColumn() != column)
        m_model.sort(column, first);
    else if (m_model.sortsDescending() == worstOnTop)
        m_model.sort(column, second);
    else
        m_model.sort(OrderRequest::kNaturalOrder, Qt::AscendingOrder);
    m_header->viewport()->update();
}

/// A current index in a hidden column would leave the arrow keys without effect.
int ConnectionsTable::firstShownColumn() const {
    for (int visual = 0; visual < m_header->count(); ++visual)
        if (const int column = m_header->logicalIndex(visual); !isColumnHidden(column))
            return column;
    return 0;
}

void ConnectionsTable::takeSelection() {
    const ConnectionId id = m_state.selected();
    if (id == m_model.connectionAt(currentIndex().row()) && selectionModel()->hasSelection())
        return;
    m_isTaking = true;
    const int row = id == kNoConnection ? -1 : m_model.rowOf(id);
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else {
        const QModelIndex index = m_model.index(row, firstShownColumn());
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(index);
    }
    m_isTaking = false;
}

} // namespace synscope::ui
