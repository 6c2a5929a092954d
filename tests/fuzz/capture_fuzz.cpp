// SPDX-License-Identifier: Apache-2.0
//
// A capture file of any bytes, in the format that the program is compiled for: packets, decoded and then found again.
#include "core/capture/capture_file.h"
#include "core/capture/pcap_format.h"
#include "core/capture/pcapng_reader.h"
#include "core/capture/unpacker.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/read_source.h"

namespace synscope::test {
namespace {

constexpr std::string_view kFormat = SYNSCOPE_FUZZ_FORMAT;

std::string_view formatOf(std::span<const std::byte> bytes) {
    if (const Compression compression = detectCompression(bytes); compression != Compression::None)
        return toText(compression);
    if (isPcap(bytes))
        return "pcap";
    return isPcapng(bytes) ? "pcapng" : "";
}

} // namespace
} // namespace synscope::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synscope;
    using namespace synscope::test;
    if (formatOf(std::as_bytes(std::span(data, size))) != kFormat)
        return 0;
    const FileDescriptor file = fileOf({data, size});
    const Result<std::unique_ptr<PacketSource>> source = openCapture(pathOf(file), {});
    if (source)
        readSource(*source.value(), Kept::All);
    else
        require(!source.error().message.empty(), "a refusal says why");
    return 0;
}
