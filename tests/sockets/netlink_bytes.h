// SPDX-License-Identifier: Apache-2.0
//
// Netlink messages made by hand, as the kernel sends them.
#pragma once

#include "core/wire/ip_address.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>

namespace synscope::test {

using ByteVector = std::vector<std::byte>;

template <typename T>
void appendBytes(ByteVector& to, const T& value) {
    const auto* from = reinterpret_cast<const std::byte*>(&value);
    to.insert(to.end(), from, from + sizeof value);
}

inline void append(ByteVector& to, const ByteVector& more) {
    to.insert(to.end(), more.begin(), more.end());
}

/// One message with its head; padded to four bytes.
inline ByteVector message(std::uint16_t type, std::uint32_t sequence, const ByteVector& payload,
                          std::uint16_t flags = NLM_F_MULTI) {
    nlmsghdr head{};
    head.nlmsg_len = static_cast<std::uint32_t>(sizeof head + payload.size());
    head.nlmsg_type = type;
    head.nlmsg_flags = flags;
    head.nlmsg_seq = sequence;
    ByteVector bytes;
    appendBytes(bytes, head);
    append(bytes, payload);
    bytes.resize((bytes.size() + 3) / 4 * 4);
    return bytes;
}

inline ByteVector attribute(std::uint16_t type, const ByteVector& content) {
    ByteVector bytes;
    appendBytes(bytes, nlattr{static_cast<std::uint16_t>(sizeof(nlattr) + content.size()), type});
    append(bytes, content);
    bytes.resize((bytes.size() + 3) / 4 * 4);
    return bytes;
}

/// The fixed part of a socket in this state, between two addresses of one family.
inline inet_diag_msg diagMessage(std::uint8_t state, const SocketAddress& local, const SocketAddress& remote) {
    inet_diag_msg diag{};
    diag.idiag_family = local.address.isV6 ? AF_INET6 : AF_INET;
    diag.idiag_state = state;
    diag.id.idiag_sport = htons(local.port);
    diag.id.idiag_dport = htons(remote.port);
    std::memcpy(diag.id.idiag_src, local.address.bytes.data(), 16);
    std::memcpy(diag.id.idiag_dst, remote.address.bytes.data(), 16);
    return diag;
}

inline SocketAddress socketAddress(const char* address, std::uint16_t port) {
    return {*parseIpAddress(address), port};
}

/// A socket in CLOSE_WAIT with tcp_info, of which the kernel knows the first `infoBytes` bytes.
inline ByteVector closeWaitMessage(std::uint32_t sequence, std::size_t infoBytes = sizeof(tcp_info)) {
    inet_diag_msg diag = diagMessage(8, socketAddress("10.0.0.2", 8080), socketAddress("10.0.0.1", 51812));
    diag.idiag_timer = 2;
    diag.idiag_retrans = 3;
    diag.idiag_expires = 7000;
    diag.idiag_rqueue = 1;
    diag.idiag_wqueue = 5;
    diag.idiag_uid = 998;
    diag.idiag_inode = 88123;
    diag.id.idiag_if = 4;
    diag.id.idiag_cookie[0] = 0x11223344;
    diag.id.idiag_cookie[1] = 0x55;
    tcp_info info{};
    info.tcpi_last_data_sent = 100;
    info.tcpi_last_data_recv = 200;
    info.tcpi_last_ack_recv = 150;
    info.tcpi_rtt = 42;
    info.tcpi_unacked = 2;
    info.tcpi_total_retrans = 9;
    info.tcpi_bytes_acked = 1'000'000'000'000;
    info.tcpi_bytes_received = 77;
    info.tcpi_segs_out = 11;
    info.tcpi_segs_in = 12;
    info.tcpi_data_segs_out = 10;
    info.tcpi_snd_wnd = 65536;
    ByteVector infoContent;
    appendBytes(infoContent, info);
    infoContent.resize(infoBytes);
    ByteVector payload;
    appendBytes(payload, diag);
    append(payload, attribute(INET_DIAG_SHUTDOWN, {std::byte{1}}));
    append(payload, attribute(INET_DIAG_INFO, infoContent));
    return message(SOCK_DIAG_BY_FAMILY, sequence, payload);
}

/// The end of an answer: 0, or a negative errno.
inline ByteVector endMessage(std::uint16_t type, std::uint32_t sequence, std::int32_t code) {
    ByteVector payload;
    appendBytes(payload, code);
    return message(type, sequence, payload);
}

} // namespace synscope::test
