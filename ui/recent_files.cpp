// SPDX-License-Identifier: Apache-2.0
#include "ui/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace synscope::ui {
namespace {

QString settingName() {
    return QStringLiteral("recentFiles");
}

} // namespace

QStringList recentFiles() {
    QStringList files = QSettings().value(settingName()).toStringList();
    files.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
    return files;
}

void addRecentFile(const QString& path) {
    if (path == QLatin1String("-"))
        return;
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(absolute);
    files.prepend(absolute);
    QSettings().setValue(settingName(), files.mid(0, kRecentFilesKept));
}

void clearRecentFiles() {
    QSettings().remove(settingName());
}

} // namespace synscope::ui
