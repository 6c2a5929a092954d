// SPDX-License-Identifier: Apache-2.0
//
// Every close that is owed: who owes them, how the number grew, for how long, and each connection, with the sentence
// that says what to look for. Choosing a connection selects it for all views. The ledger is made on a worker.
#pragma once

#include "ui/latest_job.h"
#include "ui/models/leak_view.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace synscope::ui {

class LeakGroupsModel;
class LeakStory;
class OwedClosesModel;

class LeaksPage : public QWidget {
    Q_OBJECT

public:
    explicit LeaksPage(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] const LeakViewPtr& view() const { return m_view; }
    [[nodiscard]] QTableView* groups() const { return m_groups; }
    [[nodiscard]] QTableView* closes() const { return m_closes; }
    [[nodiscard]] const LeakStory& story() const { return *m_story; }
    [[nodiscard]] QString sentence() const;
    /// In words, why there is nothing to show; empty where there is.
    [[nodiscard]] QString emptyText() const;
    /// The ledger belongs to the latest snapshot.
    [[nodiscard]] bool isSettled() const { return !m_job.isRunning() && !m_timer.isActive(); }
    /// Whether it offers to make issue reports.
    void setReportable(bool isReportable);
    /// Selects the connection for all views, and here the group that owes its close, if one does.
    void showConnection(ConnectionId id);

public Q_SLOTS:
    void copyAsText();

Q_SIGNALS:
    void counted(); ///< the page shows the latest snapshot
    void ladderWanted(ConnectionId id);
    void connectionsWanted(const QString& filterText, ConnectionId oldest);
    void reportWanted(std::uint32_t group); ///< index into the groups of view()

protected:
    void showEvent(QShowEvent* event) override;

private:
    QFrame* makeGroups();
    QFrame* makeCloses();
    void connectTables();
    void countSoon();
    void count();
    void show(LeakViewPtr view);
    void showGroup(int row);
    void showProcesses();
    void showSentence();
    void followSelection();
    void showEmptyText();
    void openLadder();
    void applyLook();
    [[nodiscard]] int groupRow() const;
    [[nodiscard]] ConnectionId chosen() const;

    ViewState& m_state;
    LeakViewPtr m_view;
    LeakGroupsModel* m_groupsModel;
    OwedClosesModel* m_closesModel;
    QStackedWidget* m_pages;
    QWidget* m_content;
    LeakStory* m_story;
    QLabel* m_empty;
    QTableView* m_groups;
    QTableView* m_closes;
    QLabel* m_closesTitle;
    QLabel* m_sentence; ///< about the chosen connection
    QPushButton* m_ladder;
    QPushButton* m_connections;
    QPushButton* m_copy;
    QPushButton* m_report;
    LatestJob m_job;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    qint64 m_lastCostMs = 0;
    bool m_isFilling = false; ///< rows are chosen by the page just now, not by the reader
};

} // namespace synscope::ui
