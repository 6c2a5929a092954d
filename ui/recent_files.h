// SPDX-License-Identifier: Apache-2.0
//
// The captures opened last, newest first, kept in the user's settings: a line of text each, which is the path where it
// is one file.
#pragma once

#include <QString>
#include <QStringList>

namespace synscope::ui {

inline constexpr int kRecentFilesKept = 8;
inline constexpr int kMostRememberedFiles = 100; ///< of one capture

/// Files that were opened as one.
struct RecentCapture {
    QStringList paths;  ///< absolute; of a set one of its files, or the folder, by which all are found anew
    bool isSet = false; ///< a rotated set or a folder, of which files come and go
};

/// Without those of which a file no longer exists; of a set, the folder.
[[nodiscard]] QStringList recentFiles();
/// What one of recentFiles() stands for.
[[nodiscard]] RecentCapture recentCapture(const QString& recent);
[[nodiscard]] QString titleOfRecent(const QString& recent);
void addRecentFile(const QString& path);
/// More files than are remembered are forgotten, unless they are a set.
void addRecentCapture(const RecentCapture& capture);
void clearRecentFiles();

/// "a.pcap", "a.pcap and 3 more".
[[nodiscard]] QString titleOfFiles(const QStringList& paths);

} // namespace synscope::ui
