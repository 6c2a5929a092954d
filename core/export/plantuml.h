// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram as PlantUML source.
#pragma once

#include "core/diagram/ladder_layout.h"
#include "core/store/replay.h"

#include <ostream>

namespace synscope {

void writePlantuml(std::ostream& out, const ConnectionDetail& detail, const LadderCards& cards = {},
                   const LadderOptions& shown = {});

} // namespace synscope
