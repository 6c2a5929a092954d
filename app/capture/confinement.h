// SPDX-License-Identifier: Apache-2.0
//
// What the program may still ask of the kernel once it captures: a seccomp(2) filter, made by hand, without a library.
#pragma once

#include "core/base/sanitized.h"

#include <optional>
#include <string>

namespace synscope::helper {

/// Whether the program counts which of its lines are reached: it writes the counts into files as it ends.
#ifdef SYNSCOPE_COUNTS_LINES
inline constexpr bool kCountsLines = true;
#else
inline constexpr bool kCountsLines = false;
#endif
/// The sanitizers look into the program as it ends.
inline constexpr bool kIsConfinable = !kIsSanitized && !kCountsLines;

/// From here on this program reads, writes, waits and manages its own memory, and nothing else: whatever it asks
/// besides fails with EPERM (opening a file or a socket, starting a program, looking into another one, memory that may
/// be run). Needs no_new_privs, which dropPrivileges() sets. Then tries one of these, to see whether it is so. Empty:
/// it is, or the kernel or the processor's filter is not known here, or the program is not confinable, and nothing was
/// done. Otherwise why not, as a sentence.
[[nodiscard]] std::optional<std::string> confine();

/// Closes whatever was left open by who started the program, but for the standard streams.
void closeInherited();

} // namespace synscope::helper
