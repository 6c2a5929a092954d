// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/machine_bar.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>

#include <algorithm>

namespace synscope::ui {
namespace {

/// Sockets whose owner is another user's process.
std::uint64_t hiddenIn(const MachineReading& reading) {
    return static_cast<std::uint64_t>(
        std::ranges::count(reading.sockets, SocketHolder::MayNotBeRead, &MachineSocket::holder));
}

QString gapsText(const MachineView& view) {
    if (view.trouble)
        return MachineBar::tr("⚠ %1").arg(QString::fromStdString(view.trouble->message));
    const std::uint64_t hidden = hiddenIn(view.reading);
    if (hidden == 1)
        return MachineBar::tr("⚠ The process of one socket may not be read: run as root to see it");
    if (hidden > 1)
        return MachineBar::tr("⚠ The processes of %1 sockets may not be read: run as root to see them")
            .arg(groupedNumber(hidden));
    return view.reading.notes.empty() ? QString() : MachineBar::tr("⚠ Not everything could be read");
}

} // namespace

MachineBar::MachineBar(ViewState& state, QWidget* parent)
    : QFrame(parent),
      m_state(state),
      m_sign(new QLabel(this)),
      m_numbers(new QLabel(this)),
      m_gaps(new QLabel(this)),
      m_pause(new QPushButton(tr("Pause"), this)) {
    setObjectName(QStringLiteral("panel"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_gaps->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_gaps->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_gaps->setTextFormat(Qt::PlainText);
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Let the tables stand still; the sockets are watched on"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(16);
    layout->addWidget(m_sign);
    layout->addWidget(m_numbers);
    layout->addWidget(m_gaps, 1);
    layout->addWidget(m_pause);
    connect(m_pause, &QPushButton::toggled, this, [this](bool isPaused) {
        Q_EMIT pauseWanted(isPaused);
        showAll();
    });
    connect(&state, &ViewState::lookChanged, this, &MachineBar::showAll);
    showAll();
}

void MachineBar::setView(const MachineViewPtr& view) {
    m_view = view;
    if (!view)
        m_pause->setChecked(false);
    showAll();
}

void MachineBar::showAll() {
    const bool isPaused = m_pause->isChecked();
    m_sign->setText(isPaused ? tr("❚❚ Paused") : tr("● Watching this machine's sockets"));
    m_sign->setStyleSheet(QStringLiteral("font-weight: 700; color: %1")
                              .arg(colour(isPaused ? Ink::MutedText : Ink::Accent, m_state.theme()).name()));
    const bool isRead = m_view && m_view->readings > 0;
    QStringList numbers;
    if (isRead)
        numbers = {tr("%1 sockets").arg(groupedNumber(m_view->reading.sockets.size())),
                   tr("read at %1 in %2").arg(clockText(m_view->reading.time), lengthText(m_view->took)),
                   tr("again every %1").arg(lengthText(m_view->rest))};
    m_numbers->setText(isRead ? numbers.join(QStringLiteral("   ")) : tr("Reading the socket table…"));
    m_gaps->setText(m_view ? gapsText(*m_view) : QString());
    m_gaps->setStyleSheet(QStringLiteral("color: %1").arg(colour(Ink::Anomaly, m_state.theme()).name()));
    QStringList notes;
    if (m_view)
        for (const std::string& note : m_view->reading.notes)
            notes += QString::fromStdString(note);
    notes.prepend(m_gaps->text());
    m_gaps->setToolTip(notes.join(QLatin1Char('\n')));
    setAccessibleName(text());
}

QString MachineBar::text() const {
    return QStringList{m_sign->text(), m_numbers->text(), m_gaps->text()}.join(QStringLiteral("; "));
}

} // namespace synscope::ui
