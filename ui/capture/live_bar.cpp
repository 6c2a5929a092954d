// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/live_bar.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>

namespace synscope::ui {
namespace {

constexpr int kMeasureMs = 1000;
constexpr std::size_t kSamples = 4; // three stretches

QString sourceText(const CaptureRequest& request) {
    QStringList names;
    for (const std::string& name : request.interfaces)
        names += QString::fromStdString(name);
    const QString interfaces = names.join(QStringLiteral(", "));
    return request.filter.empty() ? interfaces
                                  : QCoreApplication::translate("synscope::ui::LiveBar", "%1, only %2")
                                        .arg(interfaces, QString::fromStdString(request.filter));
}

} // namespace

void RateMeter::add(std::int64_t ms, std::uint64_t packets) {
    m_samples.push_back({ms, packets});
    if (m_samples.size() > kSamples)
        m_samples.pop_front();
}

double RateMeter::perSecond() const {
    if (m_samples.empty() || m_samples.back().ms == m_samples.front().ms)
        return 0;
    const auto packets = static_cast<double>(m_samples.back().packets - m_samples.front().packets);
    return packets * 1000 / static_cast<double>(m_samples.back().ms - m_samples.front().ms);
}

LiveBar::LiveBar(ViewState& state, QWidget* parent)
    : QFrame(parent),
      m_state(state),
      m_sign(new QLabel(this)),
      m_source(new QLabel(this)),
      m_numbers(new QLabel(this)),
      m_kept(new QLabel(this)),
      m_drops(new QLabel(this)),
      m_pause(new QPushButton(tr("Pause"), this)),
      m_restart(new QPushButton(tr("Restart"), this)),
      m_save(new QPushButton(tr("Save…"), this)) {
    setObjectName(QStringLiteral("panel"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_source->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_source->setTextFormat(Qt::PlainText);
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Let the window stand still; packets are captured on"));
    m_restart->setToolTip(tr("Begin anew with the same interfaces and filter"));
    m_save->setToolTip(tr("Save what was captured as pcapng"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(16);
    layout->addWidget(m_sign);
    layout->addWidget(m_source, 1);
    layout->addWidget(m_numbers);
    layout->addWidget(m_kept);
    layout->addWidget(m_drops);
    layout->addWidget(m_pause);
    layout->addWidget(m_restart);
    layout->addWidget(m_save);
    m_second.setInterval(kMeasureMs);
    connect(&m_second, &QTimer::timeout, this, &LiveBar::measure);
    connect(m_pause, &QPushButton::clicked, this, &LiveBar::pauseWanted);
    connect(m_restart, &QPushButton::clicked, this, &LiveBar::restartWanted);
    connect(m_save, &QPushButton::clicked, this, &LiveBar::saveWanted);
    connect(&state, &ViewState::lookChanged, this, &LiveBar::showNumbers);
    hide();
}

void LiveBar::setCapture(const LiveCapture* capture) {
    setVisible(capture != nullptr);
    m_newest = capture == nullptr ? nullptr : m_state.snapshot();
    m_pause->setChecked(false);
    m_rate.clear();
    m_second.stop();
    if (capture == nullptr)
        return;
    m_request = capture->request;
    m_isRecovered = capture->isRecovered();
    m_restart->setVisible(!m_isRecovered);
    m_source->setText(sourceText(m_request));
    m_source->setToolTip(m_source->text());
    m_clock.start();
    m_second.start();
    showNumbers();
}

void LiveBar::setNewest(const SnapshotPtr& snapshot) {
    m_newest = snapshot;
    showNumbers();
}

void LiveBar::setPaused(bool isPaused) {
    m_pause->setChecked(isPaused);
    showNumbers();
}

void LiveBar::measure() {
    const LoadState& load = m_newest->load;
    m_rate.add(m_clock.elapsed(), load.packets);
    if (load.finished)
        m_second.stop();
    showNumbers();
}

void LiveBar::showNumbers() {
    if (isHidden() || !m_newest)
        return;
    const LoadState& load = m_newest->load;
    const bool isLive = !load.finished && !m_isRecovered;
    m_pause->setVisible(isLive);
    showSign(isLive);
    QStringList numbers{tr("%1 packets").arg(groupedNumber(load.packets))};
    if (isLive)
        numbers += tr("%1 per second").arg(groupedNumber(static_cast<std::uint64_t>(m_rate.perSecond() + 0.5)));
    numbers += m_isRecovered ? byteCount(load.bytesKept)
                             : tr("%1 of %2").arg(byteCount(load.bytesKept), byteCount(m_request.mostBytes));
    m_numbers->setText(numbers.join(QStringLiteral("   ")));
    showKept(load);
    m_drops->setText(load.kernelDrops > 0 ? tr("⚠ %1 dropped by the kernel").arg(groupedNumber(load.kernelDrops))
                                          : tr("0 dropped by the kernel"));
    m_drops->setStyleSheet(
        QStringLiteral("color: %1")
            .arg(colour(load.kernelDrops > 0 ? Ink::Reset : Ink::MutedText, m_state.theme()).name()));
    setAccessibleName(text());
}

void LiveBar::showSign(bool isLive) {
    const bool isPaused = isLive && m_pause->isChecked();
    m_pause->setText(isPaused ? tr("Go on") : tr("Pause"));
    m_sign->setText(m_isRecovered ? tr("■ Recovered")
                    : isPaused    ? tr("❚❚ Paused, capturing on")
                    : isLive      ? tr("● Live")
                                  : tr("■ Stopped"));
    m_sign->setStyleSheet(QStringLiteral("font-weight: 700; color: %1")
                              .arg(colour(isLive && !isPaused ? Ink::Accent : Ink::MutedText, m_state.theme()).name()));
}

/// What was let go to make room is not lost by accident, so it is said in other words than the kernel's drops.
void LiveBar::showKept(const LoadState& load) {
    const std::uint64_t connections = m_newest->connectionsLetGo();
    m_kept->setVisible(load.packetsLetGo > 0 || connections > 0);
    QStringList texts;
    QStringList tips;
    if (load.packetsLetGo > 0) {
        texts += tr("kept since %1, %2 older let go").arg(clockText(load.keptSince), groupedNumber(load.packetsLetGo));
        tips += tr("The oldest %1 packets were let go to make room. Connections keep their rows and states.")
                    .arg(groupedNumber(load.packetsLetGo));
    }
    if (connections > 0) {
        texts += tr("%1 ended connections let go").arg(groupedNumber(connections));
        tips +=
            tr("Of connections that are over the newest %1 are kept. What is open, owes a close or was a leak stays.")
                .arg(groupedNumber(m_request.mostConnections));
    }
    m_kept->setToolTip(tips.join(QLatin1Char('\n')));
    m_kept->setText(texts.join(QStringLiteral(";  ")));
}

QString LiveBar::text() const {
    QStringList parts{m_sign->text(), m_source->text(), m_numbers->text()};
    if (!m_kept->isHidden())
        parts += m_kept->text();
    return (parts << m_drops->text()).join(QStringLiteral("; "));
}

} // namespace synscope::ui
