// SPDX-License-Identifier: Apache-2.0
//
// The packets that most are, read at once instead of layer by layer: Ethernet without tags, IPv4 without options and
// fragments, TCP. The walk through the layers says the same of them.
#pragma once

#include "core/wire/packet.h"
#include "core/wire/segment.h"

namespace synscope {

/// False where the packet is, or may be, anything else; what `segment` then has in it says nothing.
[[nodiscard]] bool readPlainSegment(const RawPacket& packet, Segment& segment);

} // namespace synscope
