// SPDX-License-Identifier: Apache-2.0
//
// Puts IP fragments together (RFC 791, RFC 8200 section 4.5). Of bytes that arrive twice the first stand.
// Bounded in datagrams, bytes and packet time; what exceeds a bound is forgotten, oldest first.
#pragma once

#include "core/base/time.h"
#include "core/wire/walk.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

namespace synscope {

inline constexpr std::size_t kMaxFragmentedDatagrams = 1024;
inline constexpr std::size_t kMaxFragmentBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxPiecesOfDatagram = 1024;
inline constexpr Duration kFragmentLifetime = std::chrono::seconds(30);

/// A datagram all of whose fragments have been seen. `bytes` ends early where a fragment was cut.
struct WholeDatagram {
    std::vector<std::byte> bytes;
    std::size_t length = 0; ///< on the wire
    std::uint8_t protocol = 0;
};

class FragmentTable {
public:
    /// The datagram, when the fragment at hand was the last one missing.
    [[nodiscard]] std::optional<WholeDatagram> add(const Walk& fragment, Timestamp time);

    [[nodiscard]] std::size_t datagramCount() const { return m_datagrams.size(); }
    [[nodiscard]] std::size_t storedBytes() const { return m_storedBytes; }

private:
    struct Key {
        IpAddress source;
        IpAddress destination;
        std::uint32_t id = 0;
        std::uint8_t protocol = 0; ///< 0 for IPv6, which does not tell datagrams apart by it
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    /// [begin, end) of the datagram; `bytes` may be shorter where the capture was cut.
    struct Piece {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::vector<std::byte> bytes;
    };
    struct Datagram {
        Key key;
        Timestamp first{};
        std::vector<Piece> pieces; ///< in order, not overlapping
        std::size_t covered = 0;   ///< bytes on the wire in `pieces`
        std::optional<std::size_t> length;
        std::uint8_t protocol = 0;
    };
    using Datagrams = std::list<Datagram>; // in order of their first fragment

    Datagrams::iterator find(const Key& key, Timestamp time);
    void forget(Datagrams::iterator datagram);
    void forgetOld(Timestamp time);
    void insert(Datagram& datagram, const Slice& slice, std::size_t begin, std::size_t end);
    [[nodiscard]] static WholeDatagram assemble(const Datagram& datagram);

    Datagrams m_datagrams;
    std::unordered_map<Key, Datagrams::iterator, KeyHash> m_byKey;
    std::size_t m_storedBytes = 0;
};

} // namespace synscope
