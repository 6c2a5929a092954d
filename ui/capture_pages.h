// SPDX-License-Identifier: Apache-2.0
//
// The left side of the window over an open capture: the table of connections and the leaks, behind two tabs.
#pragma once

#include "ui/view_state.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace synscope::ui {

class ConnectionsPage;
class LeaksPage;

class CapturePages : public QWidget {
    Q_OBJECT

public:
    enum class Page { Connections, Leaks };

    explicit CapturePages(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] ConnectionsPage& connections() const { return *m_connections; }
    [[nodiscard]] LeaksPage& leaks() const { return *m_leaks; }
    [[nodiscard]] Page current() const;
    void show(Page page);
    [[nodiscard]] QTabBar* tabs() const { return m_tabs; }

private:
    void showOwed();
    void applyLook();

    ViewState& m_state;
    ConnectionsPage* m_connections;
    LeaksPage* m_leaks;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
};

} // namespace synscope::ui
