// SPDX-License-Identifier: Apache-2.0
//
// The sample captures that come with the program: found next to it, or where packages install them.
#pragma once

#include <QString>

#include <vector>

namespace synscope::ui {

struct Lesson {
    QString name; ///< "Close wait leak": the file's name, or the first line of the .md or .txt beside it
    QString path;
};

/// By file name; empty when none are installed.
[[nodiscard]] std::vector<Lesson> findLessons(const QString& programFolder);

} // namespace synscope::ui
