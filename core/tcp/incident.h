// SPDX-License-Identifier: Apache-2.0
//
// What happened to a connection besides changes of state, and is worth telling: each with the packet that shows
// it and the packet that settles it. Rare: a connection keeps the first of each kind and side.
#pragma once

#include "core/base/ids.h"
#include "core/base/late_value.h"
#include "core/tcp/state.h"

#include <cstdint>
#include <string_view>

namespace synscope {

/// `side` is the endpoint the incident is about (named below), `segment` the packet that shows it, `related` the
/// packet it answers or that settles it (kNoSegment where there is none).
enum class IncidentKind : std::uint8_t {
    OldDuplicateSyn,  ///< side: whose SYN it seems; related: the RST or ACK that refused it. RFC 9293, 3.5, Figure 8
    ChallengedSyn,    ///< side: sender of the SYN on a live connection; related: the challenge ACK. RFC 5961, 4
    ChallengedReset,  ///< side: sender of the RST; related: the challenge ACK that shows it was ignored. RFC 5961, 3
    ResetUndecided,   ///< side: sender of an in-window RST that is not exact; nobody answered it yet
    ResetOutOfWindow, ///< side: sender of the RST, which the receiver drops. RFC 9293, 3.10.7.4
    ResetRefused, ///< side: sender of a RST that answers no SYN of the receiver's (wrong or no ACK). RFC 9293, 3.10.7.3
    ForeignReset, ///< side: apparent sender of the RST; related: its own later segment that shows it lives on
    HalfOpen, ///< side: who had lost the connection; segment: its RST; related: what that RST answers. RFC 9293, 3.5.1
    TimeWaitAssassination, ///< side: who was in TIME_WAIT; segment: the RST; related: what the RST answers. RFC 1337
    HandshakeAckIgnored,   ///< side: the listener; segment: its SYN+ACK again; related: the final ACK it did not take
    SimultaneousOpen,      ///< side: who sent its SYN second; segment: that SYN; related: the first one
    SimultaneousClose,     ///< side: who sent its FIN second; segment: that FIN; related: the first one
    ReuseTooEarly,         ///< side: sender of a SYN not acceptable in TIME_WAIT; related: the answer. RFC 9293, 3.6.1
    StaleSegment,          ///< side: sender of a segment of an earlier connection of the same ports; related: none
    StaleUndecided,        ///< side: sender of a segment whose numbers fit the earlier and this connection. RFC 1337
    PawsRejected,          ///< side: sender of a segment with an old timestamp. RFC 7323, 5
    BeyondWindow,          ///< side: sender of data right of the receiver's window
    AckOfUnsent,     ///< side: sender of an ACK of what was never sent, in a capture without gaps. RFC 9293, 3.10.7.4
    DataAfterFin,    ///< side: sender of data beyond its own FIN; related: the FIN
    FinIgnored,      ///< side: sender of a FIN out of the window or with another end than its first; related: that one
    ImpossibleFlags, ///< side: sender of SYN+FIN and the like
    CompetingSynAck, ///< side: the listener; segment: SYN+ACK with another number; related: the first one
    ManySyns,        ///< side: sender of more different SYNs or SYN+ACKs than can be kept
    WrongHandshakeAck,   ///< side: sender of a SYN+ACK or final ACK that acknowledges something else
    WindowShrunk,        ///< side: receiver that took back window it had offered. RFC 9293, 3.8.6.2.1
    WindowScaleTooLarge, ///< side: who offered a shift above 14. RFC 7323, 2.3
    DeliveryDisproved,   ///< side: who had not received it after all; segment: its repetition; related: what was lost
    UncapturedFin,       ///< side: sender of a FIN that was not captured; segment: what shows that it was sent
    KilledByReset,       ///< side: sender of a RST that answers data arriving after it had closed; related: that data
};
inline constexpr int kIncidentKindCount = 29;

struct Incident {
    SegmentId segment = kNoSegment;
    SegmentId related = kNoSegment;
    IncidentId previous = kNoIncident; ///< of the same connection
    IncidentKind kind = IncidentKind::ImpossibleFlags;
    Side side = Side::Initiator;
    LateValue<bool> withdrawn; ///< a later packet showed that it was none
};

/// "old-duplicate-syn", "challenged-syn"...
[[nodiscard]] std::string_view toText(IncidentKind kind);

} // namespace synscope
