// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/connections_page.h"

#include "ui/close_wait_panel.h"
#include "ui/connections_table.h"
#include "ui/format.h"
#include "ui/models/connections_model.h"
#include "ui/overview_strip.h"
#include "ui/time_axis.h"

#include <QFrame>
#include <QVBoxLayout>

namespace synscope::ui {
namespace {

QFrame* panelWith(QWidget* content, QWidget* parent) {
    auto* panel = new QFrame(parent);
    panel->setObjectName(QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(content);
    return panel;
}

} // namespace

ConnectionsPage::ConnectionsPage(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_axis(new TimeAxis(state, this)),
      m_model(new ConnectionsModel(state, this)),
      m_strip(new OverviewStrip(state, *m_axis, this)),
      m_table(new ConnectionsTable(*m_model, state, *m_axis, this)),
      m_panel(new CloseWaitPanel(state, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(panelWith(m_strip, this));
    layout->addWidget(panelWith(m_table, this), 1);
    layout->addWidget(m_panel);
    setMinimumWidth(360);

    for (const auto signal : {&ConnectionsModel::rowsInserted, &ConnectionsModel::rowsRemoved})
        connect(m_model, signal, this, &ConnectionsPage::showCount);
    connect(m_model, &ConnectionsModel::modelReset, this, &ConnectionsPage::showCount);
    connect(m_model, &ConnectionsModel::orderApplied, this, &ConnectionsPage::showCount);
    connect(&state, &ViewState::snapshotChanged, this, &ConnectionsPage::showCount);
}

void ConnectionsPage::showCount() {
    m_table->setEmptyText(emptyText());
    Q_EMIT countChanged(static_cast<std::uint64_t>(m_model->connectionCount()), m_state.snapshot()->size(),
                        m_model->isFiltered());
}

bool ConnectionsPage::isSettled() const {
    return !m_model->isBusy() && !m_strip->isBusy();
}

QString ConnectionsPage::emptyText() const {
    const Snapshot& snapshot = *m_state.snapshot();
    if (!snapshot.load.finished && snapshot.size() == 0)
        return snapshot.load.bytesTotal ? tr("Reading…") : tr("Waiting for the first TCP packet…");
    if (snapshot.size() == 0)
        return tr("This capture holds no TCP connection.\n%1").arg(accountingText(snapshot.counts));
    if (m_model->isBusy())
        return tr("Filtering…");
    if (m_state.timeRange() && m_state.filter())
        return tr("No connection matches the filter in this stretch of time.");
    return m_state.timeRange() ? tr("No connection is alive in this stretch of time.")
                               : tr("No connection matches the filter.");
}

} // namespace synscope::ui
