// SPDX-License-Identifier: Apache-2.0
//
// A line above the page that must not be missed and does not stop the work: damage and faults of the capture, an
// export that failed. Of several messages the first is shown, and a link opens the others. Hidden when there is
// nothing to say.
#pragma once

#include <QFrame>
#include <QString>
#include <QStringList>

#include <vector>

class QLabel;

namespace synscope {
struct CaptureFinding;
struct Damage;
} // namespace synscope

namespace synscope::ui {

class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    enum class Tone { Warning, Calm };

    /// Empty text hides it.
    void setText(const QString& text, Tone tone = Tone::Warning);
    /// The gravest first.
    void setMessages(const QStringList& messages, Tone tone);
    /// What is to be read now; empty while it is hidden.
    [[nodiscard]] QString text() const;

private:
    void showMessages(bool all);

    QLabel* m_text;
    QStringList m_messages;
};

/// The faults of a capture that touch what is said of its connections, and floods: a message each.
[[nodiscard]] QStringList captureMessages(const std::vector<CaptureFinding>& findings);
/// Where reading stopped and why, and what that means for what is shown.
[[nodiscard]] QString damageText(const Damage& damage);

} // namespace synscope::ui
