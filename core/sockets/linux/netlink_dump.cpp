// SPDX-License-Identifier: Apache-2.0
//
// Messages of NETLINK_SOCK_DIAG: see netlink_dump.h. Structures are copied out of the bytes before they are looked at,
// since nothing promises their alignment; lengths are checked before anything is copied.
#include "core/sockets/linux/netlink_dump.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <type_traits>

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>

namespace synscope {
namespace {

using Bytes = std::span<const std::byte>;

template <typename T>
std::optional<T> load(Bytes from) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (from.size() < sizeof(T))
        return std::nullopt;
    T value;
    std::memcpy(&value, from.data(), sizeof value);
    return value;
}

/// Messages and attributes begin at multiples of four.
std::size_t aligned(std::size_t length) {
    return (length + 3) & ~std::size_t{3};
}

IpAddress addressFrom(const __be32 (&words)[4], bool isV6) {
    IpAddress address;
    address.isV6 = isV6;
    std::memcpy(address.bytes.data(), words, isV6 ? 16 : 4);
    return withoutMapping(address);
}

SocketTimer timerFrom(unsigned number) {
    switch (number) {
    case 1:
        return SocketTimer::Retransmit;
    case 2:
        return SocketTimer::KeepAlive;
    case 3:
        return SocketTimer::TimeWait;
    case 4:
        return SocketTimer::ZeroWindowProbe;
    default:
        return SocketTimer::None;
    }
}

/// A field of `info`, if it lies within the `length` bytes that the kernel filled in.
template <typename T>
std::optional<T> known(const T& field, const tcp_info& info, std::size_t length) {
    const auto end = reinterpret_cast<const std::byte*>(&field + 1) - reinterpret_cast<const std::byte*>(&info);
    return length >= static_cast<std::size_t>(end) ? std::optional<T>(field) : std::nullopt;
}

/// Empty where even the oldest fields are missing.
std::optional<TcpFacts> tcpFacts(Bytes attribute) {
    const std::size_t length = std::min(attribute.size(), sizeof(tcp_info));
    if (length < offsetof(tcp_info, tcpi_total_retrans) + sizeof(__u32))
        return std::nullopt;
    tcp_info info{};
    std::memcpy(&info, attribute.data(), length);
    TcpFacts facts;
    facts.lastDataSentMs = info.tcpi_last_data_sent;
    facts.lastDataReceivedMs = info.tcpi_last_data_recv;
    facts.lastAckReceivedMs = info.tcpi_last_ack_recv;
    facts.rttUs = info.tcpi_rtt;
    facts.unacked = info.tcpi_unacked;
    facts.totalRetransmits = info.tcpi_total_retrans;
    facts.bytesAcked = known(info.tcpi_bytes_acked, info, length);
    facts.bytesReceived = known(info.tcpi_bytes_received, info, length);
    facts.segmentsSent = known(info.tcpi_segs_out, info, length);
    facts.segmentsReceived = known(info.tcpi_segs_in, info, length);
    facts.dataSegmentsSent = known(info.tcpi_data_segs_out, info, length);
    facts.sendWindow = known(info.tcpi_snd_wnd, info, length);
    return facts;
}

constexpr std::size_t kDropsAt = SK_MEMINFO_DROPS * sizeof(__u32);

/// The attributes after the fixed part. False when their lengths make no sense.
bool readAttributes(Bytes rest, SocketEntry& entry) {
    while (rest.size() >= sizeof(nlattr)) {
        const nlattr head = *load<nlattr>(rest);
        if (head.nla_len < sizeof(nlattr) || head.nla_len > rest.size())
            return false;
        const Bytes content = rest.subspan(sizeof(nlattr), head.nla_len - sizeof(nlattr));
        const bool isListener = entry.state == SocketState::Listen;
        if (head.nla_type == INET_DIAG_INFO && !isListener)
            entry.tcp = tcpFacts(content);
        else if (head.nla_type == INET_DIAG_SKV6ONLY && isListener && !content.empty())
            entry.refusesV4 = content.front() != std::byte{0};
        else if (head.nla_type == INET_DIAG_SKMEMINFO && isListener)
            entry.drops = load<std::uint32_t>(content.subspan(std::min(kDropsAt, content.size())));
        rest = rest.subspan(std::min(aligned(head.nla_len), rest.size()));
    }
    return true;
}

/// Appends the socket of one message; false when it could not be read whole.
bool readSocket(Bytes payload, std::vector<SocketEntry>& into) {
    const std::optional<inet_diag_msg> message = load<inet_diag_msg>(payload);
    if (!message)
        return false;
    const std::optional<SocketState> state = socketStateFrom(message->idiag_state);
    const bool isV6 = message->idiag_family == AF_INET6;
    if (!state || (!isV6 && message->idiag_family != AF_INET))
        return false;
    SocketEntry entry;
    entry.local = {addressFrom(message->id.idiag_src, isV6), ntohs(message->id.idiag_sport)};
    entry.remote = {addressFrom(message->id.idiag_dst, isV6), ntohs(message->id.idiag_dport)};
    entry.isV6Socket = isV6;
    entry.state = *state;
    entry.timer = timerFrom(message->idiag_timer);
    entry.retransmits = message->idiag_retrans;
    entry.timerMs = message->idiag_expires;
    entry.receiveQueue = message->idiag_rqueue;
    if (*state == SocketState::Listen)
        entry.backlogLimit = message->idiag_wqueue;
    else
        entry.sendQueue = message->idiag_wqueue;
    entry.uid = message->idiag_uid;
    entry.interface = message->id.idiag_if;
    entry.inode = message->idiag_inode;
    entry.cookie = std::uint64_t{message->id.idiag_cookie[1]} << 32 | message->id.idiag_cookie[0];
    const bool isWhole = readAttributes(payload.subspan(aligned(sizeof(inet_diag_msg))), entry);
    into.push_back(entry);
    return isWhole;
}

/// NLMSG_DONE and NLMSG_ERROR begin with a negative errno, or 0.
int errorIn(Bytes payload) {
    const std::optional<std::int32_t> code = load<std::int32_t>(payload);
    return code && *code < 0 && *code > -4096 ? -*code : 0;
}

void readMessage(const nlmsghdr& head, Bytes payload, DumpPiece& piece, std::vector<SocketEntry>& into) {
    if ((head.nlmsg_flags & NLM_F_DUMP_INTR) != 0)
        piece.wasInterrupted = true;
    switch (head.nlmsg_type) {
    case SOCK_DIAG_BY_FAMILY:
        if (!readSocket(payload, into))
            ++piece.malformed;
        return;
    case NLMSG_DONE:
    case NLMSG_ERROR:
        piece.isLast = true;
        piece.errorNumber = errorIn(payload);
        return;
    case NLMSG_OVERRUN:
        piece.overran = true;
        return;
    case NLMSG_NOOP:
        return;
    default:
        ++piece.malformed;
    }
}

} // namespace

std::vector<std::byte> dumpRequest(bool v6, SocketStates states, std::uint32_t sequence) {
    struct {
        nlmsghdr head;
        inet_diag_req_v2 request;
    } message{};
    message.head.nlmsg_len = sizeof message;
    message.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.head.nlmsg_seq = sequence;
    message.request.sdiag_family = v6 ? AF_INET6 : AF_INET;
    message.request.sdiag_protocol = IPPROTO_TCP;
    message.request.idiag_ext = 1U << (INET_DIAG_INFO - 1) | 1U << (INET_DIAG_SKMEMINFO - 1);
    message.request.idiag_states = states.bits();
    std::vector<std::byte> bytes(sizeof message);
    std::memcpy(bytes.data(), &message, sizeof message);
    return bytes;
}

DumpPiece parseDump(std::span<const std::byte> datagram, std::uint32_t sequence, std::vector<SocketEntry>& into) {
    DumpPiece piece;
    while (!datagram.empty() && !piece.isLast) {
        const std::optional<nlmsghdr> head = load<nlmsghdr>(datagram);
        if (!head || head->nlmsg_len < sizeof(nlmsghdr) || head->nlmsg_len > datagram.size()) {
            ++piece.malformed;
            break;
        }
        if (head->nlmsg_seq == sequence)
            readMessage(*head, datagram.subspan(sizeof(nlmsghdr), head->nlmsg_len - sizeof(nlmsghdr)), piece, into);
        datagram = datagram.subspan(std::min(aligned(head->nlmsg_len), datagram.size()));
    }
    return piece;
}

} // namespace synscope
