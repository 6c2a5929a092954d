// SPDX-License-Identifier: Apache-2.0
//
// Waiting for the user to end a command that runs until then.
#pragma once

#include "core/capture/file_descriptor.h"

namespace synscope::cli {

/// Readable once the program is asked to end, by SIGINT or SIGTERM. Blocks the signals, in threads made later too. Not
/// open where the system refuses.
[[nodiscard]] FileDescriptor endSignals();

} // namespace synscope::cli
