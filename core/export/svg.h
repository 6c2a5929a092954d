// SPDX-License-Identifier: Apache-2.0
//
// A picture as SVG 1.1: text stays text with an anchor and generic font stacks, tips become <title>.
// The same picture gives the same bytes, whatever the locale.
#pragma once

#include "core/diagram/theme.h"

#include <ostream>

namespace synscope {

void writeSvg(std::ostream& out, const Picture& picture, Theme theme);

} // namespace synscope
