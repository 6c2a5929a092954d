// SPDX-License-Identifier: Apache-2.0
//
// What a capturing program may write: any bytes, in pieces of any size, into a spool that keeps the newest alone; and
// a spool that such a program left.
#include "core/capture/capture_file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/read_source.h"

#include <algorithm>
#include <atomic>

#include <sys/socket.h>

namespace synscope::test {
namespace {

/// The far end of a channel that hands out the bytes in pieces, as they were written. What does not fit is left out.
FileDescriptor channelOf(std::span<const std::uint8_t> bytes, std::size_t pieceBytes) {
    int ends[2] = {-1, -1};
    require(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0, "there is a channel");
    FileDescriptor reader(ends[0]);
    const FileDescriptor writer(ends[1]);
    while (!bytes.empty()) {
        const std::span<const std::uint8_t> piece = bytes.first(std::min(pieceBytes, bytes.size()));
        if (::send(writer.get(), piece.data(), piece.size(), MSG_DONTWAIT) < 0)
            break;
        bytes = bytes.subspan(piece.size());
    }
    return reader;
}

void readLive(FuzzInput& input) {
    const std::size_t pieceBytes = std::size_t{1} + input.u8() * std::size_t{16};
    const std::uint64_t mostBytes = input.u8() * std::uint64_t{256};
    Result<LiveStream> live =
        openLiveStream(channelOf(input.rest(), pieceBytes), "the channel", {}, {.mostBytes = mostBytes});
    if (live)
        readSource(*live.value().source, mostBytes == 0 ? Kept::All : Kept::Newest);
}

void readLeft(FuzzInput& input) {
    const std::span<const std::uint8_t> bytes = input.rest();
    const FileDescriptor file = fileOf(bytes);
    const std::atomic<bool> notCancelled = false;
    const Result<SpoolContent> content = surveySpool(pathOf(file), notCancelled);
    Result<LiveStream> left = openLeftSpool(pathOf(file));
    require(content.hasValue() == left.hasValue(), "what can be looked at can be opened");
    if (!left)
        return;
    readSource(*left.value().source, Kept::Left);
    require(left.value().source->progress().bytesKept <= bytes.size(), "no more is kept than there is");
}

} // namespace
} // namespace synscope::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    synscope::test::FuzzInput input(data, size);
    if ((input.u8() & 1) == 0)
        synscope::test::readLive(input);
    else
        synscope::test::readLeft(input);
    return 0;
}
