// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_options.h"

#include <QAction>
#include <QMenu>
#include <QSettings>
#include <QWidget>

#include <algorithm>
#include <cstddef>

namespace synscope::ui {
namespace {

constexpr double kStretchStep = 2;
constexpr double kLargestStretch = 1024;

struct Remembered {
    const char* key;
    bool isOnAtFirst;
};

/// In the order of DiagramOptions::Switch.
constexpr std::array<Remembered, DiagramOptions::Count> kRemembered{{{"diagram/trueTime", false},
                                                                     {"diagram/compressIdle", true},
                                                                     {"diagram/slant", true},
                                                                     {"diagram/window", false},
                                                                     {"diagram/sack", false},
                                                                     {"diagram/options", false},
                                                                     {"explain", false},
                                                                     {"diagram/legend", true},
                                                                     {"diagram/fold", true}}};

} // namespace

DiagramOptions::DiagramOptions(QWidget* parent) : QObject(parent), m_menu(new QMenu(parent)) {
    m_menu->setToolTipsVisible(true);
    addSwitch(TrueTime, tr("True time"), tr("Vertical distance is time, instead of one row a segment"));
    addSwitch(CompressIdle, tr("Compress idle gaps"), tr("In true time, long silence becomes a short, labelled break"));
    addStretch();
    addSwitch(Slant, tr("Lean arrows by their way"),
              tr("Where the place of capture is known, arrows show the time that segments travel"));
    m_menu->addSeparator();
    addSwitch(Window, tr("Receive window"), tr("Below each segment"));
    addSwitch(Sack, tr("SACK blocks"), tr("Below each segment that has them"));
    addSwitch(Options, tr("TCP options"), tr("Below each segment that has them"));
    m_menu->addSeparator();
    addSwitch(Explain, tr("Explanation"), tr("Tell in words, between the lifelines, what happens at each step"));
    addSwitch(Legend, tr("Legend"), tr("What the arrows in use mean, below the diagram"));
    addSwitch(Fold, tr("Fold long runs"), tr("Long runs of data segments become one row"));
    m_switches[TrueTime]->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_T));
    m_switches[Explain]->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E));
    addBeside();
    connect(m_switches[TrueTime], &QAction::toggled, this, [this](bool isOn) {
        m_switches[CompressIdle]->setEnabled(isOn);
        for (QAction* stretch : m_stretches)
            stretch->setEnabled(isOn);
    });
    const bool isTrueTime = m_switches[TrueTime]->isChecked();
    m_switches[CompressIdle]->setEnabled(isTrueTime);
    for (QAction* stretch : m_stretches)
        stretch->setEnabled(isTrueTime);
}

void DiagramOptions::addSwitch(Switch which, const QString& text, const QString& tip) {
    const Remembered& remembered = kRemembered[which];
    QAction* action = m_menu->addAction(text);
    action->setCheckable(true);
    action->setToolTip(tip);
    const QString key = QString::fromLatin1(remembered.key);
    action->setChecked(QSettings().value(key, remembered.isOnAtFirst).toBool());
    connect(action, &QAction::toggled, this, &DiagramOptions::changed);
    // Only what the reader chose is remembered, not what a command line or a lesson asked for.
    connect(action, &QAction::triggered, this, [key](bool isOn) { QSettings().setValue(key, isOn); });
    m_switches[which] = action;
}

void DiagramOptions::addStretch() {
    const auto add = [this](const QString& text, Qt::Key key, double factor) {
        QAction* action = m_menu->addAction(text);
        action->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | key));
        connect(action, &QAction::triggered, this, [this, factor] { stretchBy(factor); });
        return action;
    };
    m_stretches = {add(tr("Stretch time"), Qt::Key_Plus, kStretchStep),
                   add(tr("Shrink time"), Qt::Key_Minus, 1 / kStretchStep), add(tr("Usual stretch"), Qt::Key_0, 0)};
}

void DiagramOptions::addBeside() {
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Beside other uses of these ports")), &QAction::triggered, this,
            [this] { Q_EMIT besideWanted(Relation::SamePorts); });
    connect(m_menu->addAction(tr("Beside all connections of these two hosts")), &QAction::triggered, this,
            [this] { Q_EMIT besideWanted(Relation::SameHosts); });
    connect(m_menu->addAction(tr("Beside the others selected in the table")), &QAction::triggered, this,
            &DiagramOptions::selectedWanted);
    connect(m_menu->addAction(tr("Alone")), &QAction::triggered, this, &DiagramOptions::aloneWanted);
}

/// 0 leads back to the usual one.
void DiagramOptions::stretchBy(double factor) {
    m_stretch = factor > 0 ? std::clamp(m_stretch * factor, 1 / kLargestStretch, kLargestStretch) : 1;
    Q_EMIT changed();
}

void DiagramOptions::applyTo(LadderOptions& options) const {
    const auto isOn = [this](Switch which) { return m_switches[which]->isChecked(); };
    options.time = isOn(TrueTime) ? LadderTime::True : LadderTime::Rows;
    options.compressGaps = isOn(CompressIdle);
    options.stretch = m_stretch;
    options.slant = isOn(Slant);
    options.extras = {isOn(Window), isOn(Sack), isOn(Options)};
    options.showLegend = isOn(Legend);
    options.foldRuns = isOn(Fold);
}

} // namespace synscope::ui
