// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/preferences_dialog.h"

#include "ui/preferences/thresholds.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr int kWidthPx = 560;
constexpr int kMarginPx = 16;

QString thresholdText(const char* text) {
    return QCoreApplication::translate(kThresholdContext, text);
}

QLabel* note(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    return label;
}

} // namespace

PreferencesDialog::PreferencesDialog(const Preferences& preferences, QWidget* parent)
    : QDialog(parent),
      m_applied(preferences),
      m_time(new QComboBox(this)),
      m_sequence(new QComboBox(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::Apply |
                                         QDialogButtonBox::RestoreDefaults,
                                     this)) {
    setWindowTitle(tr("Preferences"));
    setMinimumWidth(kWidthPx);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMarginPx, kMarginPx, kMarginPx, kMarginPx);
    layout->setSpacing(kMarginPx);
    layout->addWidget(makeThresholds());
    layout->addWidget(makeTable());
    layout->addStretch(1);
    layout->addWidget(m_buttons);
    setPreferences(preferences);
    makeButtons();
    allow();
}

QWidget* PreferencesDialog::makeThresholds() {
    auto* box = new QGroupBox(tr("What is told of a capture"), this);
    auto* form = new QFormLayout(box);
    form->addRow(note(tr("They apply at once to what is open, to its findings, its leaks and the filter.")));
    for (const Threshold& threshold : thresholds()) {
        auto* number = new QDoubleSpinBox(box);
        number->setObjectName(QLatin1String(threshold.name));
        number->setDecimals(threshold.decimals);
        number->setRange(threshold.least, threshold.most);
        number->setSuffix(thresholdText(threshold.suffix));
        number->setToolTip(thresholdText(threshold.tip));
        number->setAccessibleDescription(thresholdText(threshold.tip));
        number->setAlignment(Qt::AlignRight);
        number->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        connect(number, &QDoubleSpinBox::valueChanged, this, &PreferencesDialog::allow);
        auto* label = new QLabel(thresholdText(threshold.label), box);
        label->setToolTip(number->toolTip());
        label->setBuddy(number);
        form->addRow(label, number);
        m_numbers.push_back(number);
    }
    return box;
}

QWidget* PreferencesDialog::makeTable() {
    auto* box = new QGroupBox(tr("Segments of a connection"), this);
    auto* form = new QFormLayout(box);
    m_time->setObjectName(QStringLiteral("time"));
    m_time->addItems(segmentTimeNames());
    m_sequence->setObjectName(QStringLiteral("sequence"));
    m_sequence->addItems({tr("Relative to the initial number"), tr("As on the wire")});
    for (QComboBox* choice : {m_time, m_sequence})
        connect(choice, &QComboBox::currentIndexChanged, this, &PreferencesDialog::allow);
    form->addRow(tr("&Times in the table"), m_time);
    form->addRow(tr("Sequence &numbers"), m_sequence);
    return box;
}

void PreferencesDialog::makeButtons() {
    m_buttons->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("primary"));
    connect(m_buttons, &QDialogButtonBox::accepted, this, [this] {
        apply();
        accept();
    });
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons->button(QDialogButtonBox::Apply), &QPushButton::clicked, this, &PreferencesDialog::apply);
    connect(m_buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            [this] { setPreferences({}); });
}

Preferences PreferencesDialog::preferences() const {
    Preferences preferences = m_applied;
    for (std::size_t i = 0; i < m_numbers.size(); ++i)
        thresholds()[i].set(preferences.policy, m_numbers[i]->value());
    preferences.time = static_cast<SegmentTime>(m_time->currentIndex());
    preferences.relativeNumbers = m_sequence->currentIndex() == 0;
    return preferences;
}

void PreferencesDialog::setPreferences(const Preferences& preferences) {
    for (std::size_t i = 0; i < m_numbers.size(); ++i)
        m_numbers[i]->setValue(thresholds()[i].get(preferences.policy));
    m_time->setCurrentIndex(static_cast<int>(preferences.time));
    m_sequence->setCurrentIndex(preferences.relativeNumbers ? 0 : 1);
}

void PreferencesDialog::apply() {
    const Preferences now = preferences();
    if (now == m_applied)
        return;
    m_applied = now;
    allow();
    Q_EMIT applied(now);
}

/// Nothing to apply and nothing to restore where nothing differs.
void PreferencesDialog::allow() {
    const Preferences now = preferences();
    m_buttons->button(QDialogButtonBox::Apply)->setEnabled(now != m_applied);
    m_buttons->button(QDialogButtonBox::RestoreDefaults)->setEnabled(now != Preferences{});
}

} // namespace synscope::ui
