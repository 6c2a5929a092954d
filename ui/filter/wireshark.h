// SPDX-License-Identifier: Apache-2.0
//
// The capture in Wireshark, showing one connection: where that program is installed and the capture is a file.
#pragma once

#include <QString>
#include <QStringList>

namespace synscope::ui {

/// Empty where it is not installed.
[[nodiscard]] QString wiresharkProgram();
/// Reads the file and shows what the display filter lets through.
[[nodiscard]] QStringList wiresharkArguments(const QString& path, const QString& displayFilter);
/// Why it cannot be done, in one sentence; empty where it can. `path` is empty for a live capture.
[[nodiscard]] QString wiresharkObstacle(const QString& program, const QString& path);

} // namespace synscope::ui
