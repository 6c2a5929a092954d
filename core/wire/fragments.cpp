// SPDX-License-Identifier: Apache-2.0
//
// The table of unfinished IP datagrams. Work per fragment is bounded by kMaxPiecesOfDatagram.
#include "core/wire/fragments.h"

#include <algorithm>
#include <string_view>

namespace synscope {
namespace {

std::size_t mix(std::size_t seed, std::size_t value) {
    return (seed ^ value) * 0x9e3779b97f4a7c15ULL;
}

std::size_t hashOf(const IpAddress& address) {
    const auto* text = reinterpret_cast<const char*>(address.bytes.data());
    return std::hash<std::string_view>{}(std::string_view(text, address.bytes.size()));
}

} // namespace

std::size_t FragmentTable::KeyHash::operator()(const Key& key) const {
    return mix(mix(mix(hashOf(key.source), hashOf(key.destination)), key.id), key.protocol);
}

std::optional<WholeDatagram> FragmentTable::add(const Walk& fragment, Timestamp time) {
    forgetOld(time);
    const FragmentPlace& place = fragment.fragment;
    const bool isV6 = fragment.segment.source.address.isV6;
    const Key key{fragment.segment.source.address, fragment.segment.destination.address, place.id,
                  isV6 ? std::uint8_t{0} : place.protocol};
    const auto datagram = find(key, time);
    const std::size_t begin = place.offset;
    std::size_t end = begin + static_cast<std::size_t>(fragment.rest.length());
    if (begin == 0)
        datagram->protocol = place.protocol;
    const std::size_t reached = datagram->pieces.empty() ? 0 : datagram->pieces.back().end;
    if (!place.more && !datagram->length && end >= reached)
        datagram->length = end;
    if (datagram->length)
        end = std::min(end, *datagram->length); // the end first told stands
    insert(*datagram, fragment.rest, begin, end);
    if (datagram->length && datagram->covered == *datagram->length) {
        WholeDatagram whole = assemble(*datagram);
        forget(datagram);
        return whole;
    }
    if (datagram->pieces.size() > kMaxPiecesOfDatagram)
        forget(datagram);
    return std::nullopt;
}

FragmentTable::Datagrams::iterator FragmentTable::find(const Key& key, Timestamp time) {
    if (const auto known = m_byKey.find(key); known != m_byKey.end())
        return known->second;
    while (m_datagrams.size() >= kMaxFragmentedDatagrams)
        forget(m_datagrams.begin());
    Datagram datagram;
    datagram.key = key;
    datagram.first = time;
    const auto added = m_datagrams.insert(m_datagrams.end(), std::move(datagram));
    m_byKey.emplace(key, added);
    return added;
}

void FragmentTable::forget(Datagrams::iterator datagram) {
    for (const Piece& piece : datagram->pieces)
        m_storedBytes -= sizeof(Piece) + piece.bytes.size();
    m_byKey.erase(datagram->key);
    m_datagrams.erase(datagram);
}

void FragmentTable::forgetOld(Timestamp time) {
    while (!m_datagrams.empty() &&
           (time - m_datagrams.front().first > kFragmentLifetime || m_storedBytes > kMaxFragmentBytes))
        forget(m_datagrams.begin());
}

/// Adds what of [begin, end) is not there yet; `slice` starts at `begin`.
void FragmentTable::insert(Datagram& datagram, const Slice& slice, std::size_t begin, std::size_t end) {
    const std::size_t origin = begin;
    auto& pieces = datagram.pieces;
    auto after = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) { return piece.end > begin; });
    while (begin < end) {
        const std::size_t gapEnd = after == pieces.end() ? end : std::min(end, after->begin);
        if (begin < gapEnd) {
            const std::size_t from = std::min(begin - origin, slice.captured());
            const std::size_t to = std::min(gapEnd - origin, slice.captured());
            const auto bytes = slice.bytes().subspan(from, to - from);
            after = pieces.insert(after, Piece{begin, gapEnd, {bytes.begin(), bytes.end()}}) + 1;
            datagram.covered += gapEnd - begin;
            m_storedBytes += sizeof(Piece) + bytes.size();
        }
        if (after == pieces.end())
            return;
        begin = std::max(begin, after->end);
        ++after;
    }
}

WholeDatagram FragmentTable::assemble(const Datagram& datagram) {
    WholeDatagram whole;
    whole.length = *datagram.length;
    whole.protocol = datagram.protocol;
    whole.bytes.reserve(whole.length);
    for (const Piece& piece : datagram.pieces) {
        whole.bytes.insert(whole.bytes.end(), piece.bytes.begin(), piece.bytes.end());
        if (piece.bytes.size() < piece.end - piece.begin)
            break;
    }
    return whole;
}

} // namespace synscope
