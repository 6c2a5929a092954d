// SPDX-License-Identifier: Apache-2.0
//
// One network interface being captured from, through libpcap: opened, filtered, and then read packet by packet
// without ever waiting. Only opening needs a privilege.
#pragma once

#include "core/base/time.h"
#include "core/capture/live_fault.h"
#include "core/wire/packet.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// The name under which Linux captures from all interfaces at once, with cooked headers and never promiscuous.
inline constexpr std::string_view kAnyInterface = "any";

struct LiveOptions {
    /// Holds Ethernet, two VLAN tags, IPv6 and TCP with all its options.
    std::uint32_t snapLength = 160;
    bool isPromiscuous = false;
    /// Of the kernel's ring of packets that were not read yet.
    std::uint32_t bufferKib = 16384;
};

/// `bytes` is valid until the next packet of the same interface is asked for.
struct LivePacket {
    Timestamp time{};
    std::uint32_t originalLength = 0;
    std::span<const std::byte> bytes;
};

/// Since the interface was opened.
struct LiveCounters {
    std::uint64_t received = 0;           ///< that passed the filter, or came before it was set; also those dropped
    std::uint64_t droppedByKernel = 0;    ///< the ring was full
    std::uint64_t droppedByInterface = 0; ///< by the card or its driver
};

enum class LiveRead : std::uint8_t {
    Packet,
    Nothing, ///< there is none yet
    Failed,  ///< there will be no more: fault() says why
};

class LiveInterface {
public:
    explicit LiveInterface(std::string name);
    ~LiveInterface();
    LiveInterface(LiveInterface&&) noexcept;
    LiveInterface& operator=(LiveInterface&&) noexcept;

    /// Opens and starts capturing. Needs the right to (on Linux cap_net_raw); all that follows does not.
    [[nodiscard]] MaybeLiveFault open(const LiveOptions& options);
    /// From here on only packets for which the filter holds, also of those captured before. Once, after open() and
    /// before the first next(). An empty filter holds for all.
    [[nodiscard]] MaybeLiveFault setFilter(const std::string& filter);

    /// The next packet captured, if there is one; does not wait.
    [[nodiscard]] LiveRead next(LivePacket& packet);
    /// After next() failed.
    [[nodiscard]] LiveFault fault() const;
    /// Also after next() failed: as they were before.
    [[nodiscard]] LiveCounters counters();

    /// What poll() is asked about; readable when next() may have something. Of an interface that is down it says
    /// nothing, and only next() finds out whether that vanished: ask now and then.
    [[nodiscard]] int descriptor() const;
    /// One that the decoder knows.
    [[nodiscard]] LinkType link() const;
    /// All it could have, that one first.
    [[nodiscard]] std::vector<LinkType> linkTypes() const;
    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    struct Handle;

    [[nodiscard]] LiveFault failed(LiveFaultKind kind, std::string message) const;
    [[nodiscard]] MaybeLiveFault activate();
    [[nodiscard]] MaybeLiveFault chooseLinkType();

    std::string m_name;
    std::unique_ptr<Handle> m_handle;
};

} // namespace synscope
