// SPDX-License-Identifier: Apache-2.0
#include "ui/lessons.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>

namespace synscope::ui {
namespace {

QString firstLineBeside(const QFileInfo& capture) {
    for (const char* ending : {".md", ".txt"}) {
        QFile file(capture.dir().filePath(capture.completeBaseName() + QLatin1String(ending)));
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            continue;
        QString line = QString::fromUtf8(file.readLine(200)).trimmed();
        while (line.startsWith(QLatin1Char('#')))
            line.remove(0, 1);
        if (!line.trimmed().isEmpty())
            return line.trimmed();
    }
    return {};
}

/// "03-close_wait-leak" becomes "Close wait leak".
QString nameFromFile(const QFileInfo& capture) {
    QString name = capture.completeBaseName();
    name.remove(QRegularExpression(QStringLiteral("^[0-9]+[-_ ]*")));
    name.replace(QRegularExpression(QStringLiteral("[-_]+")), QStringLiteral(" "));
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

} // namespace

std::vector<Lesson> findLessons(const QString& programFolder) {
    std::vector<Lesson> lessons;
    for (const char* place : {"/lessons", "/../share/synscope/lessons"}) {
        const QDir dir(programFolder + QLatin1String(place));
        const auto files =
            dir.entryInfoList({QStringLiteral("*.pcap"), QStringLiteral("*.pcapng")}, QDir::Files, QDir::Name);
        for (const QFileInfo& file : files) {
            const QString title = firstLineBeside(file);
            lessons.push_back({title.isEmpty() ? nameFromFile(file) : title, file.canonicalFilePath()});
        }
        if (!lessons.empty())
            break;
    }
    return lessons;
}

} // namespace synscope::ui
