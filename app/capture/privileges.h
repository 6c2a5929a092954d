// SPDX-License-Identifier: Apache-2.0
//
// Giving up privileges for good, on Linux, without libcap. Call it while there is one thread.
#pragma once

#include <optional>
#include <string>

namespace synscope::helper {

/// Drops all capabilities (effective, permitted, inheritable, ambient; bounding, where that is allowed), goes back to
/// the user and group who started the program, or from root to nobody where that user exists here, and forbids that
/// a program started from here gains anything (no_new_privs) and that others read this one's memory (not dumpable).
/// Then asks the kernel whether it is so. Empty: it is. Otherwise what is left, as a sentence: end the program.
[[nodiscard]] std::optional<std::string> dropPrivileges();

} // namespace synscope::helper
