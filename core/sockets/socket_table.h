// SPDX-License-Identifier: Apache-2.0
//
// The kernel's socket table as plain values: one entry a TCP socket, with what the kernel says of it. Which system
// filled it in does not show. Ages are as old as the table: `SocketTable::time` says when that was.
#pragma once

#include "core/base/time.h"
#include "core/sockets/process_table.h"
#include "core/wire/ip_address.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// A socket's state with the numbers of Linux (include/net/tcp_states.h). They are the states of RFC 9293 but for
/// three: NewSynReceived is a connection request that has no socket yet (SYN_RECEIVED), Closed is reported for sockets
/// that are closing their last door, and BoundInactive has a port and nothing else (CLOSED).
enum class SocketState : std::uint8_t {
    Established = 1,
    SynSent = 2,
    SynReceived = 3,
    FinWait1 = 4,
    FinWait2 = 5,
    TimeWait = 6,
    Closed = 7,
    CloseWait = 8,
    LastAck = 9,
    Listen = 10,
    Closing = 11,
    NewSynReceived = 12,
    BoundInactive = 13,
};

/// The state of RFC 9293 with underscores: "SYN_RECEIVED" for NewSynReceived too, "CLOSED" for BoundInactive. Empty
/// for a number that is no state.
[[nodiscard]] std::string_view toText(SocketState state);
/// Empty for a number that this program does not know.
[[nodiscard]] std::optional<SocketState> socketStateFrom(unsigned kernelNumber);

/// A set of states, to ask for.
class SocketStates {
public:
    static constexpr SocketStates all() { return SocketStates(0x3ffe); }
    static constexpr SocketStates none() { return SocketStates(0); }
    [[nodiscard]] constexpr SocketStates with(SocketState state) const {
        return SocketStates(m_bits | (1U << static_cast<unsigned>(state)));
    }
    [[nodiscard]] constexpr bool has(SocketState state) const {
        return ((m_bits >> static_cast<unsigned>(state)) & 1U) != 0;
    }
    /// Bit n is the state of number n.
    [[nodiscard]] constexpr std::uint32_t bits() const { return m_bits; }

private:
    explicit constexpr SocketStates(std::uint32_t bits) : m_bits(bits) {}
    std::uint32_t m_bits;
};

/// What the socket is waiting for with a clock running.
enum class SocketTimer : std::uint8_t { None, Retransmit, KeepAlive, TimeWait, ZeroWindowProbe };

/// Out of the kernel's `tcp_info`. The times count back from the moment the table was read, in milliseconds; they
/// start again from 0 after 49 days. What an older kernel does not know is empty.
struct TcpFacts {
    std::uint32_t lastDataSentMs = 0;
    std::uint32_t lastDataReceivedMs = 0; ///< a FIN without data does not move it
    std::uint32_t lastAckReceivedMs = 0;  ///< a bare FIN carries an ACK, and moves it
    std::uint32_t rttUs = 0;
    std::uint32_t unacked = 0; ///< segments sent and not acknowledged yet
    std::uint32_t totalRetransmits = 0;
    std::optional<std::uint64_t> bytesAcked;    ///< SYN and FIN count one each
    std::optional<std::uint64_t> bytesReceived; ///< a FIN counts one
    std::optional<std::uint32_t> segmentsSent;
    std::optional<std::uint32_t> segmentsReceived;
    std::optional<std::uint32_t> dataSegmentsSent;
    std::optional<std::uint32_t> sendWindow; ///< the peer's window, in bytes
};

struct SocketEntry {
    SocketAddress local;
    SocketAddress remote;    ///< LISTEN: the unspecified address and port 0
    bool isV6Socket = false; ///< opened for IPv6; it then may talk IPv4, and the addresses are given as IPv4
    bool refusesV4 = false;  ///< LISTEN on IPv6: with IPV6_V6ONLY set
    SocketState state = SocketState::Closed;
    SocketTimer timer = SocketTimer::None;
    std::uint8_t retransmits = 0; ///< of what the timer waits for
    std::uint32_t timerMs = 0;    ///< until it fires
    /// Bytes not read, and one more for a FIN that has not been reached by reading. A FIN right behind unread data is
    /// reached with the last byte of it, before the program has seen the end of the stream. LISTEN: connections that
    /// wait to be accepted.
    std::uint32_t receiveQueue = 0;
    std::uint32_t sendQueue = 0;               ///< bytes not acknowledged; LISTEN: 0
    std::optional<std::uint32_t> backlogLimit; ///< LISTEN: how many connections may wait to be accepted
    /// LISTEN: SYNs and final ACKs that the kernel has dropped since, the queue was full mostly; goes round after 2^32.
    std::optional<std::uint32_t> drops;
    std::uint32_t uid = 0;
    std::uint32_t interface = 0;    ///< index of the interface it is bound to; 0: none
    std::uint64_t inode = 0;        ///< 0: no descriptor leads to it: not accepted yet, or closed by its program
    std::uint64_t cookie = 0;       ///< the kernel's own id, never used again; 0 where it is not told
    std::uint64_t netNamespace = 0; ///< inode of the network namespace; 0: not known
    std::optional<TcpFacts> tcp;    ///< not of LISTEN, TIME_WAIT, requests, nor from text tables
};

/// What a network namespace counts of all its listeners since it exists.
struct ListenCounters {
    std::uint64_t overflows = 0;     ///< the accept queue was full (ListenOverflows)
    std::uint64_t drops = 0;         ///< SYNs and final ACKs dropped, for this or another reason (ListenDrops)
    std::uint64_t fullSynQueues = 0; ///< SYNs dropped since too many were under way (TCPReqQFullDrop)
    std::uint64_t synCookies = 0;    ///< SYNs answered with a cookie instead (TCPReqQFullDoCookies)
};

/// The table as it was at one moment, nearly: the kernel walks it while connections come and go.
struct SocketTable {
    Timestamp time{};
    std::vector<SocketEntry> entries;
    std::vector<std::uint64_t> netNamespaces;               ///< those that `entries` covers, this program's own first
    std::map<std::uint64_t, ListenCounters> listenCounters; ///< by namespace, where they may be read
    /// Who holds the sockets; never null. May be older than `entries`: it is read less often.
    std::shared_ptr<const ProcessTable> processes = std::make_shared<ProcessTable>();
    std::uint64_t malformed = 0;    ///< answers of the kernel that could not be read
    std::vector<std::string> notes; ///< what is missing and why, a sentence each; empty: complete
};

/// An IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) as the IPv4 address it stands for; any other as it is.
[[nodiscard]] IpAddress withoutMapping(const IpAddress& address);

} // namespace synscope
