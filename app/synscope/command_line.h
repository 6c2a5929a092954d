// SPDX-License-Identifier: Apache-2.0
//
// The options of the desktop program, parsed before Qt begins: whether a display is needed depends on them.
#pragma once

#include "core/base/language.h"
#include "core/base/result.h"
#include "core/diagram/ladder_layout.h"
#include "core/diagram/theme.h"
#include "core/export/segment_range.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace synscope {

struct CommandLine {
    enum class Action { Window, Picture, Export, Help, Version };

    Action action = Action::Window;
    std::string file;                       ///< "-" is standard input; empty opens the window with nothing in it
    std::vector<std::string> moreFiles;     ///< that are read as one with it
    bool wholeSet = false;                  ///< the rotated set of the file, or the captures in a folder
    std::vector<std::string> interfaces;    ///< capture live from these at once; only for Window
    std::string captureFilter;              ///< only with interfaces
    bool sockets = false;                   ///< attach to this machine's sockets; for Window and Picture
    std::string filter;                     ///< expression of --filter, not checked here; for Window and Export
    std::optional<Theme> theme;             ///< empty: the desktop's for the window, print for exports
    std::optional<Language> language;       ///< empty: as chosen in the window; English for pictures and exports
    std::string picturePath;                ///< only for Picture
    std::string exportPath;                 ///< only for Export
    std::vector<std::uint32_t> connections; ///< side by side, only for Export; none: the one worth looking at
    double scale = 1;                       ///< only for Export
    SegmentRange segments;                  ///< of the connection; only for Export
    bool anonymises = false;                ///< stand-ins for addresses; only for Export
    LadderOptions shown;                    ///< of --time and --show; only for Export
    bool explains = false;                  ///< cards between the lifelines; only for Export and Picture
};

/// `arguments` without the program's name. An Error is wrong usage (exit status 2), one sentence.
[[nodiscard]] Result<CommandLine> parseCommandLine(std::span<const char* const> arguments);

/// What --help prints, with a final newline.
[[nodiscard]] std::string helpText();

} // namespace synscope
