// SPDX-License-Identifier: Apache-2.0
//
// Positions of packets in captures that are read as one: the range of positions is dealt out to the captures in pieces,
// as they are read, and each piece leads back to its capture. Any thread.
#pragma once

#include "core/wire/packet.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace synscope {

class MergedPlaces {
public:
    /// A piece: small, so that a hundred thousand captures have room, and large, so that few are needed.
    static constexpr unsigned kPieceBits = 24;
    static constexpr unsigned kPositionBits = 43;
    static constexpr std::size_t kMostPieces = std::size_t{1} << (kPositionBits - kPieceBits);

    /// `pieces`: how many there may be at most.
    explicit MergedPlaces(std::size_t captures, std::size_t pieces = kMostPieces)
        : m_fetches(captures), m_mostPieces(pieces) {}

    /// Turns a capture's positions, which do not decrease, into those of the whole.
    class Dealer {
    public:
        Dealer(MergedPlaces& places, std::size_t capture) : m_places(&places), m_capture(capture) {}
        /// Empty once all pieces are dealt out.
        [[nodiscard]] std::optional<std::uint64_t> placeOf(std::uint64_t position);

    private:
        MergedPlaces* m_places;
        std::size_t m_capture;
        std::optional<std::uint64_t> m_own; ///< the capture's piece that was asked for last
        std::uint64_t m_piece = 0;          ///< and where it lies in the whole
    };

    /// How packets of that capture are found again by its own positions.
    void setFetch(std::size_t capture, FetchPacket fetch);
    [[nodiscard]] Result<RawPacket> fetch(std::uint64_t position, FetchBuffer& buffer) const;

private:
    struct Piece {
        std::size_t capture = 0;
        std::uint64_t own = 0;
    };
    [[nodiscard]] std::optional<std::uint64_t> add(const Piece& piece);

    mutable std::mutex m_mutex;
    std::vector<Piece> m_pieces;
    std::vector<FetchPacket> m_fetches;
    std::size_t m_mostPieces;
};

} // namespace synscope
