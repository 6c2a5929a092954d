// SPDX-License-Identifier: Apache-2.0
//
// What happened besides changes of state, in words: a label for the diagram and a sentence that explains it.
#pragma once

#include "core/store/replay.h"

#include <string>
#include <string_view>

namespace synscope {

/// "RST ignored: outside the window", "challenge ACK", "FIN not captured".
[[nodiscard]] std::string_view incidentLabel(IncidentKind kind, Language language = Language::English);
/// "the client sent a RST outside the window, which the server drops (RFC 9293, 3.10.7.4); packet 9, see packet 8".
[[nodiscard]] std::string incidentText(const ConnectionDetail& detail, const DetailIncident& incident);

} // namespace synscope
