// SPDX-License-Identifier: Apache-2.0
//
// The lessons that come with the program: found next to it, or where packages install them, in the reader's language
// where there is a text in it, else in English.
#pragma once

#include "core/lesson/lesson.h"

#include <QLocale>
#include <QString>

#include <optional>
#include <vector>

namespace synscope::ui {

class LessonLibrary {
public:
    /// Without lessons where none are installed.
    LessonLibrary() = default;
    LessonLibrary(const QString& folder, const QLocale& locale);

    /// In the order of teaching.
    [[nodiscard]] const std::vector<LessonGroup>& groups() const { return m_groups; }
    /// Of its capture.
    [[nodiscard]] QString pathOf(const LessonEntry& entry) const;
    /// Null unless the path is a lesson's capture of this library, however it is written.
    [[nodiscard]] const LessonEntry* lessonAt(const QString& path) const;
    [[nodiscard]] const LessonGroup* groupOf(const LessonEntry& entry) const;
    /// Null for the last one.
    [[nodiscard]] const LessonEntry* after(const LessonEntry& entry) const;
    /// Reads its text.
    [[nodiscard]] Result<Lesson> read(const LessonEntry& entry) const;

private:
    [[nodiscard]] QString textFile(const std::string& name) const;

    QString m_folder;
    bool m_isChinese = false;
    std::vector<LessonGroup> m_groups;
};

/// Those of the program in this folder.
[[nodiscard]] LessonLibrary findLessons(const QString& programFolder);

} // namespace synscope::ui
