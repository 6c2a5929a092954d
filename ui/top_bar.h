// SPDX-License-Identifier: Apache-2.0
//
// The bar under the menu: open, the load going on and how to stop it, the filter, where every packet went,
// and export. Holds no logic: what it offers are actions and signals.
#pragma once

#include "ui/view_state.h"

#include <QWidget>

class QMenu;
class QPushButton;

namespace synscope::ui {

class FilterBar;

class TopBar : public QWidget {
    Q_OBJECT

public:
    TopBar(ViewState& state, QMenu* exportMenu, QWidget* parent = nullptr);

    [[nodiscard]] FilterBar* filterBar() const { return m_filter; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton* accounting() const { return m_accounting; }
    /// Whether a capture is open: without one there is nothing to filter or to account for.
    void setOpen(bool isOpen);
    void setExportEnabled(bool isEnabled);

Q_SIGNALS:
    void openWanted();
    void cancelWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showLoad();
    void applyLook();
    void showAccounting();
    void placeAccounting();

    ViewState& m_state;
    QPushButton* m_open;
    QPushButton* m_cancel;
    FilterBar* m_filter;
    QPushButton* m_accounting;
    QPushButton* m_export;
    QString m_accountingText;
    bool m_isOpen = false;
};

} // namespace synscope::ui
