// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/preferences.h"

#include "ui/preferences/thresholds.h"

#include <QSettings>

namespace synscope::ui {
namespace {

const QString kTime = QStringLiteral("preferences/segment-time");
const QString kRelative = QStringLiteral("preferences/relative-numbers");

QString keyOf(const Threshold& threshold) {
    return QStringLiteral("preferences/") + QLatin1String(threshold.name);
}

void keep(QSettings& settings, const QString& key, const QVariant& value, bool isDefault) {
    if (isDefault)
        settings.remove(key);
    else
        settings.setValue(key, value);
}

} // namespace

Preferences loadPreferences() {
    const QSettings settings;
    Preferences preferences;
    for (const Threshold& threshold : thresholds()) {
        bool isNumber = false;
        const double value = settings.value(keyOf(threshold)).toDouble(&isNumber);
        if (isNumber && value >= threshold.least && value <= threshold.most)
            threshold.set(preferences.policy, value);
    }
    const int time = settings.value(kTime, 0).toInt();
    if (time >= 0 && time < segmentTimeNames().size())
        preferences.time = static_cast<SegmentTime>(time);
    preferences.relativeNumbers = settings.value(kRelative, true).toBool();
    return preferences;
}

void savePreferences(const Preferences& preferences) {
    QSettings settings;
    const Preferences usual;
    for (const Threshold& threshold : thresholds()) {
        const double value = threshold.get(preferences.policy);
        keep(settings, keyOf(threshold), value, value == threshold.get(usual.policy));
    }
    keep(settings, kTime, static_cast<int>(preferences.time), preferences.time == usual.time);
    keep(settings, kRelative, preferences.relativeNumbers, preferences.relativeNumbers == usual.relativeNumbers);
}

} // namespace synscope::ui
