// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/capture/packet_source.h"

namespace synscope::test {

/// Which of a source's packets can be found again.
enum class Kept : std::uint8_t {
    All,
    Newest, ///< the others are told of as gone
    Left,   ///< the same, and some may have gone before it is read
};

/// Whether two readings gave the same packet, wherever it lies.
[[nodiscard]] bool areSame(const RawPacket& one, const RawPacket& other);

/// Reads the source to its end, decodes its packets and fetches each again; what a source promises has to hold.
void readSource(PacketSource& source, Kept kept);

} // namespace synscope::test
