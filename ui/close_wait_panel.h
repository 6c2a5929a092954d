// SPDX-License-Identifier: Apache-2.0
//
// Who owes closes at the end of the capture, a line an endpoint, with one click to the connections. Hidden
// when nobody does. The table keeps the order of the first packets, so this panel is the way to the leaks.
#pragma once

#include "ui/latest_job.h"
#include "ui/models/close_wait_groups.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QTimer>

#include <vector>

class QGridLayout;
class QLabel;

namespace synscope::ui {

class CloseWaitPanel : public QFrame {
    Q_OBJECT

public:
    static constexpr std::size_t kLinesShown = 3;

    explicit CloseWaitPanel(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<CloseWaitGroup>& groups() const { return m_groups; }

Q_SIGNALS:
    /// The reader wants to see these: a filter for the owner's connections, and the oldest of them selected.
    void showWanted(const QString& filterText, ConnectionId oldest);
    void ledgerWanted(ConnectionId oldest); ///< the reader wants to know all about this owner's leaks
    void counted();                         ///< the panel shows the latest snapshot

private:
    void countSoon();
    void count();
    void rebuildLines();
    void addLine(int row, const CloseWaitGroup& group);
    QLabel* addCell(int row, int column, const QString& text, const char* objectName);

    ViewState& m_state;
    std::vector<CloseWaitGroup> m_groups;
    QWidget* m_lines = nullptr;
    QLabel* m_total = nullptr;
    QGridLayout* m_grid = nullptr;
    LatestJob m_job;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    qint64 m_lastCostMs = 0;
};

} // namespace synscope::ui
