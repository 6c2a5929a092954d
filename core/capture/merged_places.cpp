// SPDX-License-Identifier: Apache-2.0
#include "core/capture/merged_places.h"

#include "core/base/told.h"

#include <utility>

namespace synscope {
namespace {

constexpr std::uint64_t kInPiece = (std::uint64_t{1} << MergedPlaces::kPieceBits) - 1;

Error nowhere(std::uint64_t position) {
    return Error{told("there is no packet at this position"), position, std::nullopt};
}

} // namespace

std::optional<std::uint64_t> MergedPlaces::Dealer::placeOf(std::uint64_t position) {
    const std::uint64_t own = position >> kPieceBits;
    if (m_own != own) {
        const std::optional<std::uint64_t> piece = m_places->add({m_capture, own});
        if (!piece)
            return std::nullopt;
        m_own = own;
        m_piece = *piece;
    }
    return m_piece << kPieceBits | (position & kInPiece);
}

std::optional<std::uint64_t> MergedPlaces::add(const Piece& piece) {
    const std::lock_guard lock(m_mutex);
    if (m_pieces.size() == m_mostPieces)
        return std::nullopt;
    m_pieces.push_back(piece);
    return m_pieces.size() - 1;
}

void MergedPlaces::setFetch(std::size_t capture, FetchPacket fetch) {
    const std::lock_guard lock(m_mutex);
    m_fetches[capture] = std::move(fetch);
}

Result<RawPacket> MergedPlaces::fetch(std::uint64_t position, FetchBuffer& buffer) const {
    FetchPacket fetch;
    std::uint64_t own = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (position >> kPieceBits >= m_pieces.size())
            return nowhere(position);
        const Piece& piece = m_pieces[position >> kPieceBits];
        fetch = m_fetches[piece.capture];
        own = piece.own << kPieceBits | (position & kInPiece);
    }
    Result<RawPacket> packet = fetch(own, buffer);
    if (packet)
        packet.value().position = position;
    return packet;
}

} // namespace synscope
