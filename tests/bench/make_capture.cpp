// SPDX-License-Identifier: Apache-2.0
//
// make_capture OUT.pcap [CONNECTIONS [PACKETS [SEED]]]: a generated capture for trying things out.
#include "tests/bench/capture_generator.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: make_capture OUT.pcap [CONNECTIONS [PACKETS [SEED]]]\n");
        return 2;
    }
    synscope::bench::CaptureShape shape;
    if (argc > 2)
        shape.connections = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
    if (argc > 3)
        shape.packets = std::strtoull(argv[3], nullptr, 10);
    if (argc > 4)
        shape.seed = std::strtoull(argv[4], nullptr, 10);
    if (shape.connections == 0) {
        std::fprintf(stderr, "make_capture: at least one connection is needed\n");
        return 2;
    }
    const std::uint64_t packets = synscope::bench::writeCapture(argv[1], shape);
    if (packets == 0) {
        std::fprintf(stderr, "make_capture: cannot write %s\n", argv[1]);
        return 1;
    }
    std::printf("%" PRIu64 " packets\n", packets);
    return 0;
}
