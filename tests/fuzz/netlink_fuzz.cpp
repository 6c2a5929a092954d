// SPDX-License-Identifier: Apache-2.0
//
// One datagram of the kernel's answer about its sockets (sock_diag): any bytes, of the request or of another one.
#include "core/sockets/linux/netlink_dump.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    constexpr std::uint32_t kSequence = 7;
    constexpr std::size_t kLeastMessageBytes = 16;
    const ExactBytes datagram({data, size});
    std::vector<SocketEntry> entries;
    const DumpPiece piece = parseDump(datagram.bytes(), kSequence, entries);
    require(entries.size() <= size / kLeastMessageBytes, "a socket takes a message");
    require(piece.malformed <= size / kLeastMessageBytes + 1, "what cannot be read takes a message, or is the rest");
    return 0;
}
