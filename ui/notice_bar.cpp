// SPDX-License-Identifier: Apache-2.0
#include "ui/notice_bar.h"

#include "core/diagnose/capture_findings.h"
#include "core/store/snapshot.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTextDocumentFragment>

namespace synscope::ui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_text(new QLabel(this)), m_offer(new QPushButton(this)) {
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
    layout->addWidget(m_offer);
    layout->addWidget(dismiss);
    m_offer->hide();
    connect(m_offer, &QPushButton::clicked, this, &NoticeBar::offerTaken);
    connect(dismiss, &QPushButton::clicked, this, [this] {
        hide();
        setOffer({}, {});
    });
    hide();
}

void NoticeBar::setText(const QString& text, Tone tone) {
    setMessages(text.isEmpty() ? QStringList() : QStringList{text}, tone);
}

void NoticeBar::setOffer(const QString& text, const QString& words) {
    if (words.isEmpty() && m_offerText.isEmpty())
        return;
    m_offerText = text;
    m_offer->setText(words);
    m_offer->setVisible(!words.isEmpty());
    const bool isDismissed = words.isEmpty() && isHidden();
    setMessages(isDismissed ? QStringList() : m_messages, m_tone);
}

void NoticeBar::setMessages(const QStringList& messages, Tone tone) {
    m_tone = tone;
    setProperty("calm", tone == Tone::Calm || messages.isEmpty());
    for (QWidget* widget : {static_cast<QWidget*>(this), static_cast<QWidget*>(m_text)}) {
        style()->unpolish(widget); // the style sheet reads the property only then
        style()->polish(widget);
    }
    m_messages = messages;
    showMessages(false);
    setVisible(!messages.isEmpty() || !m_offerText.isEmpty());
}

void NoticeBar::showMessages(bool all) {
    QStringList lines;
    for (const QString& message : all ? m_messages : m_messages.mid(0, 1))
        lines << message.toHtmlEscaped();
    if (lines.isEmpty())
        lines << m_offerText.toHtmlEscaped();
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

QStringList damageMessages(const Damage& damage) {
    QStringList messages{damageText(damage)};
    for (const Damage& other : damage.others)
        messages << damageText(other);
    return messages;
}

QString damageText(const Damage& damage) {
    if (!damage.file.empty())
        return QCoreApplication::translate("synscope::ui::NoticeBar",
                                           "⚠ %1 is damaged or cut short: reading it stopped at its byte %2, packet %3 "
                                           "(%4). Everything before it, and the other files, are shown.")
            .arg(QFileInfo(QString::fromStdString(damage.file)).fileName(), groupedNumber(damage.byteOffset),
                 groupedNumber(damage.packet), messageOf(damage.reason));
    return QCoreApplication::translate("synscope::ui::NoticeBar",
                                       "⚠ The capture is damaged or cut short: reading stopped at byte %1, packet %2 "
                                       "(%3). Everything before it is shown.")
        .arg(groupedNumber(damage.byteOffset), groupedNumber(damage.packet), messageOf(damage.reason));
}

} // namespace synscope::ui
