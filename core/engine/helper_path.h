// SPDX-License-Identifier: Apache-2.0
//
// Which synscope-capture is started: the one beside this program, or else one on the machine that was given the right
// to capture. It is started with the user's rights and may gain more, so only what nobody else can change counts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// Where to look for it, best first: beside this program, then the absolute folders of `searchPath` (as PATH has it),
/// then the usual ones.
[[nodiscard]] std::vector<std::string> helperPlaces(const std::string& ownFolder, std::string_view searchPath);

/// This user may run it, it was given cap_net_raw or this user is root, and it and the folders it lies in belong to
/// root or this user and can be changed by nobody else.
[[nodiscard]] bool isAuthorisedHelper(const std::string& path);

/// The first one, beside this program, where it may capture; else the first that is authorised, with its links
/// followed; else the first one. There is one at least.
[[nodiscard]] std::string chosenHelper(std::span<const std::string> places);

/// The synscope-capture to start.
[[nodiscard]] std::string helperPath();

} // namespace synscope
