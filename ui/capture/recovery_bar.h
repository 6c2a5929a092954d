// SPDX-License-Identifier: Apache-2.0
//
// Offers what a crash left of a live capture: to open it, to delete it, or to be asked again at the next start. One at
// a time; hidden when there is none.
#pragma once

#include "core/store/live_capture.h"

#include <QFrame>

#include <deque>
#include <vector>

class QLabel;
class QPushButton;

namespace synscope::ui {

class RecoveryBar : public QFrame {
    Q_OBJECT

public:
    explicit RecoveryBar(QWidget* parent = nullptr);

    void offer(std::vector<LeftCapture> left);
    /// Goes on to the next one: the first was opened or deleted.
    void takeFirst();
    /// Empty while it is hidden.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* openButton() const { return m_open; }
    [[nodiscard]] QPushButton* discardButton() const { return m_discard; }
    [[nodiscard]] QPushButton* laterButton() const { return m_later; }

Q_SIGNALS:
    void openWanted(const synscope::LeftCapture& left);
    void discardWanted(const synscope::LeftCapture& left);

private:
    void showFirst();

    std::deque<LeftCapture> m_left;
    QLabel* m_text;
    QPushButton* m_open;
    QPushButton* m_discard;
    QPushButton* m_later;
};

/// "1 204 913 packets captured on eth0, lo from 2026-11-23 14:03:12 UTC".
[[nodiscard]] QString leftText(const LeftCapture& left);

} // namespace synscope::ui
