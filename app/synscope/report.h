// SPDX-License-Identifier: Apache-2.0
//
// What the program without a window says on stderr, and its exit status.
#pragma once

#include "core/base/result.h"
#include "core/store/snapshot.h"

#include <QtGlobal>

#include <string>
#include <vector>

namespace synscope {

struct CommandLine;

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kDamaged = 3;

/// Prints "synscope: SENTENCE" and returns `status`.
int fail(int status, const std::string& sentence);

/// The files to read as one: those given, or the set of one. Tells on stderr what a set lacks.
[[nodiscard]] Result<std::vector<std::string>> inputFiles(const CommandLine& line);

/// Where reading stopped, in each file, on stderr; the exit status that goes with it.
int reportDamage(const std::string& file, const Snapshot& snapshot);

/// For qInstallMessageHandler: stderr belongs to the one line that says what went wrong, so Qt's remarks
/// about the desktop are left out.
void keepQtQuiet(QtMsgType type, const QMessageLogContext& context, const QString& text);

} // namespace synscope
