// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/packed_connection.h"

#include "core/base/bit_run.h"

#include <bit>
#include <cassert>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

namespace synscope {
namespace {

// A word with a bit for each number that is not as predicted, and these: seven bits a byte, the last with its eighth
// bit clear, of the difference, with its sign in the lowest bit. Of a time, the difference in whole microseconds and,
// below it, a bit that says whether nanoseconds follow: most captures have none.
using Differing = std::uint64_t;
constexpr unsigned kBitsAByte = 7;
constexpr std::uint64_t kMore = 1U << kBitsAByte;
constexpr std::int64_t kMicrosecond = 1000;

/// The only numbers of 64 bits.
template <typename T>
constexpr bool kIsTime = std::is_same_v<T, std::int64_t>;

template <typename T>
std::uint64_t numberOf(T value) {
    if constexpr (std::is_same_v<T, SeqNum>)
        return value.value();
    else if constexpr (std::is_enum_v<T>)
        return indexOf(value);
    else
        return static_cast<std::uint64_t>(value);
}

template <typename T>
T valueOf(std::uint64_t number) {
    if constexpr (std::is_same_v<T, SeqNum>)
        return SeqNum(static_cast<std::uint32_t>(number));
    else
        return static_cast<T>(number);
}

/// As small as it can be where numbers wrap.
template <typename T>
std::int64_t differenceOf(T value, T predicted) {
    const std::uint64_t difference = numberOf(value) - numberOf(predicted);
    return sizeof(T) == sizeof(std::uint64_t)
               ? static_cast<std::int64_t>(difference)
               : std::int64_t{static_cast<std::int32_t>(static_cast<std::uint32_t>(difference))};
}

template <typename T>
T differingBy(T predicted, std::int64_t difference) {
    return valueOf<T>(numberOf(predicted) + static_cast<std::uint64_t>(difference));
}

class Packer {
public:
    explicit Packer(std::byte* to) : m_begin(to), m_at(to + sizeof(Differing)) {}

    template <typename T>
    void operator()(const T& value, std::type_identity_t<T> predicted = T{}) {
        const unsigned number = m_numbers++;
        if (value == predicted)
            return;
        m_differing |= Differing{1} << number;
        if constexpr (kIsTime<T>)
            writeTime(differenceOf(value, predicted));
        else
            write(signedLow(static_cast<std::uint64_t>(differenceOf(value, predicted))));
    }

    std::size_t end() {
        assert(m_numbers <= std::numeric_limits<Differing>::digits);
        std::memcpy(m_begin, &m_differing, sizeof(m_differing));
        return static_cast<std::size_t>(m_at - m_begin);
    }

private:
    void writeTime(std::int64_t difference) {
        const std::int64_t beyond = difference % kMicrosecond;
        const std::int64_t us = difference / kMicrosecond - (beyond < 0 ? 1 : 0);
        write(signedLow(static_cast<std::uint64_t>(us)) << 1 | (beyond == 0 ? 0U : 1U));
        if (beyond != 0)
            write(static_cast<std::uint64_t>(beyond < 0 ? beyond + kMicrosecond : beyond));
    }

    void write(std::uint64_t number) {
        for (; number >= kMore; number >>= kBitsAByte)
            *m_at++ = static_cast<std::byte>(number | kMore);
        *m_at++ = static_cast<std::byte>(number);
    }

    std::byte* m_begin;
    std::byte* m_at;
    Differing m_differing = 0;
    unsigned m_numbers = 0;
};

class Unpacker {
public:
    explicit Unpacker(const std::byte* from) : m_at(from + sizeof(Differing)) {
        std::memcpy(&m_differing, from, sizeof(m_differing));
    }

    template <typename T>
    void operator()(T& value, std::type_identity_t<T> predicted = T{}) {
        const bool differs = (m_differing & 1) != 0;
        m_differing >>= 1;
        if (!differs)
            value = predicted;
        else if constexpr (kIsTime<T>)
            value = differingBy<T>(predicted, readTime());
        else
            value = differingBy<T>(predicted, static_cast<std::int64_t>(fromSignedLow(read())));
    }

private:
    std::int64_t readTime() {
        const std::uint64_t us = read();
        const std::uint64_t ns = (us & 1) == 0 ? 0 : read();
        return static_cast<std::int64_t>(fromSignedLow(us >> 1) * std::uint64_t{kMicrosecond} + ns);
    }

    std::uint64_t read() {
        std::uint64_t number = 0;
        for (unsigned shift = 0;; shift += kBitsAByte) {
            const auto byte = std::to_integer<std::uint64_t>(*m_at++);
            number |= (byte & (kMore - 1)) << shift;
            if (byte < kMore)
                return number;
        }
    }

    const std::byte* m_at;
    Differing m_differing = 0;
};

/// As of an endpoint that has opened and closed with all that is usual.
constexpr EndpointBits usualBits() {
    EndpointBits bits;
    bits.knowsSequence = bits.knowsAck = bits.knowsIss = bits.hasBase = bits.knowsWindow = true;
    bits.offeredScale = bits.finSent = bits.hasTimestamp = bits.wasCaptured = bits.sawOffer = bits.knowsEdge = true;
    bits.usesIpIds = true;
    return bits;
}

SeqNum endOf(const Endpoint& endpoint, const ConnectionRow& row, std::size_t side) {
    return endpoint.iss + (static_cast<std::uint32_t>(row.bytes[side]) + (endpoint.finSent ? 2U : 1U));
}

// What visits the numbers takes them by reference, to be read or to be written: both in this order.

template <typename Visit, typename AnyEndpoint>
void visitStream(Visit& visit, AnyEndpoint& endpoint, const ConnectionRow& row, std::size_t side) {
    auto bits = std::bit_cast<std::uint32_t>(static_cast<const EndpointBits&>(endpoint));
    visit(bits, std::bit_cast<std::uint32_t>(usualBits()));
    if constexpr (!std::is_const_v<AnyEndpoint>)
        static_cast<EndpointBits&>(endpoint) = std::bit_cast<EndpointBits>(bits);
    visit(endpoint.iss, SeqNum(row.offer[side].isn));
    visit(endpoint.next, endpoint.knowsSequence ? endOf(endpoint, row, side) : SeqNum());
}

template <typename Visit, typename AnyEndpoint>
void visitTimes(Visit& visit, AnyEndpoint& endpoint, const ConnectionRow& row, std::size_t side) {
    const std::int64_t first = nsSinceEpoch(row.first);
    const bool closedFirst = endpoint.finSent && row.closedFirst == side + 1;
    visit(endpoint.causeSegment, endpoint.finSent ? row.firstSegment : kNoSegment);
    visit(endpoint.newestNs, endpoint.wasCaptured ? first : 0);
    visit(endpoint.advancedNs, endpoint.wasCaptured ? endpoint.newestNs : 0);
    visit(endpoint.acknowledgedNs, endpoint.knowsAck ? endpoint.newestNs : 0);
    visit(endpoint.causeNs, endpoint.causeSegment != kNoSegment ? endpoint.newestNs : 0);
    visit(endpoint.timeWaitStartNs, closedFirst ? endpoint.newestNs : 0);
}

template <typename Visit, typename AnyEndpoint>
void visitRest(Visit& visit, AnyEndpoint& endpoint, const Endpoint& peer, const HandshakeOffer& offer) {
    visit(endpoint.unproven, kNoTransition);
    visit(endpoint.acknowledged, endpoint.knowsAck ? peer.next : SeqNum());
    visit(endpoint.provenBy, endpoint.knowsAck ? peer.next : SeqNum());
    visit(endpoint.finEnd, endpoint.finSent ? endpoint.next : SeqNum());
    visit(endpoint.scale, offer.windowScale);
    visit(endpoint.window);
    visit(endpoint.rightEdge, endpoint.knowsEdge
                                  ? endpoint.acknowledged + (std::uint32_t{endpoint.window} << (endpoint.scale & 15U))
                                  : SeqNum());
    visit(endpoint.lastSeq, endpoint.wasCaptured ? endpoint.next : SeqNum());
    visit(endpoint.lastPayload);
    visit(endpoint.lastFlags);
    visit(endpoint.ipId);
    visit(endpoint.finIpId, endpoint.finSent ? endpoint.ipId : std::uint16_t{0});
    visit(endpoint.tsValue);
    auto few = std::uint32_t{endpoint.disproofs} | std::uint32_t{endpoint.duplicateAcks} << 8U |
               std::uint32_t{endpoint.unprovenMoves} << 16U;
    visit(few);
    if constexpr (!std::is_const_v<AnyEndpoint>) {
        endpoint.disproofs = static_cast<std::uint8_t>(few);
        endpoint.duplicateAcks = static_cast<std::uint8_t>(few >> 8U);
        endpoint.unprovenMoves = static_cast<std::uint8_t>(few >> 16U);
    }
    visit(endpoint.beyondStart);
    visit(endpoint.beyondEnd);
    visit(endpoint.beyondBytes);
    visit(endpoint.oddAck);
    visit(endpoint.rivalIss);
}

template <typename Visit, typename AnyConnection>
void visitReset(Visit& visit, AnyConnection& connection, const ConnectionRow& row) {
    std::uint8_t bits =
        static_cast<std::uint8_t>((connection.started ? 1U : 0U) | (connection.resetUndecided ? 2U : 0U) |
                                  (connection.resetForeign ? 4U : 0U) | (connection.resetByResponder ? 8U : 0U));
    visit(bits, std::uint8_t{1});
    if constexpr (!std::is_const_v<AnyConnection>) {
        connection.started = (bits & 1U) != 0;
        connection.resetUndecided = (bits & 2U) != 0;
        connection.resetForeign = (bits & 4U) != 0;
        connection.resetByResponder = (bits & 8U) != 0;
    }
    visit(connection.resetSegment, kNoSegment);
    visit(connection.resetNs, connection.resetSegment != kNoSegment ? nsSinceEpoch(row.first) : 0);
    visit(connection.resetSeq);
    visit(connection.handshakeRttUs);
}

// All that there is: whoever adds a number to Endpoint or Connection adds it to one of these.
static_assert(sizeof(Endpoint) == 120 && sizeof(Connection) == 264);

template <typename Visit, typename AnyConnection>
void visitBeginning(Visit& visit, AnyConnection& connection, const ConnectionRow& row) {
    for (const std::size_t side : {0U, 1U})
        visitStream(visit, connection.endpoint[side], row, side);
    for (const std::size_t side : {0U, 1U})
        visitTimes(visit, connection.endpoint[side], row, side);
}

template <typename Visit, typename AnyConnection>
void visitAll(Visit& visit, AnyConnection& connection, const ConnectionRow& row) {
    visitBeginning(visit, connection, row);
    for (const std::size_t side : {0U, 1U})
        visitRest(visit, connection.endpoint[side], connection.endpoint[1 - side], row.offer[side]);
    visitReset(visit, connection, row);
}

} // namespace

std::size_t pack(const Connection& connection, const ConnectionRow& row, PackedBytes& to) {
    Packer packer(to.data());
    visitAll(packer, connection, row);
    return packer.end();
}

Connection unpack(const std::byte* from, const ConnectionRow& row) {
    Connection connection;
    Unpacker unpacker(from);
    visitAll(unpacker, connection, row);
    return connection;
}

std::int64_t timeWaitStartIn(const std::byte* from, const ConnectionRow& row, Side side) {
    Connection connection;
    Unpacker unpacker(from);
    visitBeginning(unpacker, connection, row);
    return connection.endpoint[static_cast<std::size_t>(side)].timeWaitStartNs;
}

} // namespace synscope
