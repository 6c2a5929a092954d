// SPDX-License-Identifier: Apache-2.0
//
// Several capture files as one: their packets in order of time, numbered through. A file is opened when its first
// packet's turn comes and let go when it is read. No file keeps a descriptor of its own, however many there are.
#pragma once

#include "core/capture/capture_file.h"
#include "core/capture/packet_source.h"

#include <memory>
#include <span>
#include <string>

namespace synscope {

/// Of one path this is openCapture(). Several must be regular files; each is looked at for its first packet's time.
///
/// Packets of equal time come in the order of the paths. A file whose clock runs backwards keeps its own order: a
/// packet that is earlier than its predecessor comes right behind it.
///
/// Fails when one cannot be opened, is given twice, or none holds a capture. One that holds none among others, or is
/// damaged, does not keep the others from being read: read() answers Damaged at the end of all, with each file's name.
[[nodiscard]] Result<std::unique_ptr<PacketSource>> openCaptures(std::span<const std::string> paths,
                                                                 const OpenOptions& options);

/// At most so many files that overlap in time are read at once, each with a quarter of a MiB of memory, or what its
/// largest packet takes, and without a descriptor of its own; what goes beyond is told as damage.
inline constexpr std::size_t kMostOverlapping = 4096;

} // namespace synscope
