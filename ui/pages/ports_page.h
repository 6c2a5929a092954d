// SPDX-License-Identifier: Apache-2.0
//
// "Ports & queues": who is in TIME_WAIT and how long still, how many of their local ports clients have taken, what is
// not open yet, and, beside a live capture, the accept queues of this machine. Gathered on a worker, and only while
// somebody looks. While packets are captured the countdowns go on between two snapshots.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/latest_job.h"
#include "ui/models/ports_view.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedWidget;

namespace synscope::ui {

class RowsPanel;
class Sparkline;

class PortsPage : public QWidget {
    Q_OBJECT

public:
    explicit PortsPage(ViewState& state, QWidget* parent = nullptr);

    /// Without it no range of local ports is known.
    void setAskThisHost(AskThisHost ask) { m_askThisHost = std::move(ask); }
    /// This machine captures the packets, or did.
    void setMadeHere(bool isMadeHere);

    /// This machine's sockets beside a live capture; null: there are none, and no accept queues.
    void setMachine(const MachineViewPtr& machine);

    [[nodiscard]] const PortsViewPtr& view() const { return m_view; }
    [[nodiscard]] RowsPanel& timeWaits() const { return *m_timeWaits; }
    [[nodiscard]] RowsPanel& portUse() const { return *m_portUse; }
    [[nodiscard]] RowsPanel& openings() const { return *m_openings; }
    [[nodiscard]] RowsPanel& acceptQueues() const { return *m_acceptQueues; }
    [[nodiscard]] const Sparkline& openingsOverTime() const { return *m_overTime; }
    /// In words, why there is nothing to show; empty where there is.
    [[nodiscard]] QString emptyText() const;
    /// Nothing is being gathered.
    [[nodiscard]] bool isSettled() const { return !m_job.isRunning() && !m_timer.isActive(); }
    /// Countdowns as they are at this moment of the capture's clock.
    void showCountdowns(Timestamp now);

Q_SIGNALS:
    void counted(); ///< the page shows the latest snapshot
    /// `connection` is none where the row stands for more than one.
    void connectionsWanted(const QString& filterText, ConnectionId connection);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makePanels();
    void countSoon();
    void count();
    void show(PortsViewPtr view);
    void tick();
    void showChosen(const RowsPanel& panel);
    void applyLook();

    ViewState& m_state;
    AskThisHost m_askThisHost;
    PortsViewPtr m_view;
    QStackedWidget* m_pages;
    QLabel* m_empty;
    RowsPanel* m_timeWaits;
    RowsPanel* m_portUse;
    RowsPanel* m_openings;
    RowsPanel* m_acceptQueues;
    Sparkline* m_overTime;
    LatestJob m_job;
    QTimer m_timer;
    QTimer m_clock; ///< while live and seen
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceSnapshot;
    qint64 m_lastCostMs = 0;
    bool m_isMadeHere = false;
};

} // namespace synscope::ui
