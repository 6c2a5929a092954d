// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/ports_page.h"

#include "ui/format.h"
#include "ui/models/accept_queues_view.h"
#include "ui/panel_parts.h"
#include "ui/rows_panel.h"
#include "ui/sparkline.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr qint64 kShortestPauseMs = 250; // between two counts while loading
constexpr int kTickMs = 1000;

QString moreText(std::uint64_t number) {
    return number == 0 ? QString() : PortsPage::tr("and %1 more").arg(groupedNumber(number));
}

} // namespace

PortsPage::PortsPage(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel),
      m_timeWaits(new RowsPanel(tr("TIME_WAIT"), tr("who closed first stays for 2 MSL, to answer if FIN comes again"))),
      m_portUse(new RowsPanel(tr("Local ports"),
                              tr("towards one server, each connection of a client needs a port of its own"))),
      m_openings(new RowsPanel(tr("SYN and accept queues"),
                               tr("a listener keeps who is opening, then who waits for accept()"))),
      m_acceptQueues(new RowsPanel(tr("Accept queues"),
                                   tr("open connections that wait for the program, as the kernel tells them"))),
      m_overTime(new Sparkline(state, tr("Under way over time"))) {
    makePanels();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    setMinimumWidth(360);
    m_timer.setSingleShot(true);
    m_clock.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &PortsPage::count);
    connect(&m_clock, &QTimer::timeout, this, &PortsPage::tick);
    connect(&state, &ViewState::snapshotChanged, this, [this] {
        m_sinceSnapshot.start();
        countSoon();
    });
    connect(&state, &ViewState::lookChanged, this, &PortsPage::applyLook);
    applyLook();
    show(nullptr);
}

void PortsPage::makePanels() {
    m_timeWaits->addTable(timeWaitGroupColumns(), tr("Who is in TIME_WAIT"), 11);
    m_timeWaits->addTable(timeWaitNextColumns(), tr("TIME_WAIT that ends next"), 9);
    m_portUse->addTable(portUseColumns(), tr("Local ports in use"));
    m_openings->addTable(openingsColumns(), tr("Openings by listener"));
    m_openings->addBesideSentence(m_overTime);
    m_acceptQueues->addTable(acceptQueueColumns(), tr("Accept queues of this machine"));
    m_acceptQueues->hide();
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("scrolled"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapPx);
    for (RowsPanel* panel : {m_timeWaits, m_portUse, m_openings, m_acceptQueues}) {
        column->addWidget(panel);
        connect(panel, &RowsPanel::opened, this,
                [this](const PanelRow& row) { Q_EMIT connectionsWanted(row.filter, row.connection); });
    }
    column->addStretch(1);
    connect(m_timeWaits->button(), &QPushButton::clicked, this,
            [this] { Q_EMIT connectionsWanted(timeWaitFilter(), kNoConnection); });
    for (RowsPanel* panel : {m_portUse, m_acceptQueues})
        connect(panel->button(), &QPushButton::clicked, this, [this, panel] { showChosen(*panel); });
    connect(m_openings->button(), &QPushButton::clicked, this, [this] {
        if (m_view)
            Q_EMIT connectionsWanted(openingsFilter(m_view->openings.all), kNoConnection);
    });
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setObjectName(QStringLiteral("muted"));
    auto* emptyPanel = makePanel();
    columnIn(emptyPanel)->addWidget(m_empty);
    m_pages->addWidget(emptyPanel);
    m_pages->addWidget(scroll);
}

/// The row that is chosen, or else the first.
void PortsPage::showChosen(const RowsPanel& panel) {
    const RowsTable& table = *panel.tables()[0];
    const int row = std::max(0, table.view()->currentIndex().row());
    if (row < table.model().rowCount())
        Q_EMIT connectionsWanted(table.model().row(row).filter, kNoConnection);
}

void PortsPage::setMachine(const MachineViewPtr& machine) {
    m_acceptQueues->setVisible(machine != nullptr);
    if (!machine)
        return;
    const AcceptQueues queues = acceptQueuesOf(machine->reading, kPortRowsShown);
    QStringList sentences{acceptQueuesSentence(queues), listenDropsSentence(queues)};
    sentences.removeAll(QString());
    m_acceptQueues->setText(sentences.join(QLatin1Char(' ')), acceptQueuesAdvice(queues));
    m_acceptQueues->tables()[0]->setRows(acceptQueueRows(queues), moreText(queues.more));
    m_acceptQueues->setListed(queues.listeners > 0);
}

void PortsPage::setMadeHere(bool isMadeHere) {
    if (m_isMadeHere == isMadeHere)
        return;
    m_isMadeHere = isMadeHere;
    countSoon();
}

void PortsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_clock.start();
    if (!m_view || m_view->snapshot != m_state.snapshot())
        countSoon();
}

void PortsPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_clock.stop();
}

/// Only for a reader who looks.
void PortsPage::countSoon() {
    if (m_state.snapshot()->size() == 0) {
        m_job.cancel();
        m_timer.stop();
        show(nullptr);
        return;
    }
    if (m_timer.isActive() || m_job.isRunning() || !isVisible())
        return;
    const bool isLoading = !m_state.snapshot()->load.finished;
    m_timer.start(isLoading ? static_cast<int>(pauseAfter(m_lastCostMs, kShortestPauseMs)) : 0);
}

void PortsPage::count() {
    m_sinceStart.start();
    m_job.start(
        [snapshot = m_state.snapshot(), ask = m_askThisHost,
         isMadeHere = m_isMadeHere](const std::atomic<bool>& cancelled) {
            return std::make_shared<const PortsView>(portsViewOf(snapshot, ask ? ask() : std::nullopt, isMadeHere,
                                                                 [&cancelled] { return cancelled.load(); }));
        },
        [this](PortsViewPtr view) {
            m_lastCostMs = m_sinceStart.elapsed();
            if (!view->isWhole())
                return;
            const bool isLatest = view->snapshot == m_state.snapshot() && view->isMadeHere == m_isMadeHere;
            show(std::move(view));
            if (isLatest)
                Q_EMIT counted();
            else
                countSoon();
        });
}

void PortsPage::show(PortsViewPtr view) {
    m_view = std::move(view);
    const QString text = emptyText();
    m_empty->setText(text);
    m_pages->setCurrentIndex(text.isEmpty() ? 1 : 0);
    if (!m_view)
        return;
    const Timestamp end = m_view->snapshot->end;
    showCountdowns(end);
    m_timeWaits->setListed(m_view->waits.count > 0);
    m_portUse->setText(portUseSentence(*m_view), portUseAdvice(*m_view));
    m_portUse->tables()[0]->setRows(portUseRows(*m_view), moreText(m_view->uses.more));
    m_portUse->setListed(!m_view->uses.uses.empty());
    m_openings->setText(openingsSentence(*m_view), openingsAdvice(*m_view));
    m_openings->tables()[0]->setRows(openingsRows(*m_view, end), moreText(m_view->openings.moreListeners));
    m_openings->setListed(!m_view->openings.listeners.empty());
    m_overTime->setCounts(m_view->openings.overTime, m_view->openings.samples);
}

void PortsPage::showCountdowns(Timestamp now) {
    if (!m_view)
        return;
    const TimeWaits& waits = m_view->waits;
    m_timeWaits->setText(timeWaitSentence(*m_view, now), timeWaitAdvice(*m_view));
    m_timeWaits->tables()[0]->setRows(timeWaitGroupRows(*m_view, now), moreText(waits.moreGroups));
    m_timeWaits->tables()[1]->setRows(timeWaitNextRows(*m_view, now), moreText(waits.count - waits.next.size()));
}

/// Between two snapshots the capture's clock goes on with this machine's.
void PortsPage::tick() {
    if (m_view && m_view->isLive() && m_view->snapshot == m_state.snapshot())
        showCountdowns(m_view->snapshot->end + std::chrono::milliseconds(m_sinceSnapshot.elapsed()));
}

QString PortsPage::emptyText() const {
    if (m_view)
        return {};
    return m_state.snapshot()->load.finished && m_state.snapshot()->size() == 0
               ? tr("This capture holds no TCP connection, so no port and no queue is in use.")
               : tr("Counting ports and queues…");
}

void PortsPage::applyLook() {
    for (RowsPanel* panel : {m_timeWaits, m_portUse, m_openings, m_acceptQueues})
        panel->setLook(m_state.theme(), m_state.zoom());
}

} // namespace synscope::ui
