// SPDX-License-Identifier: Apache-2.0
//
// One line over a machine's sockets: that they are watched, how many there are, how often they are read, and what of
// them may not be seen.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/view_state.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace synscope::ui {

class MachineBar : public QFrame {
    Q_OBJECT

public:
    explicit MachineBar(ViewState& state, QWidget* parent = nullptr);

    /// Null: nothing was read yet.
    void setView(const MachineViewPtr& view);
    /// For tests and screen readers.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* pauseButton() const { return m_pause; }

Q_SIGNALS:
    void pauseWanted(bool isPaused);

private:
    void showAll();

    ViewState& m_state;
    MachineViewPtr m_view;
    QLabel* m_sign;
    QLabel* m_numbers;
    QLabel* m_gaps;
    QPushButton* m_pause;
};

} // namespace synscope::ui
