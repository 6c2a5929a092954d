// SPDX-License-Identifier: Apache-2.0
//
// The transitions of all connections, in the order they were written; those of long ago are packed. Where each lies
// never changes; the verdict of one, and what gave it, may be settled late.
#pragma once

#include "core/base/packed_log.h"
#include "core/tcp/packed_transitions.h"

namespace synscope {

/// So many chunks are open that most connections are over before theirs are packed.
using TransitionLog = PackedLog<Transition, PackedTransitions, PackedTransitions::kEntries, 16>;

} // namespace synscope
