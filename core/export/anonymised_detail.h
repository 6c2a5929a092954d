// SPDX-License-Identifier: Apache-2.0
//
// A connection that may be shown to strangers: stand-ins for its addresses, and nothing of what it carried.
#pragma once

#include "core/store/replay.h"
#include "core/wire/anonymised_addresses.h"

namespace synscope {

/// The detail with `addresses` for the endpoints', in its texts, too; previews of payloads go. Ports, sequence numbers
/// and times stay: they are the evidence. Connections shown together share `addresses`; learn() all of theirs first.
/// Cost: a copy.
[[nodiscard]] ConnectionDetail anonymisedDetail(const ConnectionDetail& detail, AnonymisedAddresses& addresses);

/// Where `address` stands in `text` by itself (not as a part of a longer one), `other` stands after.
void replaceAddress(std::string& text, const std::string& address, const std::string& other);

} // namespace synscope
