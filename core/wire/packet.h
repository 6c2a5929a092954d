// SPDX-License-Identifier: Apache-2.0
//
// A packet as it lies in a capture: bytes, link type, time, place. What every PacketSource yields and
// the decoder reads; and how somebody who only knows a packet's position gets it back.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace synscope {

/// LINKTYPE_ value as written in files (https://www.tcpdump.org/linktypes.html), FCS bits removed.
enum class LinkType : std::uint16_t {
    Null = 0,
    Ethernet = 1,
    Ppp = 9,
    Fddi = 10,
    PppHdlc = 50,
    PppEther = 51,
    Raw12 = 12, ///< DLT_RAW of most systems, found in files of old writers
    Raw14 = 14, ///< DLT_RAW of OpenBSD
    Raw = 101,
    CiscoHdlc = 104,
    Ieee80211 = 105,
    Loop = 108,
    LinuxSll = 113,
    Prism = 119,
    Radiotap = 127,
    Ipv4 = 228,
    Ipv6 = 229,
    Nflog = 239,
    LinuxSll2 = 276,
};

/// `bytes` is valid until the source reads on (or the buffer given to FetchPacket changes).
struct RawPacket {
    PacketNumber number = kNoPacket;
    Timestamp time{};
    LinkType link = LinkType::Ethernet;
    std::uint8_t fcsBytes = 0;        ///< trailing frame check sequence bytes contained in `bytes` (0 when unknown)
    bool isGone = false;              ///< only from FetchPacket: it was let go, and nothing else here is known
    std::uint32_t originalLength = 0; ///< on the wire; >= bytes.size() in a sane file
    std::uint64_t position = 0;       ///< where FetchPacket finds it again, < 2^43
    std::span<const std::byte> bytes;
    std::string_view comment = {}; ///< somebody's words about it (opt_comment), valid as long as `bytes`; mostly none
};

/// What a reader of packets keeps of what it read last: whoever goes through a capture finds the next packets there.
/// One thread's.
struct FetchBuffer {
    std::vector<std::byte> bytes;
    std::size_t count = 0;             ///< of `bytes`, that were read
    std::size_t ahead = 0;             ///< so many are read at one go
    std::uint64_t position = 0;        ///< of the first of them
    std::shared_ptr<const void> store; ///< that they are of; null: they are not used again
};

/// Reads the packet at a position again, using `buffer` for its bytes; `number` is left kNoPacket.
/// Callable from any thread; fails with an Error when the capture is gone or was changed meanwhile.
using FetchPacket = std::function<Result<RawPacket>(std::uint64_t position, FetchBuffer& buffer)>;

} // namespace synscope
