// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/spooled_traffic.h"

#include "core/capture/pcapng_writer.h"
#include "core/capture/spool_folder.h"

#include <cstdlib>
#include <filesystem>
#include <span>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope::bench {
namespace {

constexpr std::size_t kPipeful = 60'000; ///< bytes that a pipe takes without a reader
constexpr std::size_t kPacketBytes = 100;

} // namespace

SpooledTraffic::SpooledTraffic() {
    std::string folder = (std::filesystem::temp_directory_path() / "synscope-soak-XXXXXX").string();
    int ends[2] = {-1, -1};
    if (::mkdtemp(folder.data()) == nullptr || ::pipe2(ends, O_CLOEXEC) != 0)
        std::abort();
    m_folder = folder;
    m_writer = FileDescriptor(ends[1]);
    FileDescriptor reader(ends[0]);
    std::string header;
    appendSectionHeader(header, "soak");
    appendInterfaceDescription(header, {"eth0", LinkType::Ethernet, kPacketBytes, ""});
    write(header);
    Result<Spool> spool = makeNamedSpool(m_folder, timestampFromNs(1));
    Result<LiveStream> stream = openLiveStream(
        std::move(reader), "soak", {}, {spool ? std::optional(std::move(spool).value()) : std::nullopt, kMostBytes});
    if (!stream)
        std::abort();
    m_stream = std::make_unique<LiveStream>(std::move(stream).value());
}

SpooledTraffic::~SpooledTraffic() {
    m_stream.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

void SpooledTraffic::write(const std::string& bytes) {
    if (writeAll(m_writer.get(), bytes) != 0)
        m_fault = "the pipe cannot be written";
}

void SpooledTraffic::read() {
    while (m_read < m_written && m_fault.empty()) {
        if (m_stream->source->read(m_batch, 512) != ReadStatus::More)
            m_fault = m_stream->source->damage() ? m_stream->source->damage()->reason : "the capture ends";
        m_read += m_batch.size();
    }
    if (m_stream->kept->error != 0)
        m_fault = "the oldest packets cannot be let go";
}

void SpooledTraffic::pass(std::uint64_t packets) {
    const std::vector<std::byte> packet(kPacketBytes);
    std::string bytes;
    for (std::uint64_t i = 0; i < packets && m_fault.empty(); ++i) {
        const Timestamp time = timestampFromNs(static_cast<std::int64_t>(m_written) * 1'000'000);
        appendEnhancedPacket(bytes, {0, time, kPacketBytes, packet});
        ++m_written;
        if (bytes.size() < kPipeful && i + 1 < packets)
            continue;
        write(bytes);
        bytes.clear();
        read();
    }
}

std::uint64_t SpooledTraffic::diskBytes() const {
    std::uint64_t sum = 0;
    for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(m_folder)) {
        struct stat status {};
        if (::stat(entry.path().c_str(), &status) == 0)
            sum += static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    return sum;
}

std::size_t openDescriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

} // namespace synscope::bench
