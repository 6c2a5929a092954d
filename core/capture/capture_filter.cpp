// SPDX-License-Identifier: Apache-2.0
//
// Compiling filters on a handle that captures nothing.
#include "core/capture/capture_filter.h"

#include "core/capture/live_pcap.h"

#include <span>

namespace synscope {

std::optional<std::string> filterFault(const std::string& filter, LinkType link) {
    const Result<std::string> compiled = compiledFilter(filter, link);
    return compiled ? std::nullopt : std::optional(compiled.error().message);
}

Result<std::string> compiledFilter(const std::string& filter, LinkType link) {
    constexpr int kSnapLength = 262144;
    const PcapHandle handle(::pcap_open_dead(dltOf(link), kSnapLength));
    if (!handle)
        return Error{"there is no memory to compile the filter", {}, {}};
    bpf_program program{};
    if (::pcap_compile(handle.get(), &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
        return Error{::pcap_geterr(handle.get()), {}, {}};
    std::string text;
    for (const bpf_insn& step : std::span(program.bf_insns, program.bf_len))
        text += std::to_string(step.code) + " " + std::to_string(step.jt) + " " + std::to_string(step.jf) + " " +
                std::to_string(step.k) + "\n";
    ::pcap_freecode(&program);
    return text;
}

} // namespace synscope
