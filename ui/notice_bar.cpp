// SPDX-License-Identifier: Apache-2.0
#include "ui/notice_bar.h"

#include "core/store/snapshot.h"
#include "ui/format.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace synscope::ui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_text(new QLabel(this)) {
    setObjectName(QStringLiteral("notice"));
    setAccessibleName(tr("Notice"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* dismiss = new QPushButton(tr("Dismiss"), this);
    dismiss->setObjectName(QStringLiteral("link"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(m_text, 1);
    layout->addWidget(dismiss);
    connect(dismiss, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::setText(const QString& text, Tone tone) {
    setProperty("calm", tone == Tone::Calm);
    for (QWidget* widget : {static_cast<QWidget*>(this), static_cast<QWidget*>(m_text)}) {
        style()->unpolish(widget); // the style sheet reads the property only then
        style()->polish(widget);
    }
    m_text->setText(text);
    setVisible(!text.isEmpty());
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

QString damageText(const Damage& damage) {
    return QCoreApplication::translate("synscope::ui::NoticeBar",
                                       "⚠ The capture is damaged or cut short: reading stopped at byte %1, packet %2 "
                                       "(%3). Everything before it is shown.")
        .arg(groupedNumber(damage.byteOffset), groupedNumber(damage.packet), QString::fromStdString(damage.reason));
}

} // namespace synscope::ui
