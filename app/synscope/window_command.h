// SPDX-License-Identifier: Apache-2.0
//
// The window over the engine: on the screen, or drawn into a picture without one.
#pragma once

#include "app/synscope/command_line.h"

namespace synscope {

/// Shows the window until it is closed; returns the exit status.
int runWindow(int& argc, char** argv, const CommandLine& line);

/// Draws the window with the file loaded into a PNG and ends: 0, 1 when nothing could be drawn or written, 3 when
/// the input was damaged. Needs no display and leaves the user's settings alone.
int runPicture(int& argc, char** argv, const CommandLine& line);

} // namespace synscope
