// SPDX-License-Identifier: Apache-2.0
//
// The captures opened last, newest first, kept in the user's settings.
#pragma once

#include <QStringList>

namespace synscope::ui {

inline constexpr int kRecentFilesKept = 8;

/// Absolute paths; those that no longer exist are left out.
[[nodiscard]] QStringList recentFiles();
void addRecentFile(const QString& path);
void clearRecentFiles();

} // namespace synscope::ui
