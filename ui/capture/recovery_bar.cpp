// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/recovery_bar.h"

#include "ui/format.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QTimeZone>

#include <utility>

namespace synscope::ui {

RecoveryBar::RecoveryBar(QWidget* parent)
    : QFrame(parent),
      m_text(new QLabel(this)),
      m_open(new QPushButton(tr("&Open"), this)),
      m_discard(new QPushButton(tr("&Discard"), this)),
      m_later(new QPushButton(tr("&Later"), this)) {
    setObjectName(QStringLiteral("notice"));
    setAccessibleName(tr("Captures to recover"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_open->setToolTip(tr("Open it: it can then be saved"));
    m_discard->setToolTip(tr("Delete it for good"));
    m_later->setToolTip(tr("Keep it and ask again at the next start"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    for (QPushButton* button : {m_open, m_discard, m_later})
        layout->addWidget(button);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(LeftCapture(m_left.front())); });
    connect(m_discard, &QPushButton::clicked, this, [this] { Q_EMIT discardWanted(LeftCapture(m_left.front())); });
    connect(m_later, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void RecoveryBar::offer(std::vector<LeftCapture> left) {
    m_left.assign(std::make_move_iterator(left.begin()), std::make_move_iterator(left.end()));
    showFirst();
}

void RecoveryBar::takeFirst() {
    m_left.pop_front();
    showFirst();
}

void RecoveryBar::showFirst() {
    setVisible(!m_left.empty());
    if (m_left.empty())
        return;
    QString text = tr("⚠ synscope ended without saving %1.").arg(leftText(m_left.front()));
    if (m_left.size() > 1)
        text += QStringLiteral(" ") + tr("%n more after this one.", nullptr, static_cast<int>(m_left.size() - 1));
    m_text->setText(text);
}

QString RecoveryBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

QString leftText(const LeftCapture& left) {
    QStringList names;
    for (const std::string& name : left.interfaces)
        names += QString::fromStdString(name);
    const QDateTime begin = QDateTime::fromMSecsSinceEpoch(nsSinceEpoch(left.begin) / 1'000'000, QTimeZone::utc());
    const QString when = begin.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    const QString packets = left.packets == 1 ? RecoveryBar::tr("1 packet")
                                              : RecoveryBar::tr("%1 packets").arg(groupedNumber(left.packets));
    return names.isEmpty() ? RecoveryBar::tr("%1 captured from %2 UTC on").arg(packets, when)
                           : RecoveryBar::tr("%1 captured on %2 from %3 UTC on")
                                 .arg(packets, names.join(QStringLiteral(", ")), when);
}

} // namespace synscope::ui
