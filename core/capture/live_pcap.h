// SPDX-License-Identifier: Apache-2.0
//
// What the files that call libpcap share: an owned handle, and link types as libpcap numbers them. Private to
// core/capture, so that nobody else sees <pcap.h>.
#pragma once

#include "core/wire/packet.h"

#include <memory>
#include <pcap.h>

namespace synscope {

struct PcapCloser {
    void operator()(pcap_t* handle) const { ::pcap_close(handle); }
};
using PcapHandle = std::unique_ptr<pcap_t, PcapCloser>;

/// libpcap numbers raw IP as each system does, files everywhere alike; the other types met on Linux are the same.
[[nodiscard]] constexpr LinkType linkTypeOf(int dlt) {
    return dlt == DLT_RAW ? LinkType::Raw : static_cast<LinkType>(dlt);
}
[[nodiscard]] constexpr int dltOf(LinkType link) {
    return link == LinkType::Raw ? DLT_RAW : static_cast<int>(link);
}

} // namespace synscope
