// SPDX-License-Identifier: Apache-2.0
//
// Finds the files that belong to a rotated set, or lie in a folder, to be opened as one. Looks at names and, in a
// folder, at what the files hold.
#pragma once

#include "core/base/result.h"
#include "core/store/session.h"

#include <string>

namespace synscope {

/// The rotated set that a file belongs to, by its name (set_name.h): itself alone where there is none. Cost: the
/// folder's entries.
[[nodiscard]] CaptureSet captureSetOf(const std::string& path);

/// The set of a file, or all captures that lie directly in a folder. Fails where there is no such file, or no capture
/// in the folder.
[[nodiscard]] Result<CaptureSet> findCaptureSet(const std::string& path);

} // namespace synscope
