// SPDX-License-Identifier: Apache-2.0
//
// The left side of an open capture: overview strip, table, and who owes closes. Decides what the empty
// table says and joins the three parts; the filter bar and the detail are elsewhere.
#pragma once

#include "ui/view_state.h"

#include <QWidget>

namespace synscope::ui {

class CloseWaitPanel;
class ConnectionsModel;
class ConnectionsTable;
class OverviewStrip;
class TimeAxis;

class ConnectionsPage : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionsPage(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] TimeAxis& axis() const { return *m_axis; }
    [[nodiscard]] ConnectionsModel& model() const { return *m_model; }
    [[nodiscard]] ConnectionsTable& table() const { return *m_table; }
    [[nodiscard]] OverviewStrip& strip() const { return *m_strip; }
    [[nodiscard]] CloseWaitPanel& closeWaitPanel() const { return *m_panel; }
    /// No worker is sorting, filtering or counting: what is shown belongs to the latest snapshot.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    /// Rows shown, connections there are, and whether something keeps rows out.
    void countChanged(std::uint64_t shown, std::uint64_t all, bool isFiltered);

private:
    void showCount();
    [[nodiscard]] QString emptyText() const;

    ViewState& m_state;
    TimeAxis* m_axis;
    ConnectionsModel* m_model;
    OverviewStrip* m_strip;
    ConnectionsTable* m_table;
    CloseWaitPanel* m_panel;
};

} // namespace synscope::ui
