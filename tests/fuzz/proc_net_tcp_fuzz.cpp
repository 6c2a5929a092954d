// SPDX-License-Identifier: Apache-2.0
//
// The text of /proc/net/tcp and tcp6: any text, in either byte order (first byte, bit 0).
#include "core/sockets/linux/proc_net_tcp.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    FuzzInput input(data, size);
    const std::endian order = (input.u8() & 1) != 0 ? std::endian::big : std::endian::little;
    const std::uint32_t ticks = input.u8();
    const ExactBytes copy(input.rest());
    const std::string_view text = copy.text();
    const ProcTable table = parseProcNetTcp(text, ticks, order);
    const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    require(table.entries.size() + table.malformed <= lines, "a line is one socket, or none");
    return 0;
}
