// SPDX-License-Identifier: Apache-2.0
//
// Compiling filters on a handle that captures nothing.
#include "core/capture/capture_filter.h"

#include "core/capture/live_pcap.h"

namespace synscope {

std::optional<std::string> filterFault(const std::string& filter, LinkType link) {
    constexpr int kSnapLength = 262144;
    const PcapHandle handle(::pcap_open_dead(dltOf(link), kSnapLength));
    if (!handle)
        return "there is no memory to compile the filter";
    bpf_program program{};
    if (::pcap_compile(handle.get(), &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
        return ::pcap_geterr(handle.get());
    ::pcap_freecode(&program);
    return std::nullopt;
}

} // namespace synscope
