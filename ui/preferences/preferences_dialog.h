// SPDX-License-Identifier: Apache-2.0
//
// The dialog of the preferences. It shows and edits a value; who keeps it and what follows is the window's.
#pragma once

#include "ui/preferences/preferences.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;

namespace synscope::ui {

class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    explicit PreferencesDialog(const Preferences& preferences, QWidget* parent = nullptr);

    /// As the fields say now.
    [[nodiscard]] Preferences preferences() const;
    void setPreferences(const Preferences& preferences);

Q_SIGNALS:
    /// By "OK" or "Apply", and only where something differs from what was applied last.
    void applied(const synscope::ui::Preferences& preferences);

private:
    QWidget* makeThresholds();
    QWidget* makeTable();
    void makeButtons();
    void apply();
    void allow();

    Preferences m_applied;
    std::vector<QDoubleSpinBox*> m_numbers; ///< as in thresholds()
    QComboBox* m_time;
    QComboBox* m_sequence;
    QDialogButtonBox* m_buttons;
};

} // namespace synscope::ui
