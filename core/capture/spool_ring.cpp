// SPDX-License-Identifier: Apache-2.0
//
// The block that covers the hole is written with its length first, in one write, and its last four bytes after: a
// program killed in between leaves a file that the reader still takes, since it does not compare this block's lengths.
#include "core/capture/spool_ring.h"

#include "core/capture/pcapng_format.h"

#include <algorithm>
#include <cerrno>
#include <span>

#include <fcntl.h>
#include <linux/falloc.h>
#include <unistd.h>

namespace synscope {
namespace {

constexpr std::uint64_t kParts = 16;
constexpr std::uint64_t kLeastPartBytes = 4096; // what file systems give back at once
constexpr std::uint64_t kLargestDiskBlock = 65536;
constexpr std::uint64_t kTrailerBytes = 4;
constexpr std::uint64_t kMostGapBytes = std::uint64_t{3} << 30; // a block's length has 32 bits

int makeHole(int fd, std::uint64_t begin, std::uint64_t end) {
    while (::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(begin),
                       static_cast<off_t>(end - begin)) != 0) {
        if (errno != EINTR)
            return errno;
    }
    return 0;
}

int writeAt(int fd, std::uint64_t at, std::span<const std::uint32_t> words) {
    const ssize_t n = ::pwrite(fd, words.data(), words.size_bytes(), static_cast<off_t>(at));
    if (n < 0)
        return errno;
    return static_cast<std::size_t>(n) == words.size_bytes() ? 0 : EIO;
}

} // namespace

SpoolRing::SpoolRing(std::shared_ptr<const FileDescriptor> spool, std::shared_ptr<KeptPart> kept,
                     std::uint64_t mostBytes)
    : m_spool(std::move(spool)),
      m_kept(std::move(kept)),
      m_mostBytes(mostBytes),
      m_partBytes(std::max(mostBytes / kParts, kLeastPartBytes)) {
    // behind the end there is nothing yet that a hole could hurt
    constexpr std::uint64_t kBehind = std::uint64_t{1} << 40;
    m_kept->error = makeHole(m_spool->get(), kBehind, kBehind + kLeastPartBytes);
}

void SpoolRing::mark(const RawPacket& packet) {
    if (m_marks.empty() || packet.position >= m_marks.back().position + m_partBytes)
        m_marks.push_back({packet.position, indexOf(packet.number) - 1, nsSinceEpoch(packet.time)});
}

void SpoolRing::makeRoom(std::uint64_t lastHeadEnd) {
    if (m_kept->bytes() <= m_mostBytes || m_marks.size() < 2 || m_kept->error != 0)
        return;
    if (m_kept->from == 0)
        m_kept->headEnd = m_marks.front().position;
    if (lastHeadEnd > m_kept->headEnd) {
        m_kept->error = ENOTSUP;
        return;
    }
    const std::unique_lock lock(m_kept->copying, std::try_to_lock);
    if (!lock)
        return;
    const std::uint64_t end = m_kept->end;
    const auto fits = [&](const Mark& mark) { return end - mark.position + m_partBytes <= m_mostBytes; };
    const auto first = std::find_if(std::next(m_marks.begin()), std::prev(m_marks.end()), fits);
    m_kept->error = letGoBefore(*first);
    m_marks.erase(m_marks.begin(), first);
}

int SpoolRing::letGoBefore(const Mark& mark) {
    const std::uint64_t old = m_marks.front().position;
    if (m_gapBegin == 0 || mark.position - m_gapBegin > kMostGapBytes)
        m_gapBegin = old;
    m_kept->packetsLetGo = mark.packetsBefore;
    m_kept->sinceNs = mark.timeNs;
    m_kept->from = mark.position; // before anything is overwritten: see the reader's fetcher
    const auto length = static_cast<std::uint32_t>(mark.position - m_gapBegin);
    const std::uint32_t head[] = {static_cast<std::uint32_t>(BlockType::LetGo), length,
                                  static_cast<std::uint32_t>(mark.packetsBefore),
                                  static_cast<std::uint32_t>(mark.packetsBefore >> 32U)};
    if (const int error = writeAt(m_spool->get(), m_gapBegin, head); error != 0)
        return error;
    if (const int error = writeAt(m_spool->get(), mark.position - kTrailerBytes, {&length, 1}); error != 0)
        return error;
    // Only whole blocks of the disk are given back, so the hole begins in front of the one that the last hole ended in.
    const std::uint64_t begin = (old - kTrailerBytes) / kLargestDiskBlock * kLargestDiskBlock;
    return makeHole(m_spool->get(), std::max(m_gapBegin + sizeof head, begin), mark.position - kTrailerBytes);
}

} // namespace synscope
