// SPDX-License-Identifier: Apache-2.0
//
// What the user has set for good, from the settings and from the dialog, to the views.
#include "ui/machine/machine_feed.h"
#include "ui/main_window.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/preferences/preferences_dialog.h"

namespace synscope::ui {

void MainWindow::setPreferences(const Preferences& preferences) {
    const bool isJudgedAnew = m_isJudged && preferences.policy != m_preferences.policy;
    m_preferences = preferences;
    m_detail->setSegmentLook(preferences.time, preferences.relativeNumbers);
    m_state.setPolicy(preferences.policy);
    if (m_machineFeed)
        m_machineFeed->setPolicy(preferences.policy);
    if (isJudgedAnew)
        judgeCapture();
}

void MainWindow::preferencesByDialog() {
    auto* dialog = new PreferencesDialog(m_preferences, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    connect(dialog, &PreferencesDialog::applied, this, [this](const Preferences& preferences) {
        savePreferences(preferences);
        setPreferences(preferences);
    });
    dialog->open();
}

} // namespace synscope::ui
