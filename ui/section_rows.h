// SPDX-License-Identifier: Apache-2.0
//
// The rows of the connections table that head a section: one line over all columns with the section's name, how many
// connections it has, their worst state and how many closes are owed. A click on its arrow, a double click or Return
// folds it, Left folds the section of any row, Right unfolds.
#pragma once

#include <QObject>

class QMenu;
class QPainter;
class QTableView;

namespace synscope::ui {

class ConnectionsModel;
class ViewState;

class SectionRows : public QObject {
    Q_OBJECT

public:
    /// Watches the table and its viewport, which outlive it.
    SectionRows(QTableView& table, ConnectionsModel& model, const ViewState& state);

    /// Over what the delegate painted: the headings among the rows in sight.
    void paint(QPainter& painter) const;
    /// What to group by, and to fold all or none.
    void addTo(QMenu& menu);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void paintRow(QPainter& painter, int row) const;
    [[nodiscard]] bool toggle(int row);
    [[nodiscard]] bool fold(bool isFolded);

    QTableView& m_table;
    ConnectionsModel& m_model;
    const ViewState& m_state;
};

} // namespace synscope::ui
