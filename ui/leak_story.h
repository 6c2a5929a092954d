// SPDX-License-Identifier: Apache-2.0
//
// The panel that tells of one group of owed closes: who owes how many, what to look for, and two charts.
#pragma once

#include "ui/view_state.h"

#include <QFrame>

class QLabel;

namespace synscope::ui {

class OwedByAgeChart;
class OwedOverTimeChart;

class LeakStory : public QFrame {
    Q_OBJECT
public:
    explicit LeakStory(const ViewState& state, QWidget* parent = nullptr);

    /// Who owes what stands out; all three empty: nothing is told.
    void setWords(const QString& owes, const QString& trend, const QString& advice);
    [[nodiscard]] OwedOverTimeChart& overTime() const { return *m_overTime; }
    [[nodiscard]] OwedByAgeChart& byAge() const { return *m_byAge; }

private:
    OwedOverTimeChart* m_overTime;
    OwedByAgeChart* m_byAge;
    QLabel* m_owes;
    QLabel* m_advice;
};

} // namespace synscope::ui
