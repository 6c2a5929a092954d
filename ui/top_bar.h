// SPDX-License-Identifier: Apache-2.0
//
// The bar under the menu: open, the load going on and how to stop it, the filter, where every packet went,
// and export. Holds no logic: what it offers are actions and signals.
#pragma once

#include "core/diagnose/capture_findings.h"
#include "ui/view_state.h"

#include <QWidget>

#include <vector>

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
    /// What is worth telling of the capture as a whole: beside where every packet went.
    void setCaptureFindings(const std::vector<CaptureFinding>& findings);
    /// Whether the button that begins a live capture is there.
    void setCaptureVisible(bool isVisible);

Q_SIGNALS:
    void openWanted();
    void captureWanted();
    void cancelWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showLoad();
    void applyLook();
    void showAccounting();
    void placeAccounting();
    [[nodiscard]] QString wholeAccounting() const;

    ViewState& m_state;
    QPushButton* m_open;
    QPushButton* m_capture;
    QPushButton* m_cancel;
    FilterBar* m_filter;
    QPushButton* m_accounting;
    QPushButton* m_export;
    QString m_accountingText;
    QString m_captureFindings; ///< a paragraph each
    bool m_isOpen = false;
};

} // namespace synscope::ui
