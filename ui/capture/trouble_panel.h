// SPDX-License-Identifier: Apache-2.0
//
// Why capturing is not possible, the command that mends it, ready to copy, and what works without.
#pragma once

#include "core/store/live_capture.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace synscope::ui {

class TroublePanel : public QFrame {
    Q_OBJECT

public:
    explicit TroublePanel(QWidget* parent = nullptr);

    void showTrouble(const CaptureTrouble& trouble);
    [[nodiscard]] QString message() const;
    /// Empty where no command mends it.
    [[nodiscard]] QString command() const;
    [[nodiscard]] QPushButton* copyButton() const { return m_copy; }
    [[nodiscard]] QPushButton* attachButton() const { return m_attach; }
    /// Whether this machine's sockets can be watched instead.
    void setAttachOffered(bool isOffered) { m_isAttachOffered = isOffered; }

Q_SIGNALS:
    void attachWanted();

private:
    QLabel* m_message;
    QLineEdit* m_command;
    QPushButton* m_copy;
    QLabel* m_otherWays;
    QPushButton* m_attach;
    bool m_isAttachOffered = false;
};

/// The sentence of a trouble, with its hint where that is a sentence, too.
[[nodiscard]] QString troubleText(const CaptureTrouble& trouble);

} // namespace synscope::ui
