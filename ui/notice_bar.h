// SPDX-License-Identifier: Apache-2.0
//
// A line above the page that must not be missed and does not stop the work: damage in the capture, an
// export that failed. Hidden when there is nothing to say.
#pragma once

#include <QFrame>
#include <QString>

class QLabel;

namespace synscope {
struct Damage;
}

namespace synscope::ui {

class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    enum class Tone { Warning, Calm };

    /// Empty text hides it.
    void setText(const QString& text, Tone tone = Tone::Warning);
    [[nodiscard]] QString text() const;

private:
    QLabel* m_text;
};

/// Where reading stopped and why, and what that means for what is shown.
[[nodiscard]] QString damageText(const Damage& damage);

} // namespace synscope::ui
