// SPDX-License-Identifier: Apache-2.0
#include "ui/recent_files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr QChar kSeparator = u'\n';

QString settingName() {
    return QStringLiteral("recentFiles");
}

/// Behind the path of a set, in the place of others.
QString setMark() {
    return QStringLiteral("*");
}

bool isThere(const QString& recent) {
    const RecentCapture capture = recentCapture(recent);
    if (capture.isSet)
        return QFileInfo::exists(QFileInfo(capture.paths.first()).absolutePath());
    return std::all_of(capture.paths.begin(), capture.paths.end(),
                       [](const QString& path) { return QFileInfo::exists(path); });
}

} // namespace

QStringList recentFiles() {
    QStringList files = QSettings().value(settingName()).toStringList();
    files.removeIf([](const QString& recent) { return !isThere(recent); });
    return files;
}

RecentCapture recentCapture(const QString& recent) {
    RecentCapture capture{recent.split(kSeparator)};
    capture.isSet = capture.paths.size() == 2 && capture.paths.last() == setMark();
    if (capture.isSet)
        capture.paths.removeLast();
    return capture;
}

QString titleOfRecent(const QString& recent) {
    const RecentCapture capture = recentCapture(recent);
    if (!capture.isSet || QFileInfo(capture.paths.first()).isDir())
        return titleOfFiles(capture.paths);
    return QCoreApplication::translate("synscope::ui::RecentFiles", "%1 and its set")
        .arg(QFileInfo(capture.paths.first()).fileName());
}

QString titleOfFiles(const QStringList& paths) {
    QString first = paths.isEmpty() ? QString() : QFileInfo(paths.first()).fileName();
    if (paths.size() < 2)
        return first;
    return QCoreApplication::translate("synscope::ui::RecentFiles", "%1 and %2 more")
        .arg(first, QString::number(paths.size() - 1));
}

void addRecentFile(const QString& path) {
    addRecentCapture({{path}});
}

void addRecentCapture(const RecentCapture& capture) {
    QStringList paths = capture.isSet ? capture.paths.mid(0, 1) : capture.paths;
    if (paths.size() > kMostRememberedFiles || paths.contains(QStringLiteral("-")))
        return;
    for (QString& path : paths)
        path = QFileInfo(path).absoluteFilePath();
    if (capture.isSet)
        paths << setMark();
    const QString recent = paths.join(kSeparator);
    QStringList files = recentFiles();
    files.removeAll(recent);
    files.prepend(recent);
    QSettings().setValue(settingName(), files.mid(0, kRecentFilesKept));
}

void clearRecentFiles() {
    QSettings().remove(settingName());
}

} // namespace synscope::ui
