// SPDX-License-Identifier: Apache-2.0
//
// make_capture OUT.pcap [NAME=NUMBER...]: a generated capture for trying things out, and what it holds.
#include "tests/bench/capture_generator.h"
#include "tests/bench/shape_options.h"

#include <cinttypes>
#include <cstdio>

namespace {

using synscope::bench::CaptureCounts;
using synscope::bench::CaptureShape;

int usage() {
    std::fprintf(stderr, "usage: make_capture OUT.pcap [NAME=NUMBER...]\n%s", synscope::bench::shapeHelp().c_str());
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-')
        return usage();
    CaptureShape shape;
    for (int i = 2; i < argc; ++i)
        if (!synscope::bench::setShape(shape, argv[i]))
            return usage();
    const CaptureCounts written = synscope::bench::writeCapture(argv[1], shape);
    if (written.packets == 0) {
        std::fprintf(stderr, "make_capture: cannot write %s\n", argv[1]);
        return 1;
    }
    std::printf("%" PRIu64 " packets, %" PRIu64 " connections: %" PRIu64 " over IPv6, %" PRIu64
                " on used ports, %" PRIu64 " that leak, %" PRIu64 " reset\n",
                written.packets, written.connections, written.v6, written.reused, written.leaks, written.resets);
    std::printf("%" PRIu64 " data segments sent twice, %" PRIu64 " out of order\n", written.repeated,
                written.reordered);
    return 0;
}
