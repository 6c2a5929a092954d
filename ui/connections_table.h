// SPDX-License-Identifier: Apache-2.0
//
// The table of connections: selection shared with the other views, sorting by heading (a third click goes
// back to the order of first packets), columns to choose, rows to copy or to make a filter of. Letters
// typed here belong to the filter and are passed on.
#pragma once

#include "core/base/ids.h"
#include "core/store/filter_text.h"

#include <QTableView>

#include <cstddef>
#include <memory>
#include <vector>

class QMenu;

namespace synscope::ui {

class ConnectionsHeader;
class ConnectionsModel;
class SectionRows;
class TimeAxis;
class ViewState;

class ConnectionsTable : public QTableView {
    Q_OBJECT

public:
    ConnectionsTable(ConnectionsModel& model, ViewState& state, TimeAxis& axis, QWidget* parent = nullptr);
    ~ConnectionsTable() override;

    /// Shown in the middle when there is no row.
    void setEmptyText(const QString& text);
    [[nodiscard]] std::vector<ConnectionId> selectedConnections() const;
    /// The first rows, at most so many, in their order.
    [[nodiscard]] std::vector<ConnectionId> listedConnections(std::size_t most) const;
    /// Shown in the context menu beside its own; not owned.
    void setMoreActions(const QList<QAction*>& actions) { m_moreActions = actions; }
    /// The menu of a cell: its terms to filter by, and what can be done with its connection. Null beside the rows.
    [[nodiscard]] std::unique_ptr<QMenu> menuOf(const QModelIndex& index);
    /// What to group and to sort by; with it the columns to show.
    void addOrderMenus(QMenu& menu);
    /// Scrolls the row of the selected connection into sight, if it is shown.
    void showSelected();

public Q_SLOTS:
    void copyAsText();
    void copyAsCsv();
    void copyAsJson();

Q_SIGNALS:
    void typed(const QString& text); ///< meant for the filter
    void filterWanted(const QString& term, FilterJoin how);
    /// A place in a connection's lanes was clicked, which selects it, too.
    void timeChosen(synscope::ConnectionId id, synscope::Timestamp time);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    [[nodiscard]] bool filterByKey(const QKeyEvent& event);
    void addFilterMenus(QMenu& menu, const QModelIndex& index);
    void applyLook();
    void applyColumns();
    void chooseColumns(const QPoint& at);
    void setChosen(int column, bool isShown);
    void sortByClick(int column);
    void takeSelection();
    [[nodiscard]] int firstShownColumn() const;
    [[nodiscard]] bool isShownByRule(int column) const;

    ConnectionsModel& m_model;
    ViewState& m_state;
    TimeAxis& m_axis;
    ConnectionsHeader* m_header;
    SectionRows* m_sections;
    QObject* m_gestures = nullptr;
    QPoint m_pressedAt;
    QString m_emptyText;
    QList<QAction*> m_moreActions;
    bool m_knowsOwners = false; ///< of any connection
    bool m_isTaking = false;    ///< the selection comes from the view state just now
};

} // namespace synscope::ui
