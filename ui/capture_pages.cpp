// SPDX-License-Identifier: Apache-2.0
#include "ui/capture_pages.h"

#include "ui/format.h"
#include "ui/machine/machine_leaks_view.h"
#include "ui/machine/sockets_view.h"
#include "ui/pages/connections_page.h"
#include "ui/pages/leaks_page.h"
#include "ui/pages/ports_page.h"
#include "ui/panel_parts.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace synscope::ui {
namespace {

constexpr int kLeaksTab = static_cast<int>(CapturePages::Page::Leaks);
constexpr int kMachineLeaksTab = static_cast<int>(CapturePages::Page::MachineLeaks);
constexpr int kSocketsTab = static_cast<int>(CapturePages::Page::Sockets);

} // namespace

CapturePages::CapturePages(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_connections(new ConnectionsPage(state, this)),
      m_leaks(new LeaksPage(state, this)),
      m_ports(new PortsPage(state, this)),
      m_machineLeaks(new MachineLeaksView(state, this)),
      m_sockets(new SocketsView(state, this)),
      m_tabs(new QTabBar(this)),
      m_pages(new QStackedWidget(this)) {
    m_tabs->addTab(tr("Connections"));
    m_tabs->addTab(tr("Leaks"));
    m_tabs->addTab(tr("Ports && queues"));
    m_tabs->addTab(tr("Machine's leaks"));
    m_tabs->addTab(tr("Machine's sockets"));
    m_tabs->setTabToolTip(kMachineLeaksTab, tr("What this machine's kernel says, also of what was there before the "
                                               "capture began"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Pages of the capture"));
    m_pages->addWidget(m_connections);
    m_pages->addWidget(m_leaks);
    m_pages->addWidget(m_ports);
    m_pages->addWidget(m_machineLeaks);
    m_machineLeaks->setBesideConnection();
    m_pages->addWidget(m_sockets);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_tabs);
    layout->addWidget(m_pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_leaks, &LeaksPage::counted, this, &CapturePages::showOwed);
    connect(&state, &ViewState::snapshotChanged, this, &CapturePages::showOwed);
    connect(&state, &ViewState::lookChanged, this, &CapturePages::applyLook);
    setMachine(nullptr);
    applyLook();
}

CapturePages::Page CapturePages::current() const {
    return static_cast<Page>(m_tabs->currentIndex());
}

void CapturePages::show(Page page) {
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

/// The tab says how many closes are owed for certain.
void CapturePages::showOwed() {
    std::uint64_t owed = 0;
    if (m_leaks->view())
        for (const LeakGroup& group : m_leaks->view()->ledger.groups)
            owed += group.owed;
    m_tabs->setTabText(kLeaksTab, owed == 0 ? tr("Leaks") : tr("Leaks (%1)").arg(groupedNumber(owed)));
}

/// The tabs say how many closes are owed, and of how many sockets the kernel and the packets disagree.
void CapturePages::setMachine(const MachineViewPtr& view) {
    const SocketJoin* const join = m_state.sockets();
    for (const int tab : {kMachineLeaksTab, kSocketsTab})
        m_tabs->setTabVisible(tab, view != nullptr);
    m_ports->setMachine(view);
    m_machineLeaks->setView(view);
    m_sockets->setView(view, join == nullptr || !view ? std::vector<JoinedSocket>{} : join->sockets());
    const std::uint64_t owed = view ? view->leaks.owed() : 0;
    m_tabs->setTabText(kMachineLeaksTab,
                       owed == 0 ? tr("Machine's leaks") : tr("Machine's leaks (%1)").arg(groupedNumber(owed)));
    const std::uint64_t apart = join == nullptr ? 0 : join->apart();
    m_tabs->setTabText(kSocketsTab,
                       apart == 0 ? tr("Machine's sockets") : tr("Machine's sockets (⚠ %1)").arg(groupedNumber(apart)));
    m_tabs->setTabToolTip(kSocketsTab, apart == 0 ? tr("With what the packets say of each")
                                                  : tr("The kernel's state and that of the packets stay apart: "
                                                       "packets were missed."));
}

void CapturePages::applyLook() {
    m_tabs->setStyleSheet(tabStyle(m_state.theme()));
}

} // namespace synscope::ui
