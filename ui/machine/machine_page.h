// SPDX-License-Identifier: Apache-2.0
//
// What the window shows of this machine's sockets when no packets are captured: a line about the watch, and behind two
// tabs who owes closes and all sockets.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/view_state.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace synscope::ui {

class MachineBar;
class MachineLeaksView;
class SocketsView;

class MachinePage : public QWidget {
    Q_OBJECT

public:
    enum class Page { Leaks, Sockets };

    explicit MachinePage(ViewState& state, QWidget* parent = nullptr);

    /// Null: nothing was read yet.
    void setView(const MachineViewPtr& view);
    [[nodiscard]] const MachineViewPtr& view() const { return m_view; }
    void show(Page page);
    [[nodiscard]] Page current() const;
    [[nodiscard]] QTabBar* tabs() const { return m_tabs; }
    [[nodiscard]] MachineBar& bar() const { return *m_bar; }
    [[nodiscard]] MachineLeaksView& leaks() const { return *m_leaks; }
    [[nodiscard]] SocketsView& sockets() const { return *m_sockets; }

Q_SIGNALS:
    void pauseWanted(bool isPaused);

private:
    void applyLook();

    ViewState& m_state;
    MachineViewPtr m_view;
    MachineBar* m_bar;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    MachineLeaksView* m_leaks;
    SocketsView* m_sockets;
};

} // namespace synscope::ui
