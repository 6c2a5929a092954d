// SPDX-License-Identifier: Apache-2.0
#include "ui/lesson/lesson_library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace synscope::ui {
namespace {

/// Empty where it cannot be read.
std::string contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

LessonLibrary::LessonLibrary(const QString& folder, const QLocale& locale)
    : m_folder(folder),
      m_isChinese(locale.language() == QLocale::Chinese),
      m_groups(parseLessonContents(contentOf(textFile("contents")))) {
    for (LessonGroup& group : m_groups)
        std::erase_if(group.lessons, [this](const LessonEntry& entry) { return !QFile::exists(pathOf(entry)); });
    std::erase_if(m_groups, [](const LessonGroup& group) { return group.lessons.empty(); });
}

QString LessonLibrary::textFile(const std::string& name) const {
    const QString stem = QDir(m_folder).filePath(QString::fromStdString(name));
    const QString chinese = stem + QStringLiteral(".zh_CN.md");
    return m_isChinese && QFile::exists(chinese) ? chinese : stem + QStringLiteral(".md");
}

QString LessonLibrary::pathOf(const LessonEntry& entry) const {
    return QDir(m_folder).filePath(QString::fromStdString(entry.name) + QStringLiteral(".pcap"));
}

const LessonEntry* LessonLibrary::lessonAt(const QString& path) const {
    const QString canonical = QFileInfo(path).canonicalFilePath();
    for (const LessonGroup& group : m_groups)
        for (const LessonEntry& entry : group.lessons)
            if (!canonical.isEmpty() && QFileInfo(pathOf(entry)).canonicalFilePath() == canonical)
                return &entry;
    return nullptr;
}

const LessonGroup* LessonLibrary::groupOf(const LessonEntry& entry) const {
    for (const LessonGroup& group : m_groups)
        for (const LessonEntry& one : group.lessons)
            if (one.name == entry.name)
                return &group;
    return nullptr;
}

const LessonEntry* LessonLibrary::after(const LessonEntry& entry) const {
    const LessonEntry* previous = nullptr;
    for (const LessonGroup& group : m_groups) {
        for (const LessonEntry& one : group.lessons) {
            if (previous != nullptr && previous->name == entry.name)
                return &one;
            previous = &one;
        }
    }
    return nullptr;
}

Result<Lesson> LessonLibrary::read(const LessonEntry& entry) const {
    return parseLesson(contentOf(textFile(entry.name)));
}

LessonLibrary findLessons(const QString& programFolder) {
    for (const char* place : {"/lessons", "/../share/synscope/lessons"}) {
        LessonLibrary library(programFolder + QLatin1String(place), QLocale());
        if (!library.groups().empty())
            return library;
    }
    return {};
}

} // namespace synscope::ui
