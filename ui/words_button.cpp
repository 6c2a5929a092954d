// SPDX-License-Identifier: Apache-2.0
#include "ui/words_button.h"

#include <QLabel>
#include <QVBoxLayout>

namespace synscope::ui {

WordsButton::WordsButton(const QString& words, const QString& quiet, const char* objectName, QWidget* parent)
    : QPushButton(parent), m_words(new QLabel(words, this)) {
    setObjectName(QLatin1String(objectName));
    setAccessibleName(words);
    setAccessibleDescription(quiet);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 6, 10, 6);
    column->setSpacing(0);
    m_words->setObjectName(QStringLiteral("buttonWords"));
    column->addWidget(m_words);
    if (!quiet.isEmpty()) {
        auto* label = new QLabel(quiet, this);
        label->setObjectName(QStringLiteral("muted"));
        column->addWidget(label);
    }
    for (QLabel* label : findChildren<QLabel*>()) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
}

QString WordsButton::words() const {
    return m_words->text();
}

QSize WordsButton::sizeHint() const {
    return layout()->totalSizeHint();
}

QSize WordsButton::minimumSizeHint() const {
    return layout()->totalMinimumSize();
}

int WordsButton::heightForWidth(int width) const {
    return layout()->totalHeightForWidth(width);
}

} // namespace synscope::ui
