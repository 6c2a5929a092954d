// SPDX-License-Identifier: Apache-2.0
//
// What to capture: interfaces to tick, the capture filter checked as it is typed, and the rest. Where capturing is not
// possible it says why and what mends it. Lists and checks come from the capturing program, asked on workers.
#pragma once

#include "ui/capture/capture_tools.h"
#include "ui/capture/interface_activity.h"
#include "ui/capture/interface_list.h"
#include "ui/latest_job.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTreeWidget;

namespace synscope::ui {

class TroublePanel;

class CaptureDialog : public QDialog {
    Q_OBJECT

public:
    /// Lists the interfaces at once.
    CaptureDialog(const CaptureTools& tools, CaptureRequest request, QWidget* parent = nullptr);

    /// What is ticked and typed now.
    [[nodiscard]] CaptureRequest request() const;
    /// Why the last attempt failed.
    void showTrouble(const CaptureTrouble& trouble);

    /// Whether it says, where capturing is not allowed, that this machine's sockets can be watched.
    void setAttachOffered(bool isOffered);

    [[nodiscard]] QTreeWidget* interfaces() const { return m_interfaces; }
    [[nodiscard]] QLineEdit* filter() const { return m_filter; }
    [[nodiscard]] QString filterFault() const;
    [[nodiscard]] InterfaceActivity& activity() { return m_activity; }
    [[nodiscard]] QSpinBox* most() const { return m_most; }
    [[nodiscard]] QComboBox* unit() const { return m_unit; }
    [[nodiscard]] QComboBox* whenFull() const { return m_whenFull; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] const TroublePanel& trouble() const { return *m_trouble; }

Q_SIGNALS:
    void attachWanted(); ///< to this machine's sockets; the dialog is gone by then

private:
    void makeControls();
    void makeLimit();
    void makeLayout();
    void list();
    void showInterfaces(const HelperAnswer& answer);
    void addInterface(const InterfaceChoice& choice);
    void showActivity();
    void checkFilter();
    void showFilter(const QString& fault, bool isChecked);
    void allow();
    [[nodiscard]] std::vector<std::string> ticked() const;

    AskHelper m_ask;
    CaptureRequest m_request; ///< as it was given
    QTreeWidget* m_interfaces;
    QLineEdit* m_filter;
    QLabel* m_filterState;
    QSpinBox* m_snapLength;
    QSpinBox* m_most;
    QComboBox* m_unit;     ///< its data: by how many bits the number is to be shifted
    QComboBox* m_whenFull; ///< in the order of CaptureRequest::WhenFull
    QCheckBox* m_promiscuous;
    TroublePanel* m_trouble;
    QPushButton* m_start;
    bool m_isFilterWrong = false;
    bool m_isFailureShown = false; ///< of an attempt; what the list says is less
    InterfaceActivity m_activity;
    LatestJob m_listJob;
    LatestJob m_checkJob;
};

} // namespace synscope::ui
