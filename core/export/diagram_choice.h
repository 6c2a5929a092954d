// SPDX-License-Identifier: Apache-2.0
//
// What of a connection goes into a diagram for a file: which segments, with whose names, told or not. The same from the
// window and from the command line.
#pragma once

#include "core/base/say.h"
#include "core/diagram/ladder_layout.h"
#include "core/export/segment_range.h"
#include "core/wire/anonymised_addresses.h"

#include <memory>

namespace synscope {

struct DiagramChoice {
    SegmentRange segments = {};
    bool explains = false;   ///< step by step, between the lifelines
    bool anonymises = false; ///< see anonymisedDetail()
    Language language = Language::English;
    LadderOptions shown = {}; ///< what the diagram shows; its size, heading and cards do not count
};

struct ChosenDiagram {
    std::shared_ptr<const ConnectionDetail> detail;
    LadderCards cards; ///< null where it is not explained
    LadderOptions shown;
};

/// Fails where the connection has none of the segments, with a sentence that says how many it has. `addresses` are used
/// only to anonymise. The steps are those of the whole connection, also where only a stretch of it is drawn.
[[nodiscard]] Result<ChosenDiagram> chooseDiagram(const ConnectionDetail& detail, const DiagramChoice& choice,
                                                  AnonymisedAddresses& addresses);

} // namespace synscope
