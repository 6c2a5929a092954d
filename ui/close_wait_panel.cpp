// SPDX-License-Identifier: Apache-2.0
#include "ui/close_wait_panel.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr qint64 kShortestPauseMs = 250; // between two counts while loading

} // namespace

CloseWaitPanel::CloseWaitPanel(ViewState& state, QWidget* parent) : QFrame(parent), m_state(state) {
    setObjectName(QStringLiteral("panel"));
    setAccessibleName(tr("Connections that are owed a close"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* title = new QLabel(QStringLiteral("CLOSE_WAIT"), this);
    title->setObjectName(QStringLiteral("panelTitle"));
    auto* meaning = new QLabel(tr("the peer said goodbye; this side never called close()"), this);
    meaning->setObjectName(QStringLiteral("muted"));
    m_total = new QLabel(this);
    m_total->setObjectName(QStringLiteral("faint"));
    auto* heading = new QHBoxLayout;
    heading->setSpacing(16);
    heading->addWidget(title);
    heading->addWidget(meaning, 1);
    heading->addWidget(m_total);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    layout->addLayout(heading);
    hide();

    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &CloseWaitPanel::count);
    connect(&state, &ViewState::snapshotChanged, this, &CloseWaitPanel::countSoon);
    connect(&state, &ViewState::lookChanged, this, &CloseWaitPanel::rebuildLines);
}

void CloseWaitPanel::countSoon() {
    if (m_state.snapshot()->size() == 0) {
        m_job.cancel();
        m_groups.clear();
        rebuildLines();
        return;
    }
    if (!m_timer.isActive() && !m_job.isRunning())
        m_timer.start(m_state.snapshot()->load.finished ? 0
                                                        : static_cast<int>(pauseAfter(m_lastCostMs, kShortestPauseMs)));
}

void CloseWaitPanel::count() {
    const SnapshotPtr snapshot = m_state.snapshot();
    m_sinceStart.start();
    m_job.start([snapshot](const std::atomic<bool>& cancelled) { return closeWaitGroups(*snapshot, cancelled); },
                [this, snapshot](std::optional<std::vector<CloseWaitGroup>> groups) {
                    m_lastCostMs = m_sinceStart.elapsed();
                    if (!groups)
                        return;
                    m_groups = std::move(*groups);
                    rebuildLines();
                    if (snapshot != m_state.snapshot())
                        countSoon();
                    else
                        Q_EMIT counted();
                });
}

void CloseWaitPanel::rebuildLines() {
    delete m_lines;
    m_lines = nullptr;
    setVisible(!m_groups.empty());
    if (m_groups.empty())
        return;
    m_lines = new QWidget(this);
    m_grid = new QGridLayout(m_lines);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(3, 1);
    int column = 0;
    for (const QString& title : {tr("Listener"), tr("Waiting"), tr("Oldest"), tr("Who owes what")})
        addCell(0, column++, title, "columnTitle");
    int row = 1;
    for (const CloseWaitGroup& group : m_groups)
        if (row <= static_cast<int>(kLinesShown))
            addLine(row++, group);
    std::uint64_t waiting = 0;
    for (const CloseWaitGroup& group : m_groups)
        waiting += group.waiting;
    const bool areAllShown = m_groups.size() <= kLinesShown;
    m_total->setText(areAllShown ? QString()
                                 : tr("%1 more endpoints; %2 connections wait in all")
                                       .arg(groupedNumber(m_groups.size() - kLinesShown), groupedNumber(waiting)));
    layout()->addWidget(m_lines);
}

QLabel* CloseWaitPanel::addCell(int row, int column, const QString& text, const char* objectName) {
    auto* label = new QLabel(text, m_lines);
    label->setObjectName(QLatin1String(objectName));
    m_grid->addWidget(label, row, column);
    return label;
}

void CloseWaitPanel::addLine(int row, const CloseWaitGroup& group) {
    addCell(row, 0, ownerText(group), "owner")->setFont(numbersFont(12 * m_state.zoom()));
    addCell(row, 1, groupedNumber(group.waiting), "waiting");
    addCell(row, 2, ageText(group.oldestAge), "age");
    QLabel* sentence = addCell(row, 3, owedSentence(group), "sentence");
    sentence->setWordWrap(true);
    sentence->setMinimumWidth(80);
    auto* show = new QPushButton(tr("Show"), m_lines);
    show->setAccessibleName(tr("Show the connections of %1 in CLOSE_WAIT").arg(ownerText(group)));
    show->setToolTip(tr("Filter by these connections and select the oldest"));
    connect(show, &QPushButton::clicked, this, [this, group] { Q_EMIT showWanted(group.filterText(), group.oldest); });
    m_grid->addWidget(show, row, 4);
    auto* details = new QPushButton(tr("Details"), m_lines);
    details->setAccessibleName(tr("All about the leaks of %1").arg(ownerText(group)));
    details->setToolTip(tr("How they grew, for how long each is owed, and what to look for"));
    connect(details, &QPushButton::clicked, this, [this, group] { Q_EMIT ledgerWanted(group.oldest); });
    m_grid->addWidget(details, row, 5);
}

} // namespace synscope::ui
