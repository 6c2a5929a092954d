// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/segment_storm.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAtOnce = 64;
constexpr std::uint32_t kClients = 0x0a020000; ///< 10.2.0.0
constexpr std::uint32_t kServer = 0x0a010001;
constexpr std::uint32_t kConcurrent = 1000; ///< connections whose packets alternate

struct [[gnu::packed]] Frame {
    ether_header ethernet;
    iphdr ip;
    tcphdr tcp;
};

/// One packet of a connection's life.
struct Step {
    bool fromClient;
    std::uint8_t flags;
    std::uint32_t seq;
    std::uint32_t ack;
};

constexpr std::array<Step, 9> kLife{{{true, TH_SYN, 0, 0},
                                     {false, TH_SYN | TH_ACK, 0, 1},
                                     {true, TH_ACK, 1, 1},
                                     {true, TH_ACK, 1, 1},
                                     {false, TH_ACK, 1, 1},
                                     {true, TH_FIN | TH_ACK, 1, 1},
                                     {false, TH_ACK, 1, 2},
                                     {false, TH_FIN | TH_ACK, 1, 2},
                                     {true, TH_ACK, 2, 2}}};

/// The n-th packet of all: a thousand connections take turns, then the next thousand.
void writePacket(std::uint64_t n, Frame& frame) {
    const std::uint64_t round = n / (kConcurrent * kLife.size());
    const std::uint64_t connection = round * kConcurrent + n % kConcurrent;
    const Step& step = kLife[n / kConcurrent % kLife.size()];
    constexpr std::uint64_t kPorts = 60'000;
    const std::uint32_t client = htonl(kClients + static_cast<std::uint32_t>(connection / kPorts));
    const std::uint16_t port = htons(static_cast<std::uint16_t>(1'025 + connection % kPorts));
    const std::uint32_t server = htonl(kServer);
    constexpr std::uint16_t kServerPort = 80;
    frame.ip.id = htons(static_cast<std::uint16_t>(n));
    frame.ip.saddr = step.fromClient ? client : server;
    frame.ip.daddr = step.fromClient ? server : client;
    frame.tcp.th_sport = step.fromClient ? port : htons(kServerPort);
    frame.tcp.th_dport = step.fromClient ? htons(kServerPort) : port;
    frame.tcp.th_seq = htonl(step.seq + static_cast<std::uint32_t>(connection));
    frame.tcp.th_ack = htonl(step.ack + static_cast<std::uint32_t>(connection));
    frame.tcp.th_flags = step.flags;
}

Frame emptyFrame() {
    Frame frame{};
    frame.ethernet.ether_type = htons(ETHERTYPE_IP);
    frame.ip.version = 4;
    frame.ip.ihl = sizeof(iphdr) / 4;
    frame.ip.tot_len = htons(sizeof(iphdr) + sizeof(tcphdr));
    frame.ip.ttl = 64;
    frame.ip.protocol = IPPROTO_TCP;
    frame.tcp.th_off = sizeof(tcphdr) / 4;
    frame.tcp.th_win = htons(60'000);
    return frame;
}

int openLoopback() {
    const int socket = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_ifindex = static_cast<int>(::if_nametoindex("lo"));
    if (socket < 0 || ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return -1;
    return socket;
}

Storm blow(std::uint64_t packetsPerSecond, double seconds) {
    std::vector<Frame> frames(kAtOnce, emptyFrame());
    std::vector<iovec> parts(kAtOnce);
    std::vector<mmsghdr> messages(kAtOnce);
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        parts[i] = {&frames[i], sizeof(Frame)};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    const int socket = openLoopback();
    Storm storm;
    const Clock::time_point begin = Clock::now();
    while (socket >= 0 && storm.seconds < seconds) {
        storm.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        if (static_cast<double>(storm.packets) > storm.seconds * static_cast<double>(packetsPerSecond))
            continue; // its turn has not come
        for (std::size_t i = 0; i < kAtOnce; ++i)
            writePacket(storm.packets + i, frames[i]);
        const int sent = ::sendmmsg(socket, messages.data(), kAtOnce, 0);
        storm.packets += static_cast<std::uint64_t>(std::max(sent, 0));
    }
    ::close(socket);
    return storm;
}

} // namespace

SegmentStorm::SegmentStorm(std::uint64_t packetsPerSecond, double seconds) {
    std::array<int, 2> orders{};
    std::array<int, 2> answers{};
    if (::pipe2(orders.data(), O_CLOEXEC) != 0 || ::pipe2(answers.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_child = ::fork();
    if (m_child == 0) {
        char order = 0;
        ::close(orders[1]);
        if (::read(orders[0], &order, 1) == 1) {
            const Storm storm = blow(packetsPerSecond, seconds);
            (void)::write(answers[1], &storm, sizeof storm);
        }
        ::_exit(0);
    }
    ::close(orders[0]);
    ::close(answers[1]);
    m_orders = orders[1];
    m_answers = answers[0];
}

SegmentStorm::~SegmentStorm() {
    ::close(m_orders);
    ::close(m_answers);
    if (m_child > 0)
        ::waitpid(m_child, nullptr, 0);
}

void SegmentStorm::begin() {
    (void)::write(m_orders, "x", 1);
}

std::optional<Storm> SegmentStorm::result() {
    Storm storm;
    if (!m_result && ::read(m_answers, &storm, sizeof storm) == static_cast<ssize_t>(sizeof storm))
        m_result = storm;
    return m_result;
}

} // namespace synscope::bench
