// SPDX-License-Identifier: Apache-2.0
//
// The left side of the window over an open capture: the table of connections, the leaks, and ports and queues, behind
// tabs; and while the capture is live what this machine's kernel says of leaks and sockets, behind two more.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/view_state.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace synscope::ui {

class ConnectionsPage;
class LeaksPage;
class MachineLeaksView;
class SocketsView;
class PortsPage;

class CapturePages : public QWidget {
    Q_OBJECT

public:
    enum class Page { Connections, Leaks, Ports, MachineLeaks, Sockets };

    explicit CapturePages(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] ConnectionsPage& connections() const { return *m_connections; }
    [[nodiscard]] LeaksPage& leaks() const { return *m_leaks; }
    [[nodiscard]] PortsPage& ports() const { return *m_ports; }
    [[nodiscard]] MachineLeaksView& machineLeaks() const { return *m_machineLeaks; }
    [[nodiscard]] SocketsView& sockets() const { return *m_sockets; }
    /// This machine's sockets beside a live capture; null: there is none, and no tabs for them.
    void setMachine(const MachineViewPtr& view);
    [[nodiscard]] Page current() const;
    void show(Page page);
    [[nodiscard]] QTabBar* tabs() const { return m_tabs; }

private:
    void showOwed();
    void applyLook();

    ViewState& m_state;
    ConnectionsPage* m_connections;
    LeaksPage* m_leaks;
    PortsPage* m_ports;
    MachineLeaksView* m_machineLeaks;
    SocketsView* m_sockets;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
};

} // namespace synscope::ui
