// SPDX-License-Identifier: Apache-2.0
//
// `synscope --export`: loads a capture, draws one connection into a file and ends. No window, no display.
#pragma once

#include "app/synscope/command_line.h"

namespace synscope {

/// Runs an Export line and answers the exit status: 0 done, 1 failed, 2 no such connection, 3 done but the input was
/// damaged. Makes the QGuiApplication itself, on the offscreen platform: call it before any other is made.
int runExport(int& argc, char** argv, const CommandLine& line);

} // namespace synscope
