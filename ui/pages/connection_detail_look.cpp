// SPDX-License-Identifier: Apache-2.0
//
// How the page shows times and sequence numbers, chosen from outside: by the preferences.
#include "ui/pages/connection_detail_page.h"

#include <QAction>
#include <QActionGroup>

namespace synscope::ui {

void ConnectionDetailPage::setSegmentLook(SegmentTime time, bool relativeNumbers) {
    m_timeChoice->actions().at(static_cast<qsizetype>(time))->setChecked(true);
    (relativeNumbers ? m_relative : m_absolute)->setChecked(true);
    applyOptions();
}

} // namespace synscope::ui
