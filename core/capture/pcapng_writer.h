// SPDX-License-Identifier: Apache-2.0
//
// Writes the pcapng file format (draft-ietf-opsawg-pcapng), the counterpart of pcapng_format.h: each function
// appends one whole block to a string, in this machine's byte order. Times are nanoseconds (if_tsresol 9).
#pragma once

#include "core/base/time.h"
#include "core/wire/packet.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace synscope {

/// Opens a section; `application` is who writes (shb_userappl).
void appendSectionHeader(std::string& out, std::string_view application);

struct InterfaceDescription {
    std::string_view name;
    LinkType link = LinkType::Ethernet;
    std::uint32_t snapLength = 0; ///< 0: no limit
    std::string_view filter;      ///< in the language of libpcap; empty: none
};
/// The first of a section is interface 0, the next 1.
void appendInterfaceDescription(std::string& out, const InterfaceDescription& interface);

struct EnhancedPacket {
    std::uint32_t interface = 0;
    Timestamp time{};
    std::uint32_t originalLength = 0;
    std::span<const std::byte> bytes;
};
void appendEnhancedPacket(std::string& out, const EnhancedPacket& packet);

/// What an interface counted since the capture began.
struct InterfaceStatistics {
    std::uint32_t interface = 0;
    Timestamp time{};
    Timestamp begin{};                    ///< of the capture
    std::optional<Timestamp> end;         ///< of the capture, once it is over
    std::uint64_t received = 0;           ///< isb_ifrecv
    std::uint64_t droppedByInterface = 0; ///< isb_ifdrop
    std::uint64_t droppedByKernel = 0;    ///< isb_osdrop
    std::uint64_t delivered = 0;          ///< isb_usrdeliv: packets written
};
void appendInterfaceStatistics(std::string& out, const InterfaceStatistics& statistics);

} // namespace synscope
