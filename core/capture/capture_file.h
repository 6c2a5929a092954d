// SPDX-License-Identifier: Apache-2.0
//
// Opens capture files of every supported kind: pcap and pcapng, plain or compressed with gzip, zstd or lz4,
// told apart by content, never by name; seekable files, pipes, FIFOs and standard input.
#pragma once

#include "core/capture/capture_copy.h"
#include "core/capture/file_descriptor.h"
#include "core/capture/packet_source.h"
#include "core/capture/spool.h"

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace synscope {

class CommonStore;

struct OpenOptions {
    /// False: packets are not needed again, so a pipe or compressed file is not written to a spool and fetcher() is
    /// empty.
    bool keepPackets = true;
    /// Opening a pipe waits for its first bytes; a request here gives that up with an Error.
    std::stop_token stop = {};
    /// Of a capture that is read with others (merged_capture.h): its packets are found again through this.
    std::shared_ptr<CommonStore> common = nullptr;
};

/// Opens `path` ("-": standard input). Fails with a sentence when it cannot be read or holds no capture.
[[nodiscard]] Result<std::unique_ptr<PacketSource>> openCapture(const std::string& path, const OpenOptions& options);

/// A capture that is being made: its packets, and its bytes so far for whoever wants to keep them.
struct LiveStream {
    std::unique_ptr<PacketSource> source; ///< also tells the clock when no packet comes
    CaptureCopy copy;
    std::shared_ptr<const KeptPart> kept; ///< its `error` says why the oldest packets cannot be let go
};

struct LiveStreamOptions {
    std::optional<Spool> spool = {}; ///< none: a nameless one is made
    /// The oldest packets are let go so that about so many bytes are kept; 0: all are kept.
    std::uint64_t mostBytes = 0;
};

/// Reads what a capturing program writes into `pipe`, keeping it in a spool. Waits for the first bytes, or until a stop
/// is requested: then it fails, as it does when the pipe ends before. `name` is for messages.
[[nodiscard]] Result<LiveStream> openLiveStream(FileDescriptor pipe, const std::string& name,
                                                const std::stop_token& stop, LiveStreamOptions options = {});

/// Opens the spool of a capture whose program is gone: it ends with its last whole record, and nothing is wrong with
/// that. It is only read.
[[nodiscard]] Result<LiveStream> openLeftSpool(const std::string& path);

/// What a spool holds.
struct SpoolContent {
    std::vector<std::string> interfaces; ///< names, each once
    std::uint64_t packets = 0;
    Timestamp begin{}; ///< of the first packet
};
/// Cost: the spool's size. `cancelled` makes it fail soon; so does what is no capture.
[[nodiscard]] Result<SpoolContent> surveySpool(const std::string& path, const std::atomic<bool>& cancelled);

} // namespace synscope
