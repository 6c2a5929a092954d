// SPDX-License-Identifier: Apache-2.0
//
// The left side of the window over an open capture: the table of connections and the leaks, behind two tabs; and
// this machine's sockets behind a third while the capture is live.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/view_state.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace synscope::ui {

class ConnectionsPage;
class LeaksPage;
class SocketsView;

class CapturePages : public QWidget {
    Q_OBJECT

public:
    enum class Page { Connections, Leaks, Sockets };

    explicit CapturePages(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] ConnectionsPage& connections() const { return *m_connections; }
    [[nodiscard]] LeaksPage& leaks() const { return *m_leaks; }
    [[nodiscard]] SocketsView& sockets() const { return *m_sockets; }
    /// This machine's sockets beside a live capture; null: there is none, and no tab for them.
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
    SocketsView* m_sockets;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
};

} // namespace synscope::ui
