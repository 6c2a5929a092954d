// SPDX-License-Identifier: Apache-2.0
#include "ui/notice_bar.h"

#include "core/diagnose/capture_findings.h"
#include "core/store/snapshot.h"
#include "ui/format.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTextDocumentFragment>

namespace synscope::ui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_text(new QLabel(this)) {
    setObjectName(QStringLiteral("notice"));
    setAccessibleName(tr("Notice"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(m_text, &QLabel::linkActivated, this, [this] { showMessages(true); });
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
    setMessages(text.isEmpty() ? QStringList() : QStringList{text}, tone);
}

void NoticeBar::setMessages(const QStringList& messages, Tone tone) {
    setProperty("calm", tone == Tone::Calm);
    for (QWidget* widget : {static_cast<QWidget*>(this), static_cast<QWidget*>(m_text)}) {
        style()->unpolish(widget); // the style sheet reads the property only then
        style()->polish(widget);
    }
    m_messages = messages;
    showMessages(false);
    setVisible(!messages.isEmpty());
}

void NoticeBar::showMessages(bool all) {
    QStringList lines;
    for (const QString& message : all ? m_messages : m_messages.mid(0, 1))
        lines << message.toHtmlEscaped();
    if (const qsizetype more = m_messages.size() - lines.size(); more > 0)
        lines.last() += QStringLiteral(" <a href=\"more\">%1</a>")
                            .arg(tr("%n more", nullptr, static_cast<int>(more)).replace(u' ', QChar::Nbsp));
    // or else the thin spaces in numbers would become wide ones
    m_text->setText(
        QStringLiteral("<span style=\"white-space:pre-wrap\">%1</span>").arg(lines.join(QStringLiteral("<br>"))));
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : QTextDocumentFragment::fromHtml(m_text->text()).toPlainText();
}

QStringList captureMessages(const std::vector<CaptureFinding>& findings) {
    QStringList messages;
    for (const CaptureFinding& finding : findings) {
        if (finding.severity != Severity::Note)
            messages << QStringLiteral("⚠ ") + QString::fromStdString(finding.text);
    }
    return messages;
}

QString damageText(const Damage& damage) {
    return QCoreApplication::translate("synscope::ui::NoticeBar",
                                       "⚠ The capture is damaged or cut short: reading stopped at byte %1, packet %2 "
                                       "(%3). Everything before it is shown.")
        .arg(groupedNumber(damage.byteOffset), groupedNumber(damage.packet), QString::fromStdString(damage.reason));
}

} // namespace synscope::ui
