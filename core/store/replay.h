// SPDX-License-Identifier: Apache-2.0
//
// The details of one connection, made when somebody looks: its 4-tuple's packets are read again and go
// through the same tracker with a recorder attached, so what is shown is what was decided in the first pass.
#pragma once

#include "core/diagnose/quality.h"
#include "core/diagnose/tap_side.h"
#include "core/store/detail_segment.h"
#include "core/store/snapshot.h"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

/// A transition as replay saw it, beside the segment that caused it.
struct DetailTransition {
    Timestamp time{};
    PacketNumber packet = kNoPacket; ///< kNoPacket for a timer
    Side side = Side::Initiator;
    State from = State::Unknown;
    State to = State::Unknown;
    Basis basis = Basis::Sent;
    PacketNumber proof = kNoPacket; ///< the later packet that proves it, or disproves it
};

/// An incident with its packets.
struct DetailIncident {
    IncidentKind kind = IncidentKind::ImpossibleFlags;
    Side side = Side::Initiator;
    PacketNumber packet = kNoPacket;
    PacketNumber related = kNoPacket;
};

/// What joins two captures of the connection, see two_ends.h.
struct TwoEnds {
    Side near = Side::Initiator; ///< whom this capture is nearer to; the other capture is nearer to the other side
    Duration offset{};           ///< of the other capture's clock when the connection began: positive where it is ahead
    double drift = 0;            ///< by how much the other clock is faster, seconds a second; 0 also where not known
    Duration roundTrip{};        ///< between the two places, the shortest
    std::uint64_t matched = 0;   ///< segments that both hold
    std::uint64_t lost = 0;      ///< on their way between the two
    std::uint64_t onlyHere = 0;  ///< that the other capture lacks although they passed it
    std::uint64_t onlyThere = 0; ///< and this one
};

/// The connection that used the same addresses and ports before.
struct EarlierUse {
    ConnectionId id = kNoConnection;
    std::array<std::optional<SeqNum>, 2> isn; ///< by Side of the connection that is told of; none where not seen
    Timestamp last{};                         ///< its newest packet, which may be later than the new connection's first
};

/// Which of a connection's segments a detail was cut down to: indices, both included.
struct SegmentPart {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t of = 0; ///< segments of the whole
};

struct ConnectionDetail {
    ConnectionId id = kNoConnection;
    Language language = Language::English; ///< of the texts in it and of those made of it
    std::array<EndpointView, 2> endpoint;  ///< by Side
    std::array<State, 2> initialState{State::Closed, State::Closed};
    Timestamp captureEnd{}; ///< the capture's clock when the snapshot was taken
    Timestamp captureBegin{};
    bool isPartial = false;                       ///< only what was seen up to captureEnd: the capture goes on
    Duration timeWait = std::chrono::seconds(60); ///< 2MSL the states were reckoned with
    Origin origin = Origin::Handshake;
    std::uint16_t incarnation = 0;
    std::vector<DetailSegment> segments;       ///< in capture order
    std::vector<DetailTransition> transitions; ///< in order
    std::vector<DetailTransition> disproved;   ///< believed until their `proof` showed that they never happened
    std::vector<DetailIncident> incidents;     ///< in order
    ReuseReason reuse = ReuseReason::None;
    std::optional<EarlierUse> earlier; ///< of the same ports
    std::vector<DetailSegment> strays; ///< late segments of it that came while this one lived: the first few
    std::vector<QualityNote> quality;  ///< what lowers the trust, the gravest first
    std::optional<TapSide> tap;        ///< where it was captured, where the handshake tells
    std::optional<TwoEnds> ends;       ///< what a capture at another place adds; only after joinEnds()
    std::vector<DetailSegment>
        seenElsewhere; ///< that only the other capture holds, in order; their packets are its own
    std::vector<Finding> findings;
    std::uint64_t omittedSegments = 0; ///< beyond the limit, newest dropped
    std::uint64_t goneSegments = 0;    ///< of the beginning, no longer kept by a live capture: so are its transitions
    std::optional<SegmentPart> part;   ///< of somebody's choice, see detailPart(); empty for the whole connection
};

struct ReplayOptions {
    std::size_t maxSegments = 5'000'000;
    const std::atomic<bool>* cancelled = nullptr; ///< checked now and then; a cancelled replay fails with an Error
    DiagnosePolicy policy;                        ///< its language becomes the detail's
    /// Called, once at most, as soon as this many segments of a much longer connection are there: with the part of the
    /// detail that they are, as detailPart() makes it.
    std::size_t beginningSegments = 2000;
    std::function<void(ConnectionDetail)> onBeginning = {};
};

/// Reads the connection's packets again through `fetch`. Cost: the segments of its 4-tuple up to its last one. An Error
/// also where memory is not enough for them.
[[nodiscard]] Result<ConnectionDetail> replay(const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch,
                                              const ReplayOptions& options);

} // namespace synscope
