// SPDX-License-Identifier: Apache-2.0
//
// Data that arrives after a close and meets RST: soon, the program closed too early; late, the peer wrote too late.
#pragma once

#include "core/diagnose/connection_facts.h"

#include <optional>

namespace synscope {

/// How long after its FIN the endpoint sent this RST, where that is so long that its kernel had dropped the half-open
/// connection by then (DiagnosePolicy::orphanTimeout); nothing where it came earlier or times are not known.
[[nodiscard]] std::optional<Duration> outlivedOrphan(const ConnectionFacts& facts, const Incident& killedByReset);

} // namespace synscope
