// SPDX-License-Identifier: Apache-2.0
//
// What a live capture writes to the disk: packets through a pipe into a spool that keeps the newest.
#pragma once

#include "core/capture/capture_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace synscope::bench {

class SpooledTraffic {
public:
    static constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;

    SpooledTraffic();
    ~SpooledTraffic();
    SpooledTraffic(const SpooledTraffic&) = delete;
    SpooledTraffic& operator=(const SpooledTraffic&) = delete;

    /// So many packets more.
    void pass(std::uint64_t packets);
    /// Of the disk, that the spool has now.
    [[nodiscard]] std::uint64_t diskBytes() const;
    /// What is wrong with what was read; empty: nothing.
    [[nodiscard]] std::string fault() const { return m_fault; }

private:
    void write(const std::string& bytes);
    void read();

    std::string m_folder;
    FileDescriptor m_writer;
    std::unique_ptr<LiveStream> m_stream;
    std::vector<RawPacket> m_batch;
    std::uint64_t m_written = 0; ///< packets
    std::uint64_t m_read = 0;
    std::string m_fault;
};

/// Descriptors that this process has open.
[[nodiscard]] std::size_t openDescriptors();

} // namespace synscope::bench
