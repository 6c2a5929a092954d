// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/live_traffic.h"

#include "core/store/leak_ledger.h"

#include <algorithm>
#include <map>

namespace synscope::bench {
namespace {

constexpr std::uint64_t kBlockBytes = 112; ///< of a packet in the spool
constexpr std::uint64_t kParts = 16;
constexpr std::uint16_t kServerPort = 80;
constexpr std::uint16_t kFin = 1;
constexpr std::uint16_t kSyn = 2;
constexpr std::uint16_t kRst = 4;
constexpr std::uint16_t kAck = 16;
constexpr std::uint32_t kServerIsn = 7000;
constexpr std::uint32_t kRequest = 100;
constexpr std::uint32_t kResponse = 1000;
constexpr Duration kLeakLasts = std::chrono::minutes(3);

/// Not every place that something happens at falls together with another.
constexpr std::uint64_t kNoAnswerEvery = 97;
constexpr std::uint64_t kResetEvery = 53;
constexpr std::uint64_t kRepeatEvery = 31;
constexpr std::uint64_t kV6Every = 4;

SocketAddress serverFor(const SocketAddress& client) {
    SocketAddress server;
    server.port = kServerPort;
    server.address = IpAddress::fromV4(0x0a000001);
    if (client.address.isV6) {
        server.address = client.address;
        std::fill(server.address.bytes.begin() + 8, server.address.bytes.end(), std::uint8_t{1});
    }
    return server;
}

std::string nameOf(const SocketAddress& client, Timestamp time) {
    return toText(client) + " at " + std::to_string(nsSinceEpoch(time));
}

} // namespace

LiveTraffic::LiveTraffic(TrafficShape shape) : m_shape(shape) {
    m_now = timestampFromNs(std::int64_t{1'700'000'000} * 1'000'000'000);
    m_batch.firstTime = m_now;
}

LiveTraffic::Flow LiveTraffic::newFlow() {
    const std::uint64_t n = m_connections++;
    constexpr std::uint64_t kPorts = 60'000;
    Flow flow;
    flow.isn = static_cast<std::uint32_t>(n * 64'021);
    flow.client.port = static_cast<std::uint16_t>(2'000 + n % kPorts);
    if (n % kV6Every != 0) {
        flow.client.address = IpAddress::fromV4(static_cast<std::uint32_t>(0x0a010000 + n / kPorts));
        return flow;
    }
    flow.client.address.isV6 = true;
    flow.client.address.bytes = {0x20, 0x01, 0x0d, 0xb8};
    for (std::size_t i = 0; i < 8; ++i) // every client has an address of its own
        flow.client.address.bytes[8 + i] = static_cast<std::uint8_t>(n >> (8 * (7 - i)));
    return flow;
}

void LiveTraffic::send(const Flow& flow, bool fromClient, std::uint16_t flags, std::uint32_t seq, std::uint32_t ack,
                       std::uint32_t payload) {
    Segment segment;
    segment.packet = PacketNumber{++m_packets};
    segment.time = m_now;
    segment.position = m_packets * kBlockBytes;
    const SocketAddress server = serverFor(flow.client);
    segment.source = fromClient ? flow.client : server;
    segment.destination = fromClient ? server : flow.client;
    segment.seq = SeqNum(seq);
    segment.ack = SeqNum(ack);
    segment.flags.bits = flags;
    segment.window = 60'000;
    segment.payloadBytes = payload;
    segment.ipId = static_cast<std::uint16_t>(m_packets);
    m_batch.hashes.push_back(FlowKeyTable::hashOf(segment));
    m_batch.segments.push_back(segment);
    m_batch.counts.add(PacketFate::Tracked);
    m_now += std::chrono::microseconds(20);
}

void LiveTraffic::open(const Flow& flow) {
    send(flow, true, kSyn, flow.isn, 0);
    send(flow, false, kSyn | kAck, kServerIsn, flow.isn + 1);
    send(flow, true, kAck, flow.isn + 1, kServerIsn + 1);
    send(flow, true, kAck, flow.isn + 1, kServerIsn + 1, kRequest);
    send(flow, false, kAck, kServerIsn + 1, flow.isn + 1 + kRequest, kResponse);
}

void LiveTraffic::whole(const Flow& flow) {
    const std::uint32_t client = flow.isn + 1 + kRequest;
    const std::uint32_t server = kServerIsn + 1 + kResponse;
    open(flow);
    if (m_connections % kRepeatEvery == 0)
        send(flow, false, kAck, kServerIsn + 1, client, kResponse);
    if (m_connections % kResetEvery == 0) {
        send(flow, true, kRst | kAck, client, server);
        return;
    }
    send(flow, true, kFin | kAck, client, server);
    send(flow, false, kFin | kAck, server, client + 1);
    send(flow, true, kAck, client + 1, server + 1);
}

void LiveTraffic::openings() {
    for (std::uint32_t i = 0; i < m_shape.connectionsPerSecond; ++i) {
        const Flow flow = newFlow();
        if (m_connections % kNoAnswerEvery == 0)
            send(flow, true, kSyn, flow.isn, 0);
        else
            whole(flow);
    }
}

void LiveTraffic::leak() {
    const Flow flow = newFlow();
    open(flow);
    const Timestamp since = m_now;
    send(flow, true, kFin | kAck, flow.isn + 1 + kRequest, kServerIsn + 1 + kResponse);
    send(flow, false, kAck, kServerIsn + 1 + kResponse, flow.isn + 2 + kRequest);
    m_leaks.push_back({flow.client, flow.isn, since});
}

/// The server closes at last every other leak.
void LiveTraffic::endLeaks() {
    for (; m_firstToEnd < m_leaks.size() && m_now - m_leaks[m_firstToEnd].since >= kLeakLasts; m_firstToEnd += 2) {
        MadeLeak& leak = m_leaks[m_firstToEnd];
        const Flow flow{leak.client, leak.isn};
        leak.ended = m_now;
        send(flow, false, kFin | kAck, kServerIsn + 1 + kResponse, leak.isn + 2 + kRequest);
        send(flow, true, kAck, leak.isn + 2 + kRequest, kServerIsn + 2 + kResponse);
    }
}

void LiveTraffic::keepOpen() {
    constexpr std::uint64_t kEverySeconds = 60;
    if (m_open.empty())
        for (std::uint32_t i = 0; i < m_shape.stayOpen; ++i) {
            m_open.push_back(newFlow());
            open(m_open.back());
        }
    if (m_second % kEverySeconds != 0)
        return;
    for (const Flow& flow : m_open)
        send(flow, true, kAck, flow.isn + 1 + kRequest, kServerIsn + 1 + kResponse);
}

/// As a spool has it that lets go of a sixteenth at once.
void LiveTraffic::tellProgress() {
    const std::uint64_t part = m_shape.spoolBytes / kParts / kBlockBytes;
    const std::uint64_t newest = m_packets / part;
    const std::uint64_t first = newest > kParts ? (newest - kParts) * part : 0;
    m_batch.progress.bytesRead = m_packets * kBlockBytes;
    m_batch.progress.packetsLetGo = first;
    m_batch.progress.keptFrom = first == 0 ? 0 : (first + 1) * kBlockBytes;
    m_batch.progress.bytesKept = (m_packets - first) * kBlockBytes;
    m_batch.progress.keptSince = first == 0 ? Timestamp{} : m_now;
}

const DecodedBatch& LiveTraffic::nextSecond() {
    m_batch.segments.clear();
    m_batch.hashes.clear();
    m_batch.counts = {};
    const Timestamp begin = m_now;
    keepOpen();
    endLeaks();
    if (m_second % m_shape.leakEverySeconds == 0)
        leak();
    openings();
    ++m_second;
    m_now = std::max(m_now, begin + std::chrono::seconds(1));
    m_batch.clock = m_now;
    tellProgress();
    return m_batch;
}

std::string faultsOf(const Snapshot& snapshot, const LiveTraffic& traffic) {
    std::string faults;
    const auto complain = [&faults](const std::string& what) { faults += what + "\n"; };
    const LeakLedger ledger = ledgerOf(snapshot, {});
    std::map<std::string, std::size_t> owed;
    for (const LedgerEntry& entry : ledger.entries)
        ++owed[nameOf(snapshot.addressOf(snapshot.row(entry.connection), Side::Initiator), entry.since)];
    std::uint64_t ended = 0;
    for (const MadeLeak& leak : traffic.leaks()) {
        ended += leak.ended ? 1 : 0;
        if (!leak.ended && owed.erase(nameOf(leak.client, leak.since)) == 0)
            complain("not owed: " + nameOf(leak.client, leak.since));
    }
    for (const auto& [name, count] : owed)
        complain("owed, but was closed: " + name);
    std::uint64_t listedAsEnded = 0;
    for (const LeakGroup& group : ledger.groups) {
        listedAsEnded += group.ended;
        if (group.ended > 0 && (group.longestEnded < kLeakLasts || group.longestEnded > 2 * kLeakLasts))
            complain("a leak of three minutes lasted " + std::to_string(group.longestEnded.count()) + " ns");
    }
    if (listedAsEnded != ended)
        complain(std::to_string(ended) + " leaks ended, " + std::to_string(listedAsEnded) + " are told of");
    for (const ConnectionId id : snapshot.connections())
        if (snapshot.addressOf(snapshot.row(id), Side::Responder).port != kServerPort ||
            snapshot.transitionsOf(id).empty())
            complain("connection " + std::to_string(indexOf(id)) + " cannot be read");
    return faults;
}

} // namespace synscope::bench
