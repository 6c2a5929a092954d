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
class QPushButton;

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
    /// Something that can be done, beside whatever is said, until it is taken back or dismissed. `text` is read where
    /// nothing else is said. Empty words take it back.
    void setOffer(const QString& text, const QString& words);
    /// Hidden while nothing is offered.
    [[nodiscard]] QPushButton* offerButton() const { return m_offer; }
    /// What is to be read now; empty while it is hidden.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void offerTaken();

private:
    void showMessages(bool all);

    QLabel* m_text;
    QPushButton* m_offer;
    QStringList m_messages;
    QString m_offerText;
    Tone m_tone = Tone::Calm;
};

/// The faults of a capture that touch what is said of its connections, and floods: a message each.
[[nodiscard]] QStringList captureMessages(const std::vector<CaptureFinding>& findings);
/// damageText() of it and of the damage of other files.
[[nodiscard]] QStringList damageMessages(const Damage& damage);
/// Where reading stopped and why, and what that means for what is shown.
[[nodiscard]] QString damageText(const Damage& damage);

} // namespace synscope::ui
