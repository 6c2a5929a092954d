// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/machine_page.h"

#include "ui/format.h"
#include "ui/machine/machine_bar.h"
#include "ui/machine/machine_leaks_view.h"
#include "ui/machine/sockets_view.h"
#include "ui/panel_parts.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace synscope::ui {

MachinePage::MachinePage(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_bar(new MachineBar(state, this)),
      m_tabs(new QTabBar(this)),
      m_pages(new QStackedWidget(this)),
      m_leaks(new MachineLeaksView(state, this)),
      m_sockets(new SocketsView(state, this)) {
    m_tabs->addTab(tr("Leaks"));
    m_tabs->addTab(tr("Sockets"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Pages of this machine's sockets"));
    m_pages->addWidget(m_leaks);
    m_pages->addWidget(m_sockets);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_bar);
    layout->addWidget(m_tabs);
    layout->addWidget(m_pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_bar, &MachineBar::pauseWanted, this, &MachinePage::pauseWanted);
    connect(&state, &ViewState::lookChanged, this, &MachinePage::applyLook);
    applyLook();
}

void MachinePage::setView(const MachineViewPtr& view) {
    m_view = view;
    m_bar->setView(view);
    m_leaks->setView(view);
    m_sockets->setView(view);
    const std::uint64_t owed = view ? view->leaks.owed() : 0;
    const std::uint64_t sockets = view ? view->reading.sockets.size() : 0;
    m_tabs->setTabText(0, owed == 0 ? tr("Leaks") : tr("Leaks (%1)").arg(groupedNumber(owed)));
    m_tabs->setTabText(1, sockets == 0 ? tr("Sockets") : tr("Sockets (%1)").arg(groupedNumber(sockets)));
}

void MachinePage::show(Page page) {
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

MachinePage::Page MachinePage::current() const {
    return static_cast<Page>(m_tabs->currentIndex());
}

void MachinePage::applyLook() {
    m_tabs->setStyleSheet(tabStyle(m_state.theme()));
}

} // namespace synscope::ui
