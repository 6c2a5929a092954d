// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/contestants.h"

#include "core/capture/capture_file.h"
#include "core/engine/tracker.h"
#include "core/tcp/flow_key_table.h"

#include <pcap.h>

namespace synscope::bench {

std::uint64_t countWithLibpcap(const std::string& path) {
    char error[PCAP_ERRBUF_SIZE];
    pcap_t* const handle = pcap_open_offline(path.c_str(), error);
    if (handle == nullptr)
        return 0;
    std::uint64_t count = 0;
    pcap_pkthdr* header = nullptr;
    const u_char* bytes = nullptr;
    while (pcap_next_ex(handle, &header, &bytes) == 1)
        ++count;
    pcap_close(handle);
    return count;
}

std::uint64_t countFlows(const std::string& path) {
    auto source = openCapture(path, OpenOptions{.keepPackets = false, .stop = {}});
    if (!source)
        return 0;
    BatchReader reader(*source.value());
    DecodedBatch batch;
    FlowKeyTable table;
    do {
        reader.fill(batch);
        for (std::size_t i = 0; i < batch.segments.size(); ++i)
            (void)table.find(batch.segments[i], batch.hashes[i]);
    } while (!batch.isLast);
    return table.keys().size();
}

} // namespace synscope::bench
