// SPDX-License-Identifier: Apache-2.0
//
// The options area of a TCP header: any bytes, whole or cut by the snap length (first byte, bit 0).
#include "core/wire/tcp_options.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    FuzzInput input(data, size);
    const bool isCut = (input.u8() & 1) != 0;
    const ExactBytes area(input.rest());
    TcpOptions options;
    readTcpOptions(area.bytes(), isCut, options);
    require(options.sackCount <= options.sack.size(), "there is room for the SACK blocks");
    require(options.cut == isCut, "what was cut is said to be");
    require(area.bytes().size() > 1 || !options.hasMss, "an option has its bytes");
    return 0;
}
